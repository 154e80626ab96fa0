#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is refused, and what administrator rights do about it: the window runs as nobody, the helper as root.

Started by root, it makes a process that belongs to root, plays polkit (broker.py), and runs itself as nobody.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import apmtest
from apmtest import labels, wait_until
from broker import Broker
from panel import open_panel, section

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


def test_a_signal_as_administrator(g):
    answer("yes")
    select(g)
    g.click("push button", "Stop")
    ask(g)
    wait_until(lambda: state() == "T", 20, what="it stopped by the helper")
    toast(g, "Sent SIGSTOP to 1 process with administrator rights")
    wait_until(lambda: "with administrator rights" in apmtest.log_text(g), 10, what="the line of the log")
    g.dismiss_toasts()
    g.click("push button", "Continue")
    ask(g)
    wait_until(lambda: state() == "S", 20, what="it goes on by the helper")


def test_not_given(g):
    for says, told in (("no", "not given: nothing was done"), ("refused", "refused, or nobody could be asked")):
        answer(says)
        select(g)
        g.click("push button", "Stop")
        ask(g)
        toast(g, told)
        assert state() == "S", state()
        g.dismiss_toasts()


def test_priority_as_administrator(g):
    answer("yes")
    select(g)
    g.right_click(g.row(TABLE, PID=str(target()))["_cells"][0])
    g.click("menu item", "Priority and Scheduling…")
    wait_until(lambda: len(g.windows()) == 2, 10, what="the dialog")
    g.find("spin button", "Nice value").set_value(-7)
    wait_until(lambda: "sensitive" in g.find("push button", "Apply").live_states(), 5, what="Apply possible")
    g.click("push button", "Apply")
    ask(g)
    wait_until(lambda: os.getpriority(os.PRIO_PROCESS, target()) == -7, 20, what="the nice value")


def test_sections_say_what_is_not_permitted(g):
    select(g)
    open_panel(g)
    for name in ("Files", "Environment"):
        section(g, name)
        wait_until(lambda: labels(g, "Not Permitted|root|may not be"), 20, what="why %s is not shown" % name)


def why(g):
    """The view for root's process, which may not be looked at."""
    select(g)
    g.key("ctrl+y")
    wait_until(lambda: told(g, "may not be seen"), 20, what="that it may not be seen")


def told(g, pattern):
    return [n for n in g.find("list", "Why, in sentences").find_all("label") if re.search(pattern, n.name)]


def helpers():
    """Those who look for us: they are nobody, too."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/status" % pid, encoding="utf-8") as f:
                text = f.read()
        except OSError:
            continue
        if text.startswith("Name:\tapm-privileged") and re.search(r"\nUid:\t%d\s" % NOBODY, text):
            found.append(int(pid))
    return found


def test_why_as_administrator(g):
    answer("yes")
    before = helpers()
    why(g)
    g.click("push button", "Look as Administrator…")
    wait_until(lambda: told(g, "sleeps for a while"), 20, what="on what it waits")
    assert len(helpers()) == len(before) + 1, helpers()
    wait_until(lambda: labels(g, "Seen as administrator"), 5, what="that it is said")
    g.click("push button", "Stop Looking")
    wait_until(lambda: told(g, "may not be seen"), 20, what="that it is not seen any more")
    g.click("push button", "Look as Administrator…")
    wait_until(lambda: told(g, "sleeps for a while"), 20, what="on what it waits")
    g.key("Escape")
    wait_until(lambda: helpers() == before, 20, what="the helper to end with the view")


def test_why_not_given(g):
    answer("no")
    why(g)
    g.click("push button", "Look as Administrator…")
    toast(g, "not given: nothing was done")
    assert told(g, "may not be seen")


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
    for path in apmtest.program(), helper, os.path.abspath(__file__):
        if subprocess.run(["test", "-r", path], preexec_fn=as_nobody, check=False).returncode != 0:
            skip_all("nobody may not read " + path)
    folder = tempfile.mkdtemp(prefix="apm-privileged.")
    os.chmod(folder, 0o777)
    Broker(folder, helper)
    other = subprocess.Popen(["sleep", "987"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    env = {k: v for k, v in os.environ.items() if k not in ("APM_TEST_PICTURES", "GUITEST_FAIL_DIR")}
    env.update(APM_TARGET=str(other.pid), APM_BROKER=folder, HOME=folder, PATH=folder + ":" + os.environ["PATH"])
    try:
        status = subprocess.run([sys.executable, *sys.argv], env=env, preexec_fn=as_nobody, check=False).returncode
    finally:
        other.kill()
        other.wait()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(status)


if __name__ == "__main__":
    if "APM_TARGET" in os.environ:
        apmtest.main()
    elif os.geteuid() != 0:
        skip_all("only root can play polkit")
    else:
        run_as_nobody()
