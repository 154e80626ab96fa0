#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of the laboratory by hand: step by step, back again, and without an operation."""
import os
import re

import apmtest
from apmtest import shell_action, wait_until

from test_sync import enabled, has_ended, lab

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
