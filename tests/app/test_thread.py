#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab Threads: choosing a process, named threads and their orders."""
import re

import apmtest
from apmtest import shell_action, wait_until

TABLE = "Threads"


def threads(g):
    shell_action(g, "show-page", "threads")
    g.find("tree table", TABLE)


def rows(g):
    return {r["Name"]: r for r in g.rows(TABLE)}


def phase(g, name):
    row = rows(g).get(name)
    return row and row["Phase"]


def phase_is(g, name, pattern, timeout=15):
    return wait_until(lambda: re.fullmatch(pattern, phase(g, name) or ""), timeout,
                      what="phase %r of %s" % (pattern, name))


def is_selected(g, name):
    return [r["Name"] for r in g.rows(TABLE) if r["_selected"]] == [name]


def select(g, name):
    """Rows of ended threads leave meanwhile, and those below them move up: look again before each click."""
    def clicked():
        if not is_selected(g, name):
            g.click(g.row(TABLE, Name=name)["_node"])
        return is_selected(g, name)
    wait_until(clicked, 20, what="%s selected" % name)


def order(g, label):
    """Clicks a button once the row lets it."""
    wait_until(lambda: "sensitive" in g.find("push button", label).live_states(), 10, what="%s possible" % label)
    g.click("push button", label)


def create(g, name, work=None, process=None):
    """By the dialog, with mouse and keyboard."""
    g.click("push button", "New Thread…")
    g.type("text", "Name", name)
    if process:
        g.choose("In the process", process)
    if work:
        g.click("check box", work)
    g.click("push button", "Create")
    wait_until(lambda: len(g.windows()) == 1, 5, what="the dialog closed")
    g.row(TABLE, Name=name, timeout=15)


def reason(g, pattern):
    wait_until(lambda: any(re.search(pattern, n) for n in g.labels()), 5, what="the words %r" % pattern)


def test_this_program_has_threads_that_are_not_ours(g):
    threads(g)
    name = wait_until(lambda: next((n for n, r in rows(g).items() if not r["Work"]), None), 10)
    select(g, name)
    reason(g, "Only named threads created here")
    for label in ("Pause", "Resume", "Terminate"):
        assert "sensitive" not in g.find("push button", label).live_states(), label


def test_every_kind_pauses_resumes_and_ends(g):
    threads(g)
    for number, work in enumerate(("Idle", "Periodic", "Computing", "Holding a lock")):
        name = "kind %d" % number
        create(g, name, work)
        phase_is(g, name, "running")
        assert rows(g)[name]["Work"].lower() == work.lower(), rows(g)[name]
        select(g, name)
        order(g, "Pause")
        phase_is(g, name, "paused")
        order(g, "Resume")
        phase_is(g, name, "running")
        order(g, "Terminate")
        phase_is(g, name, r"ended, join took [0-9.]+ .*s")


def test_a_name_is_taken_once(g):
    threads(g)
    shell_action(g, "create-thread", "twin")
    g.row(TABLE, Name="twin", timeout=15)
    g.click("push button", "New Thread…")
    g.type("text", "Name", "twin")
    reason(g, "runs there already")
    create_button = g.find("push button", "Create")
    assert "sensitive" not in create_button.live_states()
    g.type("text", "Name", "")
    wait_until(lambda: "sensitive" not in create_button.live_states(), 5)
    g.type("text", "Name", "other")
    wait_until(lambda: "sensitive" in create_button.live_states(), 5)
    g.key("Escape")
    wait_until(lambda: len(g.windows()) == 1, 5)
    shell_action(g, "create-thread", "twin")
    wait_until(lambda: any("twin" in t for t in g.toasts()), 5, what="a toast that tells it")
    assert [r["Name"] for r in g.rows(TABLE)].count("twin") == 1


def test_one_that_waits_for_a_lock_does_not_answer(g):
    threads(g)
    create(g, "holder", "Holding a lock")
    phase_is(g, "holder", "running")
    create(g, "waiter", "Holding a lock")
    select(g, "waiter")
    order(g, "Terminate")
    phase_is(g, "waiter", "does not answer.*")
    shell_action(g, "terminate-thread", "holder")
    phase_is(g, "holder", "ended, join took .*")
    phase_is(g, "waiter", "ended, join took .*")


def test_in_a_worker(g):
    threads(g)
    shell_action(g, "create-worker", "w1")
    g.click("list item", re.compile("^w1, PID"))
    g.find("label", re.compile(r"^w1 \(PID"))
    create(g, "remote", "Periodic", "w1")
    phase_is(g, "remote", "running")
    select(g, "remote")
    order(g, "Pause")
    phase_is(g, "remote", "paused")
    order(g, "Terminate")
    phase_is(g, "remote", "ended, join took .*")
    g.click("list item", re.compile("^This program, PID"))
    wait_until(lambda: "remote" not in rows(g), 10, what="the threads of this program")


def test_any_process_by_pid_and_by_name(g):
    threads(g)
    g.type("entry", "Find a process by PID or name", "1")
    g.click("list item", re.compile(r", PID 1$"))
    g.find("label", re.compile(r"\(PID 1\)$"))
    wait_until(lambda: any(r["TID"] == "1" for r in g.rows(TABLE)), 10, what="the thread 1 of process 1")
    g.type("entry", "Find a process by PID or name", "Xvfb")
    g.find("list item", re.compile("^Xvfb, PID"))
    g.type("entry", "Find a process by PID or name", apmtest.NOWHERE)
    g.find("label", "No process has this PID or name.")


def test_search_and_counts(g):
    threads(g)
    for name in ("alpha", "beta"):
        shell_action(g, "create-thread", name)
        g.row(TABLE, Name=name, timeout=15)
    g.key("ctrl+f")
    g.keys("alph")
    wait_until(lambda: list(rows(g)) == ["alpha"], 10, what="only alpha")
    reason(g, r"threads · 1 shown · sampled in [\d.,]+ ms · 2 named")
    g.key("Escape")
    wait_until(lambda: "beta" in rows(g), 10, what="all again")


def test_order_is_held_and_let_go(g):
    threads(g)
    cells = wait_until(lambda: g.rows(TABLE), 10, what="threads")[0]["_cells"]

    def said():
        return apmtest.labels(g, "^order held$")

    def held():
        g.hover(cells[0])
        g.hover(cells[1])
        return said()
    wait_until(held, 15, what="the hold")
    wait_until(lambda: not said(), 10, what="the end of it")


def test_terminate_asks_which(g):
    threads(g)
    shell_action(g, "terminate-thread", "")
    wait_until(lambda: any("create one first" in t for t in g.toasts()), 5)
    shell_action(g, "create-thread", "only")
    phase_is(g, "only", "running")
    shell_action(g, "terminate-thread", "")
    g.click("push button", "Terminate", within=("dialog", "Terminate a Thread"))
    phase_is(g, "only", "ended, join took .*")


def test_by_keyboard_alone(g):
    g.key("alt+2")
    g.find("tree table", TABLE)
    g.key("ctrl+n")
    g.find("text", "Name")
    g.keys("typed")
    g.key("Return")
    phase_is(g, "typed", "running")
    wait_until(lambda: [r["Name"] for r in g.rows(TABLE) if r["_selected"]] == ["typed"], 10,
               what="the new thread selected")


@apmtest.window(place=(760, 520))
def test_narrow(g):
    threads(g)
    g.click("push button", "Processes to choose from")
    g.click("list item", re.compile("^This program, PID"))
    shell_action(g, "create-thread", "small")
    select(g, "small")
    order(g, "Terminate")
    phase_is(g, "small", "ended, join took .*")


def test_every_control_has_a_name(g):
    threads(g)
    assert not g.unnamed(), g.unnamed()


if __name__ == "__main__":
    apmtest.main()
