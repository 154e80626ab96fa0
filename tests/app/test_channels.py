#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Channels of each kind, to any program; what a message costs; who talks to whom."""
import os
import re
import signal
import stat
import subprocess

import apmtest
from apmtest import shell_action, wait_until

KINDS = ["Pipe", "FIFO", "Shared memory and semaphores", "eventfd"]


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


def test_stop(g):
    shell_action(g, "compare-channels")
    g.find("frame", "What a Message Costs")
    g.click("push button", "Measure")
    g.find("label", re.compile(r"^\d of 9 kinds measured"), timeout=30)
    g.click("push button", "Stop")
    wait_until(lambda: apmtest.labels(g, "^The shorter the way"), 10, what="the end of measuring")


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
    g.click("push button", re.compile(r"\(%d\), sends and receives: Unix socket fd \d+.* ↔ fd \d+.* waiting" % g.app.pid))
    wait_until(lambda: not g.find_all("push button", re.compile(r"\(%d\), sends" % g.app.pid)), 10,
               what="this program in the middle")
    g.key("ctrl+w")
    g.gone("frame", "Who Talks to Whom")


def new_channel(g, kind=None, sender=None, receiver=None):
    """Opens the dialog, chooses, and gives the name that was proposed."""
    shell_action(g, "show-page", "ipc")
    shell_action(g, "new-channel")
    g.find("frame", "New Channel")
    wait_until(lambda: "focused" in g.find("combo box", "Kind").live_states(), 5, what="the focus where one begins")
    for row, option in (("Kind", kind), ("Sender", sender), ("Receiver", receiver)):
        if option:
            g.choose(row, option)


def open_it(g):
    g.click("push button", "Open")
    g.gone("frame", "New Channel")


def name_of(g):
    return wait_until(lambda: next((n for n in g.labels() if n.startswith("/")), None), 10, what="the kernel's name")


def texts(g):
    return [r["Text"] for r in g.rows("Messages")]


def test_a_stranger_writes(g):
    """What a shell line writes into our FIFO is listed, and the FIFO goes with the channel."""
    new_channel(g)
    open_it(g)
    name = name_of(g)
    assert stat.S_ISFIFO(os.stat(name).st_mode)
    g.find("label", re.compile("^cat > "))
    g.set_switch("Subscribe", True)
    subprocess.run(["sh", "-c", 'printf "one\\ntwo\\n" > "$1"', "sh", name], check=True, timeout=30)
    wait_until(lambda: texts(g) == ["one", "two"], 15, what="two lines")
    g.click("push button", re.compile("^Remove .* from the list"))
    wait_until(lambda: not os.path.exists(name), 10, what="the FIFO to be gone")


def test_a_stranger_reads(g):
    """Who opens our FIFO gets what was sent before; then the same a hundred times."""
    new_channel(g, sender="This program", receiver="Any program")
    open_it(g)
    name = name_of(g)
    g.type("text", "Message", "before", enter=True)
    g.find("label", re.compile("Waits for a receiver"))
    reader = subprocess.Popen(["cat", name], stdout=subprocess.PIPE, start_new_session=True)
    assert reader.stdout.readline() == b"before\n"
    g.find("spin button", "Times").set_value(100)
    g.type("text", "Message", "again", enter=True)
    for _ in range(100):
        assert reader.stdout.readline() == b"again\n"
    wait_until(lambda: "cat (%d)" % reader.pid in g.find("image", "Channel").live_desc(), 15, what="its name")
    g.find("label", "Has it open now")
    g.click("push button", re.compile("^Remove .* from the list"))
    reader.stdout.read()
    assert reader.wait(30) == 0


def test_between_this_program_and_itself(g):
    """A queue with priorities; what the system refuses stands in the dialog."""
    new_channel(g, "Message queue", sender="This program")
    g.find("spin button", "Bytes of the longest message").set_value(16777216)
    g.click("push button", "Open")
    g.find("label", re.compile("this system allows"))
    g.find("spin button", "Bytes of the longest message").set_value(100)
    open_it(g)
    name = name_of(g)
    g.type("text", "Message", "low", enter=True)
    g.find("image", "Channel")
    wait_until(lambda: "1 of 10 messages" in g.find("image", "Channel").live_desc(), 10, what="one message in it")
    g.click("push button", "Receive")
    wait_until(lambda: texts(g) == ["low"], 10, what="the message")
    os.kill(g.app.pid, signal.SIGKILL)
    apmctl = os.path.join(os.environ.get("APM_BUILDDIR", "build"), "src", "cli", "apmctl")
    probe = [apmctl, "channel", "receive", "--non-blocking", "queue:" + name]
    wait_until(lambda: subprocess.run(probe, capture_output=True, timeout=30).returncode == 2, 15, what="the queue to be gone")


@apmtest.window(place=(760, 520))
def test_narrow(g):
    new_channel(g, "Unix socket, stream")
    open_it(g)
    g.find("label", re.compile("^socat "))
    assert not g.unnamed(), g.unnamed()


apmtest.main()
