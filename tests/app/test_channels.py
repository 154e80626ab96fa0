#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a message costs, by each kind of channel."""
import re

import apmtest
from apmtest import shell_action, wait_until

KINDS = ["Pipe", "FIFO", "Shared memory and semaphores", "eventfd"]


@apmtest.window()
def test_compare(g):
    shell_action(g, "show-page", "ipc")
    g.click("push button", "Compare Kinds of Channels…")
    g.find("frame", "What a Message Costs")
    g.click("push button", "Measure")
    for kind in KINDS:
        g.find("label", kind, timeout=60)
    g.find("label", re.compile("^The shorter the way"), timeout=60)
    assert len(apmtest.labels(g, r"^[\d.]+ µs$")) >= len(KINDS)
    g.key("ctrl+shift+e")
    g.click("push button", "Cancel")
    g.find("push button", "Measure")


@apmtest.window()
def test_stop(g):
    shell_action(g, "compare-channels")
    g.find("frame", "What a Message Costs")
    g.click("push button", "Measure")
    g.find("label", re.compile(r"^\d of 9 kinds measured"), timeout=30)
    g.click("push button", "Stop")
    wait_until(lambda: apmtest.labels(g, "^The shorter the way"), 10, what="the end of measuring")


apmtest.main()
