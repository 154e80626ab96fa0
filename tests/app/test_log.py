#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The log drawer: what it shows, searches, follows, copies, exports, clears."""
import json
import os
import re

import apmtest
from apmtest import shell_action, wait_until

COUNT = r"^[\d,]+( of [\d,]+)? entr(y|ies)"


def path(g, name):
    return os.path.join(g.dir, name)


def log_file(g):
    return os.path.join(g.env["XDG_STATE_HOME"], "advanced-process-manager", "Advanced_Process_Manager.log")


def read(name):
    with open(name, encoding="utf-8") as f:
        return f.read()


def fill(g):
    """Entries of all levels: 1 of the window, 4 of processes with a warning in them, 1 error of the log."""
    shell_action(g, "show-log", True)
    shell_action(g, "create-process", "true")
    shows(g, 3)
    shell_action(g, "create-process", "sh -c 'exit 3'")
    shows(g, 5)
    shell_action(g, "export-log", path(g, "bad.xml"))
    shows(g, 6)
    g.dismiss_toasts()  # it lies over the rows


def counts(g):
    """What the drawer says of the number of entries, even if a toast lies over it."""
    return [n.name for n in g.nodes() if n.role == "label" and re.match(COUNT, n.name)]


def shows(g, n, of=None):
    """Waits until the label says so many entries."""
    said = "%d of %d entries" % (n, of) if of is not None else "%d entries" % n
    wait_until(lambda: said in counts(g), 10, what="“%s”, there is %s" % (said, counts(g)))


def row(g, **cells):
    """A cell of the row, to be clicked."""
    return g.row("Log entries", **cells)["_cells"][0]


def texts(g):
    return [r["Text"] for r in g.rows("Log entries")]


def clipboard(g):
    """What was copied, as the next paste would give it."""
    search = g.find("entry", "Search the log")
    search.set_text("")
    g.click(search)
    g.key("ctrl+v")
    return wait_until(lambda: g.read_text("entry", "Search the log"), 5)


def test_search_and_levels(g):
    fill(g)
    g.type("entry", "Search the log", "EXITED warning", enter=False)
    shows(g, 1, 6)
    assert "exited with status 3" in texts(g)[0], texts(g)
    g.key("Escape")
    shows(g, 6)
    g.choose("Least level", "Warnings and Errors")
    shows(g, 2, 6)
    assert [r["Level"] for r in g.rows("Log entries")] == ["Warning", "Error"], g.rows("Log entries")
    g.choose("Source", "Window")
    shows(g, 0, 6)
    g.click("push button", "Show All")
    shows(g, 6)


def test_typing_in_the_table_searches(g):
    fill(g)
    g.click(row(g, Level="Error"))
    g.keys("started")
    shows(g, 1, 6)
    g.key("ctrl+f")
    g.key("ctrl+a")
    g.keys("bad.xml")
    shows(g, 1, 6)
    assert "bad.xml" in texts(g)[0], texts(g)


def test_the_file_has_the_contracts_lines(g):
    fill(g)
    wait_until(lambda: len(read(log_file(g)).splitlines()) == 6, 5)
    for line in read(log_file(g)).splitlines():
        assert re.match(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - (INFO|WARNING|ERROR) - [a-z]+ - .+$", line), line
    assert os.stat(log_file(g)).st_mode & 0o777 == 0o600
    assert "bad.xml" in g.applog()


def test_export_what_is_shown_by_action(g):
    fill(g)
    shell_action(g, "export-log", path(g, "all.csv"))
    wait_until(lambda: os.path.exists(path(g, "all.csv")), 10)
    assert len(read(path(g, "all.csv")).splitlines()) == 7
    shows(g, 7)
    g.choose("Least level", "Errors")
    shows(g, 1, 7)
    shell_action(g, "export-log", path(g, "errors.json"))
    wait_until(lambda: os.path.exists(path(g, "errors.json")), 10)
    entries = json.loads(read(path(g, "errors.json")))["entries"]
    assert [(e["level"], e["source"]) for e in entries] == [("ERROR", "log")], entries
    assert "bad.xml" in entries[0]["text"], entries


def test_export_by_dialog(g):
    fill(g)
    g.click("push button", "Export…")
    g.answer_file_dialog(path(g, "chosen.jsonl"), "Export")
    wait_until(lambda: os.path.exists(path(g, "chosen.jsonl")), 10)
    lines = [json.loads(line) for line in read(path(g, "chosen.jsonl")).splitlines()]
    assert len(lines) == 6 and lines[0]["source"] == "window", lines
    wait_until(lambda: any("chosen.jsonl" in t for t in g.toasts()), 5)


def test_a_name_without_a_suffix_gets_one(g):
    fill(g)
    shell_action(g, "export-log", "")
    g.answer_file_dialog(path(g, "plain"), "Export")
    wait_until(lambda: os.path.exists(path(g, "plain.log")), 10)


def test_an_export_that_fails_is_told(g):
    shell_action(g, "show-log", True)
    shell_action(g, "export-log", "/proc/nowhere/a.csv")
    wait_until(lambda: any("/proc/nowhere/a.csv" in t for t in g.toasts()), 10)
    wait_until(lambda: any("/proc/nowhere/a.csv" in t for t in texts(g)), 5)


def test_clear_asks_first(g):
    fill(g)
    g.click("push button", "Clear…")
    g.click("push button", "Cancel")
    shows(g, 6)
    shell_action(g, "clear-log")
    g.click("push button", "Clear")
    wait_until(lambda: read(log_file(g)) == "", 5)
    shows(g, 0)
    wait_until(lambda: any(n.name == "Nothing Has Happened Yet" for n in g.nodes()), 5)
    shell_action(g, "export-log", path(g, "again.xml"))
    wait_until(lambda: len(read(log_file(g)).splitlines()) == 1, 5)


def test_copy(g):
    fill(g)
    g.click(row(g, Level="Error"))
    g.key("ctrl+c")
    assert re.match(r"^\d{4}-.* - ERROR - log - .*bad\.xml.*$", clipboard(g)), clipboard(g)
    g.key("Escape")
    shows(g, 6)
    g.right_click(row(g, Level="Error"))
    g.click("menu item", "Only This Source")
    shows(g, 1, 6)


def in_sight(g, what):
    """Whether an entry with this text is on the screen."""
    return any(what in r["Text"] for r in g.rows("Log entries", visible=True))


def test_follow(g):
    shell_action(g, "show-log", True)
    assert g.state("follow-log", window=1) is True
    for i in range(25):
        shell_action(g, "export-log", path(g, "many-%02d.xml" % i))
    wait_until(lambda: in_sight(g, "many-24.xml"), 10)
    g.scroll(g.find("tree table", "Log entries"), -20)
    wait_until(lambda: g.state("follow-log", window=1) is False, 5)
    shell_action(g, "export-log", path(g, "later.xml"))
    shows(g, 27)
    assert in_sight(g, "many-00.xml") and not in_sight(g, "later.xml")
    g.click(g.rows("Log entries", visible=True)[1]["_node"])     # the key is for what has the focus
    g.key("ctrl+shift+f")
    wait_until(lambda: in_sight(g, "later.xml"), 5)
    assert g.state("follow-log", window=1) is True


def test_opened_later_it_shows_the_end(g):
    for i in range(25):
        shell_action(g, "export-log", path(g, "many-%02d.xml" % i))
    shell_action(g, "show-log", True)
    wait_until(lambda: in_sight(g, "many-24.xml"), 10)
    shell_action(g, "show-log", False)
    shell_action(g, "export-log", path(g, "later.xml"))
    shell_action(g, "show-log", True)
    wait_until(lambda: in_sight(g, "later.xml"), 10)


@apmtest.window(size=(800, 600), place=(760, 520), dark=True)
def test_narrow_everything_has_its_place_and_name(g):
    fill(g)
    for role, name in (("entry", "Search the log"), ("check box", "Follow"), ("push button", "Copy"),
                       ("push button", "Export…"), ("push button", "Clear…")):
        x, _, width, _ = g.find(role, name).extents()
        assert x >= 0 and x + width <= 760, (name, x, width)
    assert not g.unnamed(), g.unnamed()


if __name__ == "__main__":
    # Others on this machine may run into deadlocks meanwhile, which would be told here.
    apmtest.main(settings={"deadlock-interval": "uint32 0"})
