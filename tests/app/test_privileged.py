#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What administrator rights do about what was refused: the window runs as nobody, the helper as root (nobody.py)."""
import os
import re

import apmtest
import nobody
from apmtest import labels, wait_until
from nobody import NOBODY, answer, ask, select, state, target, toast
from panel import open_panel, section

TABLE = "Processes"


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


if __name__ == "__main__":
    nobody.main()
