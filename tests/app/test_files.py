#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has a file open: the window, from the menu, by its key and from a row of the inspector."""
import os
import re
import tempfile

import apmtest
from apmtest import labels, shell_action, wait_until
from panel import open_panel, section

TABLE = "Who has it open"
ENTRY = "File, folder or part of a path"


def found(g, pattern):
    wait_until(lambda: labels(g, pattern), 20, what="that it says %r; it says %r" % (pattern, labels(g, "open")))


def test_a_file_a_folder_a_part(g):
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "Needle"), "w") as file:
        g.key("ctrl+shift+o")
        g.find("label", "Which File?")
        g.keys(file.name)       # the entry has the focus
        g.key("Return")
        found(g, "^1 process has .*Needle open$")
        row = g.row(TABLE, PID=str(os.getpid()))
        assert row["Descriptor"] == str(file.fileno()) and row["Access"] == "write" and row["How"] == "open", row
        assert row["File"] == file.name, row
        g.type(("entry", "text"), ENTRY, folder, enter=True)
        found(g, "^1 process has .* or something below it open$")
        g.type(("entry", "text"), ENTRY, os.path.basename(folder).upper() + "/nee", enter=True)
        found(g, "^1 process has a file open with “.*” in its path$")
        os.unlink(file.name)
        g.click("push button", "Deleted Only")
        wait_until(lambda: [r["File"] for r in g.rows(TABLE)] == [file.name + " (deleted)"], 20, what="that it is deleted")
        g.type(("entry", "text"), ENTRY, "/" + apmtest.NOWHERE, enter=True)
        wait_until(lambda: labels(g, "^Nobody (Has It Open|Found)$"), 20, what="that there is nobody")
        g.key("Escape")
        wait_until(lambda: len(g.windows()) == 1, 10, what="the window closed")


def test_who_else_from_a_row_and_back(g):
    with tempfile.NamedTemporaryFile(prefix="shared-") as file:
        g.type("entry", "Search processes", "pid:%d" % os.getpid())
        wait_until(lambda: labels(g, r", 1 shown$") and len(g.rows("Processes")) == 1, 20, what="one row")
        g.click(g.row("Processes", PID=str(os.getpid()))["_cells"][0])
        open_panel(g)
        section(g, "Files")
        g.find("entry", "Search files").set_text(os.path.basename(file.name))
        row = wait_until(lambda: (rows := g.rows("Files")) and len(rows) == 1 and rows[0], 20, what="the file's row")
        g.right_click(row["_cells"][0])
        g.click("menu item", "Who Else Has It Open…")
        found(g, "^1 process has %s open$" % re.escape(file.name))
        g.find("entry", "Search processes", showing=False).set_text(apmtest.NOWHERE)
        g.double_click(g.row(TABLE, PID=str(os.getpid()))["_cells"][0])
        wait_until(lambda: [r["PID"] for r in g.rows("Processes") if r["_selected"]] == [str(os.getpid())], 20,
                   what="its row among the processes")


if __name__ == "__main__":
    apmtest.main()
