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


@apmtest.window()
def test_map(g):
    """A worker is joined to this program by a socket; who is clicked comes into the middle."""
    shell_action(g, "create-worker", "mapped")
    shell_action(g, "show-page", "ipc")
    worker = int(g.find("list item", re.compile("^mapped, PID")).name.split("PID ")[1])
    shell_action(g, "machine-map")
    g.find("label", re.compile(r"^\d+ connections"), timeout=30)
    g.find("entry", "Search connections").set_text("(%d)" % worker)
    def own():
        """The row of its socket, once no other process is listed."""
        rows = g.rows("Connections")
        if all("(%d)" % worker in r["From"] + r["To"] for r in rows):
            return next((r for r in rows if "(%d)" % g.app.pid in r["From"] + r["To"]), None)

    wait_until(own, 15, what="its socket")
    g.click(own()["_cells"][1])
    row = wait_until(lambda: own() if own()["_selected"] else None, 10, what="the row to be selected")
    if "(%d)" % worker not in row["From"]:
        g.right_click(row["_cells"][1])
        g.click("menu item", "Show Who Receives")
    g.click("push button", re.compile(r"\(%d\), sends and receives: " % g.app.pid))
    wait_until(lambda: not g.find_all("push button", re.compile(r"\(%d\), sends" % g.app.pid)), 10,
               what="this program in the middle")
    g.key("ctrl+w")
    g.gone("frame", "Who Talks to Whom")


apmtest.main()
