#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A number that passes on to another process between looking and acting: nothing is sent, and that is said.

All of it runs in a PID namespace of its own, where the next number can be chosen and nobody else takes it."""
import os
import re
import subprocess
import sys
import time

import apmtest
from apmtest import shell_action, wait_until

LAST_PID = "/proc/sys/kernel/ns_last_pid"
INSIDE = "APM_OWN_PIDS"
# sh is the namespace's init and takes note of orphans that end.
UNSHARE = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", '"$@"; exit $?', "sh"]


def enter():
    """Goes into a namespace, if that is permitted."""
    if INSIDE in os.environ:
        return
    try:
        permitted = subprocess.run([*UNSHARE, "test", "-w", LAST_PID], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        permitted = False
    os.environ[INSIDE] = "1" if permitted else ""
    if permitted:
        os.execvp(UNSHARE[0], [*UNSHARE, sys.executable, *sys.argv])


def why_not():
    return None if os.environ.get(INSIDE) else "no PID namespace of one's own is permitted here"


def started_as(wanted):
    """A process of this very number."""
    for _ in range(500):
        with open(LAST_PID, "w") as f:
            f.write(str(wanted - 1))
        other = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if other.pid == wanted:
            return other
        other.kill()
        other.wait()
    raise AssertionError("the number %d is not to be had" % wanted)


def passed_on(first):
    """Ends @first and gives its number to another process."""
    first.kill()
    first.wait()
    time.sleep(0.05)    # the kernel counts starts in hundredths of a second
    return started_as(first.pid)


def row_of(g, process):
    """Once nobody else is listed but who it comes of: rows stand still then."""
    g.type("entry", "Search processes", "pid:%d" % process.pid)

    def alone():
        rows = g.rows("Processes")
        others = [r for r in rows if r["PID"] not in (str(process.pid), str(os.getpid()), str(os.getppid()), "1")]
        return next((r for r in rows if not others and r["PID"] == str(process.pid)), None)

    return wait_until(alone, 30, what="its row")


def said(g, pattern):
    wait_until(lambda: any(re.search(pattern, t) for t in g.toasts()), 15, what="a toast like %r" % pattern)


@apmtest.skip_if(why_not)
def test_between_menu_and_confirming(g):
    first = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    g.right_click(row_of(g, first)["_cells"][0])
    g.click("menu item", "Send Signal…")
    wait_until(lambda: len(g.windows()) == 2, 10, what="the dialog")
    second = passed_on(first)
    g.type("entry", "Search signals", "KILL")
    g.click("push button", "Send")
    said(g, "already ended")
    assert second.poll() is None
    second.kill()
    second.wait()


@apmtest.skip_if(why_not)
def test_between_looking_and_the_menu(g):
    """The list stands still and shows who had the number."""
    first = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    g.click(row_of(g, first)["_cells"][0])
    wait_until(lambda: row_of(g, first)["_selected"], 10, what="selected")
    shell_action(g, "pause")
    second = passed_on(first)
    g.click("push button", "End")
    said(g, "belongs to another process")
    assert second.poll() is None
    second.kill()
    second.wait()


if __name__ == "__main__":
    enter()
    apmtest.main()
