#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why is it waiting: the picture, the sentences and what can be done, for real waits."""
import json
import os
import re
import signal
import subprocess

import apmtest
from apmtest import shell_action, wait_until

TABLE = "Processes"
PICTURE = "Who waits for whom"


class Pipeline:
    """A writer whose pipe is full, since its reader is stopped, and a parent that waits for both."""

    def __enter__(self):
        self.shell = subprocess.Popen(["sh", "-c", "yes 'to nobody' | { kill -STOP $(exec sh -c 'echo $PPID'); cat >/dev/null; }"],
                                      start_new_session=True)
        self.writer = wait_until(lambda: self.child("yes"), 10, what="the writer")
        wait_until(lambda: self.stopped(), 10, what="the reader to be stopped")
        return self

    def members(self):
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/stat" % pid) as f:
                    text = f.read()
            except OSError:
                continue
            name, rest = text[text.index("(") + 1:text.rindex(")")], text[text.rindex(")") + 2:].split()
            if int(rest[2]) == self.shell.pid:
                yield int(pid), name, rest[0]

    def child(self, name):
        return next((pid for pid, n, _state in self.members() if n == name), None)

    def stopped(self):
        return next((pid for pid, _name, state in self.members() if state == "T"), None)

    def __exit__(self, *_error):
        os.killpg(self.shell.pid, signal.SIGKILL)
        self.shell.wait()


def why(g, pid):
    """Opens the view for the process, as a person would: search, select, Ctrl+Y."""
    shell_action(g, "show-page", "processes")
    g.type("entry", "Search processes", "pid:%d" % pid)
    wait_until(lambda: [r["PID"] for r in g.rows(TABLE)] == [str(pid)], 10, what="the row")
    g.click(g.rows(TABLE)[0]["_node"])
    g.key("ctrl+y")
    return g.find("image", PICTURE)


def sentences(g):
    rows = g.find("list", "Why, in sentences")
    return [n.name for n in rows.walk() if n.role == "label" and n.name]


def pasted(g):
    """What was copied, as the next paste would give it."""
    search = g.find("entry", "Search processes")
    search.set_text("")
    g.click(search)
    g.key("ctrl+v")
    return wait_until(lambda: g.read_text("entry", "Search processes"), 5)


def picture_of(g, name):
    if os.environ.get("APM_TEST_PICTURES"):
        g.screenshot(os.path.join(os.environ["APM_TEST_PICTURES"], name + ".png"))


def test_a_full_pipe_whose_reader_is_stopped(g):
    with Pipeline() as line:
        why(g, line.writer)
        wait_until(lambda: any("full" in s for s in sentences(g)), 10, what="the sentence of the full pipe")
        wait_until(lambda: any("stopped" in s for s in sentences(g)), 10, what="the root cause")
        picture_of(g, "why-pipe")
        g.click(next(n for n in g.find_all("push button", "Continue") if n.window.name == "Why Is It Waiting?"))
        wait_until(lambda: line.stopped() is None, 10, what="the reader to go on")


def test_a_deadlock_of_two_threads(g):
    bank = subprocess.Popen([os.environ["DEADLOCKS"], "abba"])
    try:
        image = why(g, bank.pid)
        wait_until(lambda: "deadlock" in image.live_desc(), 20, what="the verdict")
        knot = wait_until(lambda: [n for n in g.nodes() if n.role in ("toggle button", "push button") and
                                   "in the deadlock" in n.desc], 10, what="its members in the picture")
        assert len(knot) == 2, knot
        picture_of(g, "why-deadlock")
    finally:
        bank.kill()
        bank.wait()


def test_the_root_cause_is_gone_to(g):
    with Pipeline() as line:
        why(g, line.writer)
        wait_until(lambda: any("stopped" in s for s in sentences(g)), 10, what="the root cause")
        g.click("push button", "Go There")
        g.key("Escape")
        stopped = line.stopped()
        wait_until(lambda: any(r["_selected"] and r["PID"] == str(stopped) for r in g.rows(TABLE)), 10, what="its row")


def test_a_thread_of_the_picture_is_gone_to(g):
    bank = subprocess.Popen([os.environ["DEADLOCKS"], "abba"])
    try:
        image = why(g, bank.pid)
        wait_until(lambda: "deadlock" in image.live_desc(), 20, what="the verdict")
        g.click("push button", "Go There")       # the first of the circle is chosen
        g.key("Escape")
        wait_until(lambda: g.state("show-page", window=1) == "threads", 10, what="the page Threads")
        wait_until(lambda: any(r["_selected"] and r["TID"] != str(bank.pid) for r in g.rows("Threads")), 10, what="its row")
    finally:
        bank.kill()
        bank.wait()


def test_the_text_can_be_copied(g):
    with Pipeline() as line:
        why(g, line.writer)
        wait_until(lambda: any("full" in s for s in sentences(g)), 10, what="the sentences")
        g.click("push button", "Copy")
        g.key("Escape")
        text = pasted(g)
        assert "full" in text and "yes" in text, text


def test_it_is_saved_in_each_form(g):
    with Pipeline() as line:
        why(g, line.writer)
        wait_until(lambda: any("full" in s for s in sentences(g)), 10, what="the sentences")
        for name, begins, part in (("why.txt", "yes (", "is full"), ("why.svg", "<?xml", "<svg"), ("why.json", "{", '"sentence"'),
                                   ("why.gv", "digraph", "->")):
            path = os.path.join(g.dir, name)
            g.click("push button", "Save…")
            g.answer_file_dialog(path, "Save")
            text = wait_until(lambda: os.path.exists(path) and open(path, encoding="utf-8").read(), 10, what=name)
            assert text.startswith(begins) and part in text, text[:400]
        assert json.loads(open(os.path.join(g.dir, "why.json"), encoding="utf-8").read())["why"]["nodes"]


def test_stack_and_signal_of_a_member(g):
    bank = subprocess.Popen([os.environ["DEADLOCKS"], "abba"])
    try:
        image = why(g, bank.pid)
        wait_until(lambda: "deadlock" in image.live_desc(), 20, what="the verdict")
        g.click("push button", "Show Stack")
        wait_until(lambda: g.exists("text", "Stacks") or "No Stacks" in g.labels(), 40, what="its stack, or the reason")
        assert "No Stacks" in g.labels() or "lock" in g.read_text("text", "Stacks")
        g.key("Escape")
        wait_until(lambda: len(g.windows()) == 2, 10, what="the stack gone")
        g.click("push button", "Send Signal…")
        g.find("list item", re.compile("SIGTERM"))
        g.key("Escape")
    finally:
        bank.kill()
        bank.wait()


def test_the_picture_is_reached_by_the_keyboard(g):
    bank = subprocess.Popen([os.environ["DEADLOCKS"], "abba"])
    try:
        image = why(g, bank.pid)

        def knot():
            return [n for n in g.nodes() if n.role in ("toggle button", "push button") and "in the deadlock" in n.desc]

        def focused():
            return [n.name for n in knot() if "focused" in n.live_states()]
        wait_until(lambda: len(knot()) == 2, 20, what="its members in the picture")
        for _ in range(20):
            if focused():
                break
            g.key("Tab")
        first = wait_until(focused, 10, what="one of them in focus")
        g.key("Right" if knot()[0].extents()[0] < knot()[1].extents()[0] and first == [knot()[0].name] or
              knot()[0].extents()[0] > knot()[1].extents()[0] and first == [knot()[1].name] else "Left")
        wait_until(lambda: focused() and focused() != first, 10, what="the other one in focus")
        width = image.extents()[2]
        for _ in range(3):
            g.key("ctrl+plus")
        wait_until(lambda: image.extents()[2] > width, 10, what="a larger picture")
        g.key("ctrl+0")
        wait_until(lambda: image.extents()[2] == width, 10, what="one that fits")
    finally:
        bank.kill()
        bank.wait()


def test_nobody_is_chosen(g):
    shell_action(g, "show-page", "processes")
    g.key("ctrl+y")
    wait_until(lambda: apmtest.labels(g, "Choose a process first"), 10, what="what to do")


if __name__ == "__main__":
    apmtest.main()
