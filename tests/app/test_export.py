#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves the window: every list as CSV, JSON and JSON Lines, as it is filtered and ordered."""
import csv
import json
import os
import re

import apmtest
from apmtest import labels, shell_action, wait_until

SLEEPERS = ["711.7001", "711.7002", "711.7003"]


def path(g, name):
    return os.path.join(g.dir, name)


def read(name):
    with open(name, encoding="utf-8") as f:
        return f.read()


def exported(g, name):
    """The text of the file once it is there; it is never there in part."""
    wait_until(lambda: os.path.exists(path(g, name)), 15, what="the file %s" % name)
    return read(path(g, name))


def toast_says(g, what):
    wait_until(lambda: any(what in t for t in g.toasts()), 10, what="a toast with %r" % what)


def filtered(g, words, n):
    g.find("entry", "Search processes").set_text(words)     # typed, they would stand in a command line and be found
    wait_until(lambda: labels(g, r", %d shown$" % n), 20, what="%d rows" % n)


def dialog_choices(g):
    """In the file dialog: which columns, and which format."""
    return wait_until(lambda: [n for n in g.nodes() if n.role == "combo box" and n.name == "GtkDropDown" and n.showing()],
                      15, what="the file dialog")


def test_processes_as_filtered_and_shown(g):
    with apmtest.Sleepers(*SLEEPERS) as pids:
        filtered(g, "711.700", 3)
        g.click(g.header("Processes", "PID"))       # numbers sort the largest first
        wait_until(lambda: [int(r["PID"]) for r in g.rows("Processes")] == sorted(pids, reverse=True), 10)
        shell_action(g, "export-list", path(g, "shown.csv"))
        rows = list(csv.DictReader(exported(g, "shown.csv").splitlines()))
        assert [int(r["pid"]) for r in rows] == sorted(pids, reverse=True), rows
        assert list(rows[0])[:4] == ["name", "pid", "user", "state"] and "depth" not in rows[0], rows[0]
        assert rows[0]["state"] == "sleeping" and int(rows[0]["rss_bytes"]) > 0
        assert "read_bytes" not in rows[0]
        toast_says(g, "Exported 3 rows")

        shell_action(g, "export-list", path(g, "shown.json"))
        document = json.loads(exported(g, "shown.json"))
        assert document["schema"] == 1
        assert [r["pid"] for r in document["processes"]] == sorted(pids, reverse=True)

        shell_action(g, "export-list", path(g, "shown.jsonl"))
        lines = exported(g, "shown.jsonl").splitlines()
        assert [json.loads(line)["command"] for line in lines] == ["sleep " + s for s in reversed(SLEEPERS)], lines


def test_a_tree_keeps_depth_and_parent(g):
    with apmtest.Sleepers(*SLEEPERS) as pids:
        g.choose("Grouping", "Tree")
        filtered(g, "711.700", 3)
        shell_action(g, "export-list", path(g, "tree.jsonl"))
        rows = [json.loads(line) for line in exported(g, "tree.jsonl").splitlines()]
        assert {r["pid"] for r in rows} == set(pids), rows
        assert all(r["ppid"] == os.getpid() and r["depth"] >= 1 for r in rows), rows


def test_all_columns_by_dialog(g):
    with apmtest.Sleepers(*SLEEPERS) as pids:
        filtered(g, "711.7001", 1)
        g.key("ctrl+shift+e")
        g.click(dialog_choices(g)[0])
        g.click([n for n in g.find_all("label", "All") if n.showing()][-1])
        g.answer_file_dialog(path(g, "everything"), "Export")
        row, = csv.DictReader(exported(g, "everything.csv").splitlines())
        assert int(row["pid"]) == pids[0] and row["cwd"] == os.getcwd() and int(row["descriptors"]) >= 1, row
        assert float(row["voluntary_switches_per_s"]) >= 0, row


def test_the_chosen_format_makes_the_suffix(g):
    filtered(g, apmtest.NOWHERE, 0)
    g.key("ctrl+shift+e")
    g.click(dialog_choices(g)[1])
    g.click([n for n in g.find_all("label", "JSON Lines") if n.showing()][-1])
    g.answer_file_dialog(path(g, "named.csv"), "Export")
    assert exported(g, "named.jsonl") == ""
    assert not os.path.exists(path(g, "named.csv"))


def test_copied_as_csv(g):
    with apmtest.Sleepers(*SLEEPERS) as pids:
        filtered(g, "711.700", 3)
        g.right_click(g.rows("Processes")[0]["_cells"][0])
        g.click("menu item", "Copy List as CSV")
        toast_says(g, "Copied 3 rows")
        search = g.find("entry", "Search processes")
        g.click(search)
        g.key("ctrl+a", "ctrl+v")
        text = wait_until(lambda: (text := search.text()) != "711.700" and text, 5, what="what was copied")
        assert text.startswith("name,pid,user,state,") and all(str(p) in text for p in pids), text


def test_threads(g):
    shell_action(g, "show-page", "threads")
    wait_until(lambda: g.rows("Threads"), 15, what="threads")
    shell_action(g, "export-list", path(g, "threads.json"))
    threads = json.loads(exported(g, "threads.json"))["threads"]
    assert any(t["tid"] == g.app.pid for t in threads), threads
    assert all(t["pid"] == g.app.pid for t in threads), threads


def test_messages(g):
    shell_action(g, "show-page", "ipc")
    g.click("push button", re.compile("^Create Two Workers"))
    wait_until(lambda: g.rows("Messages"), 20, what="a message")
    shell_action(g, "export-list", path(g, "messages.csv"))
    rows = list(csv.DictReader(exported(g, "messages.csv").splitlines()))
    assert list(rows[0]) == ["real_us", "sender", "receiver", "size_bytes", "latency_us", "text"], rows
    assert rows[0]["sender"] != rows[0]["receiver"] and int(rows[0]["size_bytes"]) == len(rows[0]["text"]), rows


def test_what_cannot_be_written_is_told(g):
    for name, sentence in (("/proc/nowhere/a.csv", "cannot be written"), ("/dev/full.xml", "tells no format")):
        shell_action(g, "export-list", name)
        toast_says(g, sentence)
        g.dismiss_toasts()
        assert name in apmtest.log_text(g)


apmtest.main()
