#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab Threads: any thread of the machine, filters, lanes and stacks."""
import os
import re
import subprocess

import apmtest
from apmtest import shell_action, wait_until

TABLE = "Threads"


def threads(g):
    shell_action(g, "show-page", "threads")
    g.find("tree table", TABLE)


def names(g):
    return [r["Name"] for r in g.rows(TABLE)]


def says(g, pattern):
    return wait_until(lambda: next((m for n in g.labels() for m in [re.search(pattern, n)] if m), None), 10,
                      what="the words %r" % pattern)


def picture(g, name):
    if os.environ.get("APM_TEST_PICTURES"):
        os.makedirs(os.environ["APM_TEST_PICTURES"], exist_ok=True)
        g.screenshot(os.path.join(os.environ["APM_TEST_PICTURES"], name + ".png"))


def test_all_processes_and_a_filter(g):
    child = subprocess.Popen(["sleep", "300"])
    try:
        threads(g)
        # In this order: a long list takes the test long to read.
        g.type("entry", "Search threads", "name:sleep !state:R age<1h")
        g.click("push button", "All processes")
        wait_until(lambda: names(g) and set(names(g)) == {"sleep"}, 10, what="the sleepers only")
        picture(g, "all-threads")
        says(g, r"shown · sampled in [0-9.]+ ms")
    finally:
        child.kill()
        child.wait()


def test_the_last_minute_is_told_in_words(g):
    threads(g)
    wait_until(lambda: any(re.search(r"running \d+ %, ready \d+ %", r.get("Last minute", "")) for r in g.rows(TABLE)), 10,
               what="a lane")


def test_stacks_of_this_program(g):
    threads(g)
    wait_until(lambda: names(g), 10, what="threads")
    g.click(g.rows(TABLE)[0]["_node"])
    g.key("Menu")
    g.click("menu item", "Stacks of All Threads…")
    wait_until(lambda: len(g.windows()) == 2, 10, what="the window of stacks")
    wait_until(lambda: g.exists("text", "Stacks") or "No Stacks" in g.labels(), 40, what="stacks, or the reason")
    if "No Stacks" in g.labels():
        says(g, "Not permitted")
        return
    text = g.read_text("text", "Stacks")
    assert re.search(r"^\d+ threads?: ", text), text
    assert "poll" in text, text
    assert "stopped for" in text, text
    picture(g, "stacks")


def test_priority_and_signals_of_one_thread(g):
    threads(g)
    wait_until(lambda: names(g), 10, what="threads")
    for item in ("Priority and CPUs…", "Send Signal…"):
        g.click(g.rows(TABLE)[1]["_node"])
        g.key("Menu")
        g.click("menu item", item)
        wait_until(lambda: len(g.windows()) == 2, 10, what="the dialog of " + item)
        picture(g, item.split()[0].lower())
        g.key("Escape")
        wait_until(lambda: len(g.windows()) == 1, 10, what="the dialog gone")


if __name__ == "__main__":
    apmtest.main()
