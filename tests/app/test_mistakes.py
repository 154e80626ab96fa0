#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The classic mistakes with channels: run wrong and right, and asked why."""
import os
import re

import apmtest
from apmtest import shell_action, wait_until


def picture(g, name):
    if os.environ.get("APM_TEST_PICTURES"):
        os.makedirs(os.environ["APM_TEST_PICTURES"], exist_ok=True)
        g.screenshot(os.path.join(os.environ["APM_TEST_PICTURES"], name + ".png"))


def run(g, title, how):
    g.click("label", title, within=("frame", "Made to Break"))
    g.find("label", "An ordinary program, without the laboratory around it")
    g.click("push button", how)


def pid(g):
    return int(g.find("label", re.compile(r"^Runs as process \d+")).name.split("process ")[1].split(".")[0])


def test_why(g):
    """The chain of waits names the deadlock; all of it ends with the next one, and with the window."""
    shell_action(g, "ipc-mistakes")
    for title, name in ("Both sides write first", "mistakes-why"), ("The forgotten close", "mistakes-why-close"):
        run(g, title, "Run It Wrong")
        running = pid(g)
        g.click("push button", "Why?", within=("frame", "Made to Break"))
        g.find("label", re.compile("^That is a deadlock"), timeout=30)
        picture(g, name)
        g.key("Escape")
        wait_until(lambda: not g.find_all("frame", "Why Is It Waiting?"), 10, what="the view to close")
        picture(g, "mistakes")
        if title == "Both sides write first":
            g.click("label", "A torn message", within=("frame", "Made to Break"))
        else:
            g.key("ctrl+w")
        wait_until(lambda: not apmtest.is_alive(running), 10, what="its end")


@apmtest.window(size=(760, 520), dark=True)
def test_wrong_and_right(g):
    shell_action(g, "ipc-mistakes")
    run(g, "SIGPIPE", "Run It Wrong")
    wait_until(lambda: any("killed = 1" in n.text() for n in g.nodes() if n.role == "text" and "Output" in n.name), 20,
               what="that one was killed")
    g.find("label", re.compile("^“killed = 1” was printed [1-9]"))
    g.click("push button", "Run It Right")
    g.find("label", "exited with status 0", timeout=20)
    picture(g, "mistakes-dark")
    run(g, "The forgotten close", "Run It Wrong")
    running = pid(g)
    g.click("push button", "End", within=("frame", "Made to Break"))
    g.find("label", re.compile("^killed by SIGKILL"), timeout=20)
    wait_until(lambda: not apmtest.is_alive(running), 10, what="its end")


if __name__ == "__main__":
    apmtest.main()
