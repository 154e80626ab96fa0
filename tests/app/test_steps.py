#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of the laboratory by hand: step by step, back again, without an operation, and with who takes part stopped and killed."""
import os
import re

import apmtest
from apmtest import shell_action, wait_until

from test_sync import ITEMS, counts, enabled, has_ended, is_running, lab, programs, says

wide = apmtest.window(size=(1280, 880))


@wide
def test_steps_and_back(g):
    picture = lab(g, "philosophers:naive")
    assert enabled(g, "lab-step") and not enabled(g, "lab-undo")
    shell_action(g, "lab-step")
    g.find("label", "paused")
    assert not enabled(g, "lab-undo")
    wait_until(lambda: shell_action(g, "lab-step") or enabled(g, "lab-undo"), 10, what="the first step")
    wait_until(lambda: "thinking" in picture.live_desc(), 10, what="Ph1 to think, not %r" % picture.live_desc())
    g.key("ctrl+shift+comma")
    wait_until(lambda: "thinking" not in picture.live_desc(), 10, what="the step to be undone")
    shell_action(g, "lab-stop")
    has_ended(g)


def click_first_switch(g, view):
    """In the gutter, from the top down. Returns the line that it is left out of the run by."""
    gutter = g.find("filler", "ApmSourceMarks")
    x, middle = g.point(gutter)
    height = gutter.extents()[3]
    for y in range(middle - height // 2 + 6, middle + height // 2, 10):
        g.mouse(x, y)
        left_out = re.search(r"line (\d+) is left out", view.live_desc())
        if left_out:
            return int(left_out[1])
    raise AssertionError("no switch")


@wide
def test_what_is_left_out_by_a_click_is_left_out_of_the_run(g):
    lab(g, "bounded-buffer:semaphores")
    g.choose("Preset", "Full speed")
    view = g.find("text", "Source")
    source = wait_until(lambda: "sem_post" in view.text() and view.text(), 10, what="the source")
    line = 1 + next(i for i, text in enumerate(source.split("\n")) if "sem_wait (&buffer->empty)" in text)
    g.click(view)
    g.key("ctrl+Home", *["Down"] * (line + 2))
    assert click_first_switch(g, view) == line
    for label in ("Run", "Run Again"):
        g.click("push button", label)
        has_ended(g)
        g.find("label", re.compile("which still held item"))
    assert "line %d is left out" % line in view.live_desc()


def taking_part(g, name):
    """The process of this name in the experiment."""
    for pid in programs(g):
        with open("/proc/%d/comm" % pid, encoding="utf-8") as f:
            if f.read() == name + "\n":
                return pid
    raise AssertionError("nobody is called %s" % name)


def select_process(g, pid):
    """On the page of processes, alone in the list."""
    shell_action(g, "show-page", "processes")
    g.find("entry", "Search processes").set_text("pid:%d" % pid)

    def row():
        return next((r for r in g.rows("Processes") if r["PID"] == str(pid)), None)
    g.click(wait_until(row, 20, what="its row")["_cells"][0])
    return wait_until(lambda: (r := row()) and r["_selected"] and r, 10, what="its row selected")


@wide
def test_who_is_stopped_or_killed_is_missed_by_the_others(g):
    """Consumers that are stopped in the list of processes leave the ring full; who is killed does not come back."""
    picture = lab(g, "bounded-buffer:semaphores")
    g.type("spin button", ITEMS, "0", enter=True)
    g.type("spin button", "Shortest delay, ms", "10", enter=True)
    g.type("spin button", "Longest delay, ms", "20", enter=True)
    g.choose("Actors are", "Processes")
    g.click("push button", "Run")
    is_running(g)
    wait_until(lambda: counts(g)[1] > 10, 20, what="items")
    consumers = [taking_part(g, name) for name in ("C1", "C2")]
    for pid in consumers:
        select_process(g, pid)
        g.click("push button", "Stop")
        g.row("Processes", PID=str(pid), State="stopped")
    shell_action(g, "show-page", "synchronization")
    says(g, picture, re.compile("^5 of 5 slots filled"))
    before = counts(g)
    assert before[0] == before[1] + 5, before
    assert enabled(g, "lab-stop"), "who is stopped can go on"

    select_process(g, consumers[0])
    g.click("push button", "Continue")
    shell_action(g, "show-page", "synchronization")
    wait_until(lambda: counts(g)[1] > before[1] + 10, 20, what="the items to go on")

    for pid in consumers:
        row = select_process(g, pid)
        g.right_click(row["_cells"][0])
        g.click("menu item", "Kill")
        g.click(wait_until(lambda: [n for n in g.find_all("push button", "Kill")
                                    if "dialog" in [a.role for a in n.ancestors()]], 10, what="the question")[0])
        wait_until(lambda: not apmtest.is_alive(pid), 10, what="its end")
    shell_action(g, "show-page", "synchronization")
    has_ended(g)
    g.find("label", re.compile("^Nobody is left to wake them: P1 waits for empty; P2 waits for empty"))


@wide
def test_a_program_of_ones_own_is_not_stepped(g):
    lab(g)
    assert enabled(g, "lab-step")
    path = os.path.join(g.dir, "none.c")
    with open(path, "w", encoding="utf-8") as f:
        f.write("int main (void) { return 0; }\n")
    shell_action(g, "open-program", path)
    g.find("text", "Program, C file or folder")
    g.key("Return")
    wait_until(lambda: not enabled(g, "lab-step"), 10, what="the laboratory to rest")
    lab(g, "bounded-buffer")
    assert enabled(g, "lab-step")


if __name__ == "__main__":
    apmtest.main()
