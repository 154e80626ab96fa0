# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of what is refused: the window runs as nobody, and there is a process that belongs to root.

Started by root, main() makes that process, plays polkit (broker.py), and runs the script again as nobody.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import apmtest
from apmtest import wait_until
from broker import Broker

TABLE = "Processes"
NOBODY = 65534


def target():
    return int(os.environ["APM_TARGET"])


def state():
    with open("/proc/%d/stat" % target(), encoding="utf-8") as f:
        return f.read().rsplit(")", 1)[1].split()[0]


def answer(text):
    """What the person says from now on."""
    with open(os.path.join(os.environ["APM_BROKER"], "answer"), "w", encoding="utf-8") as f:
        f.write(text)


def select(g):
    g.find("entry", "Search processes").set_text("pid:%d" % target())

    def row():
        rows = g.rows(TABLE)
        return rows[0] if len(rows) == 1 and rows[0]["PID"] == str(target()) else None
    g.click(wait_until(row, 20, what="its row")["_cells"][0])
    wait_until(lambda: row() and row()["_selected"], 10, what="its row selected")


def toast(g, pattern):
    return wait_until(lambda: next((t for t in g.toasts() if re.search(pattern, t)), None), 20,
                      what="a toast like %r; there are %r" % (pattern, g.toasts()))


def ask(g):
    """Clicks what the toast offers."""
    toast(g, "(?i)not permitted|belongs to")
    g.click("push button", "As Administrator…")


def skip_all(reason):
    print("1..0 # SKIP " + reason)
    sys.exit(0)


def as_nobody():
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def run_as_nobody():
    """All of the tests in a process of nobody's; what root does stays here."""
    helper = next((h for h in (os.path.join(d, "apm-privileged") for d in os.environ["APM_LIBEXECDIR"].split(":"))
                   if os.path.exists(h)), None)
    assert helper, "the helper is not built"
    for path in apmtest.program(), helper, os.path.abspath(sys.argv[0]):
        if subprocess.run(["test", "-r", path], preexec_fn=as_nobody, check=False).returncode != 0:
            skip_all("nobody may not read " + path)
    folder = tempfile.mkdtemp(prefix="apm-privileged.")
    os.chmod(folder, 0o777)
    Broker(folder, helper)
    other = subprocess.Popen(["sleep", "987"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    env = {k: v for k, v in os.environ.items() if k not in ("APM_TEST_PICTURES", "GUITEST_FAIL_DIR")}
    env.update(APM_TARGET=str(other.pid), APM_BROKER=folder, HOME=folder, PATH=folder + ":" + os.environ["PATH"])
    try:
        status = subprocess.run([sys.executable, *sys.argv], env=env, preexec_fn=as_nobody, check=False).returncode
    finally:
        other.kill()
        other.wait()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(status)


def main():
    if "APM_TARGET" in os.environ:
        apmtest.main()
    elif os.geteuid() != 0:
        skip_all("only root can play polkit")
    else:
        run_as_nobody()
