#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each act on a process of another user is refused in a plain sentence, changes nothing, and says what would help.

The window runs as nobody, the process belongs to root (nobody.py).
"""
import os
import re
import subprocess

import apmtest
import nobody
from apmtest import labels, wait_until
from nobody import answer, select, state, target, toast

TABLE = "Processes"


def proc(name):
    with open("/proc/%d/%s" % (target(), name), encoding="utf-8") as f:
        return f.read()


def io_class():
    return subprocess.run(["ionice", "-p", str(target())], capture_output=True, text=True, check=True).stdout


def open_files():
    return re.search(r"Max open files +(\S+) +(\S+)", proc("limits")).groups()


def set_value(name, value):
    return lambda g: g.find("spin button", name, showing=False).set_value(value)


def choose(name, option):
    return lambda g: g.choose(name, option)


def toggle(name):
    def click(g):
        box = g.find("check box", name, showing=False)
        if not box.showing():
            g.click("label", "Processors")
        g.click("check box", name)
    return click


def set_text(name, text):
    return lambda g: g.find(("entry", "text"), name, showing=False).set_text(text)


def settings():
    """What it is called in its refusal, what is set, how it is changed in the dialog, and how back."""
    soft, _ = open_files()
    rows = [
        ("nice value", lambda: os.getpriority(os.PRIO_PROCESS, target()), set_value("Nice value", 7), set_value("Nice value", 0)),
        ("scheduling policy", lambda: os.sched_getscheduler(target()), choose("Scheduling policy", "batch"),
         choose("Scheduling policy", "other (normal)")),
        ("I/O class", io_class, choose("I/O class", "idle"), choose("I/O class", "as the nice value")),
        ("out-of-memory score", lambda: proc("oom_score_adj"), set_value("Out-of-memory score", 300),
         set_value("Out-of-memory score", int(proc("oom_score_adj")))),
        ("limit", open_files, set_text("Open files: soft limit", "77"), set_text("Open files: soft limit", soft)),
    ]
    cpus = sorted(os.sched_getaffinity(target()))
    if len(cpus) > 1:
        rows.append(("processors", lambda: os.sched_getaffinity(target()), toggle("Processor %d" % cpus[0]),
                     toggle("Processor %d" % cpus[0])))
    return rows


def open_dialog(g, item):
    g.right_click(g.row(TABLE, PID=str(target()))["_cells"][0])
    g.click("menu item", item)
    wait_until(lambda: len(g.windows()) == 2, 10, what="the dialog")


def apply_is_possible(g):
    return "sensitive" in g.find("push button", "Apply").live_states()


def offered(g):
    return [n for n in g.find_all("push button", "As Administrator…") if n.showing()]


def told(g, pattern):
    """What the dialog says in its head: an alert, which is no label to a screen reader."""
    return [n for n in g.nodes() if n.role not in ("label", "text") and re.search(pattern, n.name) and n.showing()]


def test_each_setting_is_refused_then_done_as_administrator(g):
    answer("yes")
    select(g)
    open_dialog(g, "Priority and Scheduling…")
    rows = settings()
    before = [now() for _, now, _, _ in rows]
    for (what, now, change, back), old in zip(rows, before):
        change(g)
        wait_until(lambda: apply_is_possible(g), 5, what="Apply possible for the %s" % what)
        g.find("push button", "Apply").do()
        wait_until(lambda: told(g, "^Not permitted to .*%s.*other users' processes,? need administrator rights" % what), 10,
                   what="the refusal of the %s" % what)
        assert offered(g) and now() == old, (what, offered(g), now())
        back(g)
        wait_until(lambda: not apply_is_possible(g), 5, what="nothing left of the %s" % what)
    for _, _, change, _ in rows:
        change(g)
    wait_until(lambda: apply_is_possible(g), 5, what="Apply possible")
    g.find("push button", "Apply").do()
    wait_until(lambda: offered(g), 10, what="the offer to ask")[0].do()
    wait_until(lambda: all(now() != old for (_, now, _, _), old in zip(rows, before)), 30, what="all that was changed")
    g.click("push button", "Undo", timeout=20)
    wait_until(lambda: [now() for _, now, _, _ in rows] == before, 30, what="what it had")


def refused(g):
    toast(g, "(?i)not permitted|belongs to")
    wait_until(lambda: offered(g), 5, what="the offer to ask")
    assert state() == "S", state()
    g.dismiss_toasts()


def test_each_signal_is_refused_to_a_thread_too(g):
    select(g)
    g.click("push button", "Stop")
    refused(g)
    g.click("push button", "End")
    g.find("label", "End “sleep”?")
    g.click([n for n in g.find_all("push button", "End") if "dialog" in [a.role for a in n.ancestors()]][0])
    refused(g)
    for reach in "The process alone", "Its process group":
        open_dialog(g, "Send Signal…")
        g.type("entry", "Search signals", "USR1")
        g.choose("To", reach)
        wait_until(lambda: labels(g, "^1 process: sleep"), 10, what="whom it would reach")
        g.click("push button", "Send")
        refused(g)
    g.key("alt+2")
    # A cell that is given to another row meanwhile is nowhere.
    cell = wait_until(lambda: [c for c in g.row("Threads", TID=str(target()))["_cells"][:1] if g.point(c)], 30,
                      what="the thread's row")[0]
    g.right_click(cell)
    g.click("menu item", "Send Signal…")
    wait_until(lambda: labels(g, "^Thread %d of" % target()), 10, what="the dialog")
    g.click("push button", "Send")
    refused(g)


@apmtest.window(env={"APM_LIBEXECDIR": "/nowhere"})
def test_without_polkit_the_reason_is_told(g):
    select(g)
    g.click("push button", "Stop")
    toast(g, "(?i)not permitted|belongs to")
    g.dismiss_toasts()
    open_dialog(g, "Priority and Scheduling…")
    set_value("Nice value", 7)(g)
    wait_until(lambda: apply_is_possible(g), 5, what="Apply possible")
    g.click("push button", "Apply")
    wait_until(lambda: told(g, "^Not permitted(.|\n)*Administrator rights cannot be asked for: "), 10, what="the reason, in the dialog")
    assert not offered(g)
    assert state() == "S" and os.getpriority(os.PRIO_PROCESS, target()) == 0
    assert "Administrator rights cannot be asked for: " in apmtest.log_text(g)


if __name__ == "__main__":
    nobody.main()
