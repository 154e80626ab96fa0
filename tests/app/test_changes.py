#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots: taken, compared with now and with each other, saved, loaded and exported."""
import csv
import json
import os
import re
import subprocess

import apmtest
from apmtest import shell_action, wait_until

TABLE = "Changes"
STATUS = r"^\d+ new, \d+ ended, \d+ changed, \d+ the same · memory .* of CPU time in "


def path(g, name):
    return os.path.join(g.dir, name)


class sleeping:
    """A process with a command line of its own."""
    def __init__(self, seconds):
        self.process = subprocess.Popen(["sleep", seconds])
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def compare(g):
    shell_action(g, "compare-snapshot")
    return g.find("frame", "What Has Changed")


def take(g):
    shell_action(g, "take-snapshot")
    wait_until(lambda: any("Kept a snapshot" in t for t in g.toasts()), 15, what="the snapshot")
    g.dismiss_toasts()


def search(g, words):
    g.find("entry", "Search changes").set_text(words)


def row_of(g, pid):
    return wait_until(lambda: next((r for r in g.rows(TABLE) if r["PID"] == str(pid)), None), 20,
                      what="the row of %d" % pid)


def test_who_came_and_who_went(g):
    with sleeping("713.001") as goes:
        take(g)
    with sleeping("713.002") as comes:
        compare(g)
        search(g, "713.00")
        assert row_of(g, goes.pid)["Change"] == "ended"
        new = row_of(g, comes.pid)
        assert new["Change"] == "new" and new["Memory ±"].startswith("+"), new
        assert g.labels() and any(re.match(STATUS, n) for n in g.labels()), g.labels()

        with sleeping("713.003") as later:          # F5 looks again at how it is now
            g.click(new["_cells"][0])
            g.key("F5")
            assert row_of(g, later.pid)["Change"] == "new"
        g.key("Escape")
        g.gone("frame", "What Has Changed")


def test_empty_it_says_what_to_do(g):
    g.key("ctrl+d")
    g.find("label", "No Snapshot Yet")
    g.click([n for n in g.find_all("push button", "Take Snapshot") if n.showing()][-1])
    wait_until(lambda: any(re.match(STATUS, n) for n in g.labels()), 20, what="a comparison with now")


def test_sorted_by_a_header(g):
    take(g)
    with sleeping("716.001") as first, sleeping("716.002") as second:
        compare(g)
        search(g, "716.00")
        row_of(g, first.pid)
        row_of(g, second.pid)
        g.click(g.header(TABLE, "PID"))
        wait_until(lambda: [int(r["PID"]) for r in g.rows(TABLE)] == sorted([first.pid, second.pid], reverse=True), 10,
                   what="the larger PID first")


def test_since_an_older_snapshot(g):
    take(g)
    with sleeping("714.001") as comes:
        take(g)
        since = [n for n in compare(g).find_all("combo box") if n.name == "Since"][0]
        search(g, "714.00")
        wait_until(lambda: not g.rows(TABLE), 20, what="nothing since the newest")
        g.click(since)
        g.click([n for n in g.find_all("label", re.compile(r"^\d\d:\d\d:\d\d, \d+ process")) if n.showing()][-1])
        assert row_of(g, comes.pid)["Change"] == "new"


def test_exported(g):
    take(g)
    with sleeping("715.001") as comes:
        compare(g)
        search(g, "715.001")
        row_of(g, comes.pid)
        g.click(g.find("entry", "Search changes"))
        g.key("ctrl+shift+e")
        g.answer_file_dialog(path(g, "changes.csv"), "Export")
        wait_until(lambda: os.path.exists(path(g, "changes.csv")), 10)
        with open(path(g, "changes.csv"), encoding="utf-8") as f:
            told, = csv.DictReader(f)
        assert told["change"] == "new" and told["pid"] == str(comes.pid), told


def test_saved_and_loaded(g):
    take(g)
    compare(g)
    g.menu("Save Snapshot…", button="Menu of the changes")
    g.answer_file_dialog(path(g, "kept"), "Save")
    wait_until(lambda: os.path.exists(path(g, "kept.json")), 10)
    with open(path(g, "kept.json"), encoding="utf-8") as f:
        assert any(p["pid"] == g.app.pid for p in json.load(f)["processes"])

    shell_action(g, "load-snapshot", path(g, "kept.json"))
    wait_until(lambda: apmtest.log_text(g).count("Kept a snapshot") == 2, 15, what="the snapshot loaded")
    shell_action(g, "load-snapshot", "/proc/self/status")
    wait_until(lambda: "“/proc/self/status” is no snapshot" in apmtest.log_text(g), 15, what="the complaint")


@apmtest.window(size=(800, 600), place=(760, 520), dark=True)
def test_narrow_and_dark_everything_has_its_name(g):
    take(g)
    compare(g)
    wait_until(lambda: any(re.match(STATUS, n) for n in g.labels()), 20, what="a comparison with now")
    assert not g.unnamed(), g.unnamed()


apmtest.main()
