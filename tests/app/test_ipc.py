#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab IPC: workers, channels, messages."""
import os
import re
import signal
import tempfile
import time

import apmtest
from apmtest import shell_action, wait_until

TABLE = "Messages"


def ipc(g):
    shell_action(g, "show-page", "ipc")


def workers(g, *names):
    ipc(g)
    for name in names:
        shell_action(g, "create-worker", name)
        g.find("list item", re.compile("^%s, PID" % name))


def pid_of(g, name):
    return int(g.find("list item", re.compile("^%s, PID" % name)).name.split("PID ")[1])


def choose(g, name, option):
    if not any(n.role == "label" and n.name == option for n in g.find("combo box", name).walk()):
        g.choose(name, option)


def pair(g, sender, receiver):
    """In an order in which the two are never the same."""
    choose(g, "Receiver", receiver)
    choose(g, "Sender", sender)


def send(g, text):
    g.type("text", "Message", text, enter=True)


def messages(g):
    return [(r["Sender"], r["Receiver"], r["Text"]) for r in g.rows(TABLE)]


def arrives(g, *message, timeout=15):
    return wait_until(lambda: message in messages(g), timeout, what="message %r" % (message,))


def channel_says(g, pattern, timeout=15):
    return wait_until(lambda: re.search(pattern, g.find("image", "Channel").live_desc()), timeout,
                      what="the channel saying %r" % pattern)


def says(g, pattern, timeout=15):
    return wait_until(lambda: [n for n in g.labels() if re.search(pattern, n)], timeout, what="the words %r" % pattern)


def toast_says(g, pattern):
    wait_until(lambda: any(re.search(pattern, t) for t in g.toasts()), 10, what="a toast saying %r" % pattern)


def test_two_workers_say_hello(g):
    ipc(g)
    g.click("push button", "Create Two Workers and Say Hello")
    arrives(g, "worker-1", "worker-2", "Hello, worker-2!")
    arrives(g, "worker-2", "worker-1", "Hello, worker-1!")
    arrives(g, "worker-2", "this program", "Hello, this program!")
    for title in ("worker-1 → worker-2", "worker-2 → worker-1", "worker-2 → this program"):
        g.find("list item", title)
    channel_says(g, "^worker-1 to worker-2: 0 B of 64 KiB waiting$")
    says(g, "^3 messages$")


def test_send_and_receive_one(g):
    workers(g, "w1")
    pair(g, "This program", "w1")
    says(g, "No pipe yet")
    send(g, "first")
    send(g, "second")
    channel_says(g, "^this program to w1: [1-9][0-9]* B of 64 KiB waiting$")
    assert messages(g) == []
    g.click("push button", "Receive")
    arrives(g, "this program", "w1", "first")
    assert len(messages(g)) == 1
    g.click("push button", "Receive")
    arrives(g, "this program", "w1", "second")
    g.click("push button", "Receive")
    toast_says(g, "No message waits in this program → w1")


def test_subscription_takes_all(g):
    workers(g, "w1", "w2")
    pair(g, "w1", "w2")
    g.set_switch("Subscribe", True)
    g.find("list item", "w1 → w2")
    for i in range(3):
        send(g, "number %d" % i)
        arrives(g, "w1", "w2", "number %d" % i)
    wait_until(lambda: "sensitive" not in g.find("push button", "Receive").live_states(), 5)
    g.set_switch("Subscribe", False)
    send(g, "left")
    channel_says(g, "[1-9][0-9]* B of 64 KiB waiting")
    assert ("w1", "w2", "left") not in messages(g)


def test_a_full_pipe_makes_its_sender_wait(g):
    workers(g, "w1", "w2")
    pair(g, "w1", "w2")
    g.find("spin button", "Times").set_value(3000)
    send(g, "x" * 64)
    channel_says(g, "sender waits: pipe full$")
    says(g, "Waits for .*: the pipe is full")
    began = time.monotonic()
    shell_action(g, "show-page", "threads")
    g.find("tree table", "Threads")
    assert time.monotonic() - began < 5
    ipc(g)
    g.set_switch("Subscribe", True)
    says(g, "^3,?000 messages$", 30)
    channel_says(g, ": 0 B of 64 KiB waiting$")


def test_a_killed_worker_closes_its_channels(g):
    workers(g, "w1", "w2")
    pair(g, "w1", "w2")
    send(g, "last words")
    g.find("list item", "w1 → w2")
    os.kill(pid_of(g, "w1"), signal.SIGKILL)
    channel_says(g, "^w1 to w2: closed$")
    says(g, "w1 .*ended")
    g.gone("list item", re.compile("^w1, PID"))
    g.find("list item", "w1 → w2")
    assert " - WARNING - ipc - Closed the pipe w1 → w2" in apmtest.log_text(g), apmtest.log_text(g)
    g.click("list item", "w1 → w2")
    g.key("Delete")
    g.gone("list item", "w1 → w2")


def test_a_worker_that_was_asked_to_exit_is_no_warning(g):
    workers(g, "w1", "w2")
    pair(g, "w1", "w2")
    send(g, "last words")
    g.find("list item", "w1 → w2")
    g.click("push button", "Ask w1 to exit")
    wait_until(lambda: " - INFO - ipc - Closed the pipe w1 → w2" in apmtest.log_text(g), 15, what="the line of the log")
    g.click("push button", "Remove w1 → w2 from the list")
    g.gone("list item", "w1 → w2")
    assert len(g.windows()) == 1


def test_a_worker_is_asked_to_exit(g):
    workers(g, "w1")
    g.click("push button", "Ask w1 to exit")
    g.gone("list item", re.compile("^w1, PID"))


def test_search_copy_and_clear(g):
    workers(g, "w1")
    pair(g, "This program", "w1")
    g.set_switch("Subscribe", True)
    for text in ("an apple", "a pear"):
        send(g, text)
        arrives(g, "this program", "w1", text)
    g.type("entry", "Search messages", "pear")
    wait_until(lambda: [m[2] for m in messages(g)] == ["a pear"], 10, what="only the pear")
    says(g, "^2 messages · 1 shown$")
    g.type("entry", "Search messages", "")
    wait_until(lambda: len(messages(g)) == 2, 10)
    g.click(g.row(TABLE, Text="an apple")["_node"])
    g.click("push button", "Copy message")
    toast_says(g, "Copied the message")
    g.dismiss_toasts()
    g.double_click(g.row(TABLE, Text="an apple")["_node"])
    assert g.read_text("text", "Message text") == "an apple"
    g.click("push button", "Hexadecimal")
    wait_until(lambda: "61 6e 20 61 70 70 6c 65 " in g.read_text("text", "Message text"), 10, what="its bytes")
    g.key("Escape")
    g.gone("push button", "Hexadecimal")
    g.click("push button", "Clear messages…")
    g.click("push button", "Cancel")
    assert len(messages(g)) == 2
    g.click("push button", "Clear messages…")
    g.click("push button", "Clear")
    says(g, "^0 messages$")


def test_odd_texts_arrive_as_they_are(g):
    workers(g, "w1")
    pair(g, "This program", "w1")
    g.set_switch("Subscribe", True)
    send(g, "")
    says(g, "^1 message$")
    for text in ("grüße → 世界 🎉", "<b>&amp;</b> %s %n", "tab\there"):
        g.find("text", "Message").set_text(text)
        g.click("push button", "Send")
        arrives(g, "this program", "w1", text.replace("\t", "\\t"))


def test_any_bytes_travel_from_file_to_file(g):
    workers(g, "w1")
    pair(g, "This program", "w1")
    g.set_switch("Subscribe", True)
    with tempfile.TemporaryDirectory() as folder:
        sent, got = os.path.join(folder, "sent"), os.path.join(folder, "got")
        with open(sent, "wb") as f:
            f.write(os.urandom(200 * 1024))
        g.click("push button", "Send a file…")
        g.answer_file_dialog(sent, "Send")
        row = g.row(TABLE, timeout=20, Size="200 KiB")
        g.double_click(row["_node"])
        says(g, "The first 16 KiB of 200 KiB are shown")
        g.click("push button", re.compile("Save…"))
        g.answer_file_dialog(got, "Save")
        toast_says(g, "Saved the message to got")
        with open(sent, "rb") as one, open(got, "rb") as other:
            assert one.read() == other.read()


def test_the_action_sends(g):
    ipc(g)
    shell_action(g, "send-message", "nobody there")
    toast_says(g, "needs a worker")
    workers(g, "w1")
    pair(g, "This program", "w1")
    g.set_switch("Subscribe", True)
    g.find("list item", "this program → w1")
    shell_action(g, "send-message", "by the bus")
    arrives(g, "this program", "w1", "by the bus")


def test_new_worker_from_the_composer(g):
    workers(g, "w1")
    g.choose("Sender", "New worker…")
    wait_until(lambda: len(g.windows()) == 2, 10, what="the dialog")
    g.key("Escape")
    wait_until(lambda: len(g.windows()) == 1, 10, what="the dialog closed")
    shell_action(g, "create-worker", "w2")
    wait_until(lambda: any(n.name == "w2" for n in g.find("combo box", "Sender").walk()), 10,
               what="the new worker as the sender")


def test_by_keyboard_alone(g):
    workers(g, "w1")
    pair(g, "This program", "w1")
    g.set_switch("Subscribe", True)
    g.key("alt+3")
    g.key("ctrl+n")
    g.keys("typed")
    g.key("Return")
    arrives(g, "this program", "w1", "typed")


@apmtest.window(place=(760, 520))
def test_narrow(g):
    ipc(g)
    g.click("push button", "Create Two Workers and Say Hello")
    arrives(g, "worker-1", "worker-2", "Hello, worker-2!")
    g.click("push button", "Channels and workers")
    g.click("list item", "worker-2 → this program")
    channel_says(g, "^worker-2 to this program")
    g.find("push button", "Send")


def test_every_control_has_a_name(g):
    ipc(g)
    g.click("push button", "Create Two Workers and Say Hello")
    arrives(g, "worker-1", "worker-2", "Hello, worker-2!")
    assert not g.unnamed(), g.unnamed()


if __name__ == "__main__":
    apmtest.main()
