#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs joined by pipes: planned, run, stopped in the middle, broken off."""
import os
import re

import apmtest
from apmtest import shell_action, wait_until


def picture(g, name):
    if os.environ.get("APM_TEST_PICTURES"):
        os.makedirs(os.environ["APM_TEST_PICTURES"], exist_ok=True)
        g.screenshot(os.path.join(os.environ["APM_TEST_PICTURES"], name + ".png"))


def pids(g):
    """Of the stages that run, in their order."""
    return [int(l.split("PID ")[1].split(" ")[0]) for l in apmtest.labels(g, r"^PID \d+ · \w+$")]


def test_plan(g):
    """What is known against a stage stands beside it, and nothing runs."""
    shell_action(g, "show-page", "ipc")
    g.click("push button", "Join Programs by Pipes…")
    g.find("frame", "Pipeline")
    g.find("text", re.compile("^Programs joined by"), showing=False).set_text("seq 3 | no-such-program | cat > f")
    g.find("label", re.compile("There is no program “no-such-program”"))
    g.find("label", re.compile("“>” is an order to a shell"))
    picture(g, "pipeline-plan")
    g.key("Return")
    assert not pids(g)
    g.find("push button", "Start")


def test_ends(g):
    """It ends by itself; what the last one prints is seen, and it is in the log."""
    shell_action(g, "pipeline", "seq 1000 | sort -rn | tail -n 2")
    g.find("label", "All stages have ended", timeout=20)
    assert len(apmtest.labels(g, "^Ended: exited with status 0$")) == 3
    picture(g, "pipeline-ended")
    wait_until(lambda: "Started the pipeline seq 1000" in apmtest.log_text(g), 10, what="its line in the log")


def test_stopped_middle(g):
    """Who waits is told at the pipes, and by the chain of waits, which ends with the one that is stopped."""
    shell_action(g, "pipeline", "yes | cat | sleep 300")
    g.click("push button", "Stop cat")
    g.find("label", re.compile("64 KiB of 64 KiB · .*full: its writer waits"), timeout=20)
    running = pids(g)
    assert len(running) == 3
    picture(g, "pipeline-stopped")
    g.click("push button", "Why does yes wait?")
    g.find("label", re.compile("stopped"), timeout=20)
    picture(g, "pipeline-why")
    g.key("Escape")
    wait_until(lambda: not g.find_all("frame", "Why Is It Waiting?"), 10, what="the view to close")
    g.click("push button", "Kill cat")
    g.find("label", re.compile("^Ended by SIGPIPE"), timeout=20)
    g.click("push button", "Kill All")
    g.find("label", "All stages have ended", timeout=20)
    wait_until(lambda: not any(apmtest.is_alive(pid) for pid in running), 10, what="the end of all stages")


def test_ends_with_its_window(g):
    shell_action(g, "pipeline", "yes | cat | sleep 300")
    running = wait_until(lambda: pids(g) if len(pids(g)) == 3 else None, 10, what="three stages")
    g.key("ctrl+w")
    wait_until(lambda: not any(apmtest.is_alive(pid) for pid in running), 10, what="the end of all stages")


def test_from_new_process(g):
    shell_action(g, "create-process", "")
    g.type("text", "Command line", "echo 'a | b' | tr a-z A-Z")
    g.key("Return")
    g.find("label", "All stages have ended", timeout=20)


if __name__ == "__main__":
    apmtest.main()
