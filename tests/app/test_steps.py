#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run of the laboratory by hand: step by step, and back again."""
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


if __name__ == "__main__":
    apmtest.main()
