#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of processes: create, output, orders, search, scope, sort, columns, keys."""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import apmtest
from apmtest import labels, log_text, shell_action, wait_until

TABLE = "Processes"


def created(g, **want):
    """The row of a process created here, in that scope, once it is as wanted."""
    scope(g, "Created here")
    apmtest.thicken(g)
    return g.row(TABLE, **want)


def scope(g, name):
    button = [n for n in g.find_all("push button", name) if n.showing()][0]
    if "pressed" not in button.states:
        g.click(button)


def select(g, **want):
    row = g.row(TABLE, **want)
    g.click(row["_cells"][0])
    return wait_until(lambda: g.row(TABLE, **want)["_selected"], 5, what="row %r selected" % want)


def search(g, words):
    """Types into the search and waits until one row is left."""
    g.type("entry", "Search processes", words)
    wait_until(lambda: labels(g, r", 1 shown$") and len(g.rows(TABLE)) == 1, 15, what="one row")


def state_is(g, name, state):
    g.row(TABLE, Name=name, State=state)


def output_says(g, pattern):
    def text():
        return next((t for t in (n.text() for n in g.nodes() if n.role == "text" and n.name == "Output") if t), "")
    return wait_until(lambda: re.search(pattern, text()), 10, what="output like %r" % pattern)


@apmtest.window(thinned=False)
def test_lists_every_process(g):
    wait_until(lambda: labels(g, r"^\d+ processes(, \d+ ended)?$"), 10, what="the count")
    wait_until(lambda: labels(g, r"^[\d,]+ threads, sampled in [\d.]+ ms, [\d.]+ % CPU$"), 10, what="the cost")
    g.type("entry", "Search processes", "advanced-process-manager")
    row = g.row(TABLE, Name="advanced-process-manager", PID=str(g.app.pid))
    assert "advanced-process-manager" in row["Command line"], row
    assert row["State"] in ("running", "sleeping"), row


def test_created_process_prints_and_ends(g):
    flag = os.path.join(tempfile.mkdtemp(), "go")
    shell_action(g, "create-process", "sh -c 'echo hello; echo oops >&2; until [ -e %s ]; do sleep 0.2; done; exit 3'" % flag)
    created(g, Name="sh", State="sleeping")
    output_says(g, r"hello\n(.*\n)?oops|oops\n(.*\n)?hello")
    open(flag, "w").close()
    created(g, Name="sh", State="exited with status 3")
    wait_until(lambda: labels(g, "^exited with status 3$"), 10, what="how it ended, beside the output")
    shutil.rmtree(os.path.dirname(flag))


def test_end_stop_continue_by_buttons(g):
    shell_action(g, "create-process", "sleep 600")
    created(g, Name="sleep")
    select(g, Name="sleep")
    g.click("push button", "Stop")
    state_is(g, "sleep", "stopped")
    g.click("push button", "Continue")
    state_is(g, "sleep", "sleeping")
    g.click("push button", "End")
    state_is(g, "sleep", "killed by SIGTERM (signal 15)")
    wait_until(lambda: re.search(r" - INFO - process - Process 'sleep' .* ended: killed by SIGTERM", log_text(g)), 10,
               what="in the log, and no warning: it was asked to end")
    assert "sensitive" not in g.find("push button", "End").states


def test_kill_by_menu(g):
    shell_action(g, "create-process", "sh -c 'trap \"\" TERM; while :; do sleep 1; done'")
    created(g, Name="sh")
    select(g, Name="sh")
    g.right_click(g.row(TABLE, Name="sh")["_cells"][0])
    g.click("menu item", "Kill")
    state_is(g, "sh", "killed by SIGKILL (signal 9)")


def test_process_not_created_here_is_asked_about(g):
    other = subprocess.Popen(["sleep", "654.321"])
    try:
        search(g, "654.321")
        select(g, Name="sleep", PID=str(other.pid))
        g.click("push button", "End")
        g.find("label", "End “sleep”?")
        g.key("Escape")
        g.gone("label", "End “sleep”?")
        assert other.poll() is None
        g.click("push button", "End")
        g.find("label", "End “sleep”?")
        g.click([n for n in g.find_all("push button", "End") if "dialog" in [a.role for a in n.ancestors()]][0])
        assert other.wait(10) == -signal.SIGTERM
    finally:
        other.kill()
        other.wait()


def test_process_that_ended_while_asked_about(g):
    other = subprocess.Popen(["sleep", "765.432"])
    try:
        search(g, "765.432")
        select(g, Name="sleep", PID=str(other.pid))
        g.click("push button", "End")
        g.find("label", "End “sleep”?")
        other.kill()
        other.wait()
        g.click([n for n in g.find_all("push button", "End") if "dialog" in [a.role for a in n.ancestors()]][0])
        wait_until(lambda: any("already ended" in t for t in g.toasts()), 10, what="the toast")
    finally:
        if other.poll() is None:
            other.kill()
            other.wait()


def test_dialog_checks_as_one_types(g):
    g.click("push button", "New Process…")
    create = g.find("push button", "Create")
    assert "sensitive" not in create.states
    g.type("text", "Command line", 'echo "open')
    g.find("label", "A quote is opened and not closed.")
    g.type("text", "Command line", "echo fine")
    g.gone("label", "A quote is opened and not closed.")
    wait_until(lambda: "sensitive" in g.find("push button", "Create").states, 5)
    g.type("text", "Working directory (optional)", "/no/such/folder")
    g.find("label", "There is no folder “/no/such/folder”.")
    g.type("text", "Working directory (optional)", "/tmp")
    g.type("text", "More environment: NAME=VALUE … (optional)", "nonsense")
    wait_until(lambda: labels(g, "“nonsense”.*NAME=VALUE"), 5, what="the trouble")


def test_dialog_creates_with_all_it_asks(g):
    g.click("push button", "New Process…")
    g.type("text", "Command line", "sh -c 'echo in $PWD with $COLOUR; read x'")
    g.type("text", "Name (optional)", "asker")
    g.type("text", "Working directory (optional)", "/usr")
    g.type("text", "More environment: NAME=VALUE … (optional)", "COLOUR='light blue'")
    g.set_switch("Ends with this window", True)
    g.click("push button", "Create")
    g.gone("push button", "Create")
    created(g, Name="asker")
    output_says(g, "in /usr with light blue")


def test_failure_is_told_at_once(g):
    g.click("push button", "New Process…")
    g.type("text", "Command line", "/no/such/program --at all", enter=True)
    wait_until(lambda: labels(g, "/no/such/program"), 5, what="the reason in the dialog")
    g.find("push button", "Create")
    g.key("Escape")
    g.gone("push button", "Create")
    shell_action(g, "create-process", "/no/such/program")
    wait_until(lambda: any("/no/such/program" in t for t in g.toasts()), 10, what="the toast")


def test_worker_by_dialog(g):
    shell_action(g, "create-worker", "")
    wait_until(lambda: labels(g, "^Takes orders, has threads and a mailbox"), 10, what="the dialog, with a worker")
    g.keys("helper")      # the entry has the focus
    g.key("Return")
    g.gone("push button", "Create")
    created(g, Name="helper", State="sleeping")
    shell_action(g, "create-worker", "helper")
    wait_until(lambda: any("helper" in t for t in g.toasts()), 10, what="the toast")


def test_search_by_typing(g):
    shell_action(g, "create-process", "sleep 601.5")
    created(g, Name="sleep")
    scope(g, "All")
    g.find("tree table", TABLE)
    g.keys("601.5")
    wait_until(lambda: [r["Name"] for r in g.rows(TABLE)] == ["sleep"], 10, what="one row")
    wait_until(lambda: labels(g, r"^[\d,.]+ processes, 1 shown$"), 10, what="the count")
    g.type("entry", "Search processes", apmtest.NOWHERE)
    g.find("label", "No Process Found")
    g.key("Escape")
    wait_until(lambda: len(g.rows(TABLE)) > 3, 10, what="all rows again")
    g.key("ctrl+f")
    wait_until(lambda: "focused" in g.find("entry", "Search processes").states or
               any("focused" in n.states for n in g.find("entry", "Search processes").walk()), 5, what="the focus")


def column(g, title):
    return [r[title] for r in g.rows(TABLE)]


@apmtest.window(thinned=False)
def test_sort_by_header(g):
    g.click(g.header(TABLE, "PID"))
    wait_until(lambda: (p := [int(x) for x in column(g, "PID")]) and p == sorted(p, reverse=True), 10, what="largest first")
    g.click(g.header(TABLE, "PID"))
    wait_until(lambda: (p := [int(x) for x in column(g, "PID")]) and p == sorted(p), 10, what="smallest first")
    assert column(g, "PID")[0] == "1"


# Room for all: a column that gives way leaves its title among what is read.
@apmtest.window(size=(1800, 800), place=(1700, 700))
def test_choose_columns_and_keep_them(g):
    def titles():
        return [h for h in g.rows(TABLE)[0] if not h.startswith("_")]
    search(g, "pid:1")
    assert "CPU time" not in titles()
    g.click("push button", "Columns")
    g.click("menu item", "CPU time")
    wait_until(lambda: "CPU time" in titles(), 5, what="the column")
    g.key("Escape")
    g.gone("menu item", "CPU time")      # a click while it closes would only close it
    g.click("push button", "Columns")
    g.click("menu item", "User")
    wait_until(lambda: "User" not in titles(), 5, what="the column gone")


@apmtest.window(size=(1400, 800), place=(1300, 700))
def test_name_that_lies(g):
    """A process may be named so that a careless reader of /proc/PID/stat takes it for another."""
    other = subprocess.Popen([sys.executable, "-c", "import ctypes, time; ctypes.CDLL(None).prctl(15, b'a) R 1 (\\n', 0, 0, 0);"
                              "time.sleep(876.5)"])
    try:
        search(g, "876.5 ctypes")
        row = g.row(TABLE, PID=str(other.pid), Name="a) R 1 (\\n")
        assert row["State"].endswith("sleeping"), row      # "new, sleeping" at first
        assert row["Parent"].endswith("(%d)" % os.getpid()), row
    finally:
        other.kill()
        other.wait()


@apmtest.window(thinned=False)
def test_keyboard_alone(g):
    g.key("alt+1")
    g.key("ctrl+n")
    g.find("push button", "Create")
    g.keys("sleep 602.5")
    g.key("Return")
    g.gone("push button", "Create")
    wait_until(lambda: g.rows(TABLE), 5)
    g.keys("602.5")
    wait_until(lambda: [r["Name"] for r in g.rows(TABLE)] == ["sleep"], 10, what="one row")
    g.key("Return")
    wait_until(lambda: g.row(TABLE, Name="sleep")["_selected"], 5, what="the row selected")
    g.key("shift+F10")
    g.find("menu item", "Stop")
    g.key("Down", "Down", "Return")      # from End over Kill to Stop
    state_is(g, "sleep", "stopped")


@apmtest.window(size=(1000, 800), place=(760, 520))
def test_narrow(g):
    shell_action(g, "create-process", "sleep 603.5")
    created(g, Name="sleep")
    titles = [h for h in g.rows(TABLE)[0] if not h.startswith("_")]
    assert titles == ["Name", "PID", "User", "State", "CPU %", "Memory", "Command line"], titles
    select(g, Name="sleep")
    for name in ("Stop", "End", "Columns", "More orders"):
        assert g.find("push button", name).showing(), name
    g.key("F9")
    wait_until(lambda: labels(g, r"^sleep \(PID"), 5, what="the output view")


def test_tree_by_keyboard_and_pointer(g):
    other = subprocess.Popen(["sh", "-c", "sleep 711.5; true"], start_new_session=True)
    try:
        g.choose("Grouping", "Tree")
        g.type("entry", "Search processes", "under:%d" % other.pid)
        wait_until(lambda: "sh" in column(g, "Name") and column(g, "Name")[-1] == "sleep", 15, what="a leaf and its ancestors")
        g.click(g.row(TABLE, PID=str(other.pid))["_cells"][1])      # the name has the arrow
        wait_until(lambda: g.row(TABLE, PID=str(other.pid))["_selected"], 5, what="the row selected")
        g.key("Left")
        wait_until(lambda: column(g, "Name")[-1] == "sh", 10, what="the branch closed")
        g.key("Right")
        wait_until(lambda: column(g, "Name")[-1] == "sleep", 10, what="the branch open")
        g.key("Left", "Left")
        wait_until(lambda: not g.row(TABLE, Name="sh", PID=str(other.pid))["_selected"], 10, what="the parent selected")
        g.choose("Grouping", "By user")
        wait_until(lambda: re.match(r"\w+ \(1\)$", column(g, "Name")[0]), 10, what="a group of one")
    finally:
        os.killpg(other.pid, signal.SIGKILL)
        other.wait()


def test_filter_language(g):
    shell_action(g, "create-process", "sleep 712.5")
    created(g, Name="sleep")
    g.type("entry", "Search processes", "name:sleep !cpu>90 age<1h")
    wait_until(lambda: column(g, "Name") == ["sleep"], 10, what="one row")
    g.type("entry", "Search processes", "name:sleep colour:red")
    wait_until(lambda: labels(g, "no field “colour”"), 10, what="what is wrong")
    assert column(g, "Name") == ["sleep"]        # as it was
    g.type("entry", "Search processes", "name:sleep")
    g.gone("label", "There is no field “colour”; a text to look for as it is stands in quotation marks")
    g.click("push button", "Kept filters")
    g.click("menu item", "Keep This Filter")
    g.type("entry", "Search processes", "")
    g.click("push button", "Kept filters")
    g.click("menu item", "name:sleep")
    wait_until(lambda: column(g, "Name") == ["sleep"], 10, what="one row")


def test_order_is_held_and_let_go(g):
    search(g, "pid:1")
    cells = g.rows(TABLE)[0]["_cells"]

    def held():
        g.hover(cells[0])
        g.hover(cells[1])
        return labels(g, "^order held$")
    wait_until(held, 15, what="the hold")
    wait_until(lambda: not labels(g, "^order held$"), 10, what="the end of it")


def test_follow(g):
    shell_action(g, "create-process", "sleep 713.5")
    created(g, Name="sleep")
    select(g, Name="sleep")
    g.key("ctrl+shift+f")
    wait_until(lambda: labels(g, "^following “sleep”$"), 10, what="that it follows")
    g.key("ctrl+shift+f")
    wait_until(lambda: not labels(g, "^following “sleep”$"), 10, what="that it follows no more")


if __name__ == "__main__":
    apmtest.main()
