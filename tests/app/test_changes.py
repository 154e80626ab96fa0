#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapshots: taken, compared with now and with each other, saved, loaded and exported."""
import csv
import json
import os
import re

import apmtest
from apmtest import Sleepers, shell_action, wait_until

TABLE = "Changes"
STATUS = r"^\d+ new, \d+ ended, \d+ changed, \d+ the same · memory .* of CPU time in "


def path(g, name):
    return os.path.join(g.dir, name)


def compare(g):
    shell_action(g, "compare-snapshot")
    g.find("label", re.compile(STATUS))
    return g.find("frame", "What Has Changed")


def take(g):
    shell_action(g, "take-snapshot")
    wait_until(lambda: any("Kept a snapshot" in t for t in g.toasts()), 15, what="the snapshot")
    g.dismiss_toasts()


def shown(g, words, *pids):
    """The rows of these, in this order, once they are all that is found: until then rows come and go."""
    g.find("entry", "Search changes").set_text(words)

    def only():
        rows = {int(r["PID"]): r for r in g.rows(TABLE)}
        return [[rows[pid] for pid in pids]] if set(rows) == set(pids) else None
    return wait_until(only, 20, what="the rows of %s" % (pids,))[0]


def test_who_came_and_who_went(g):
    with Sleepers("713.001") as (goes,):
        take(g)
    with Sleepers("713.002") as (comes,):
        compare(g)
        old, new = shown(g, "713.00", goes, comes)
        assert old["Change"] == "ended"
        assert new["Change"] == "new" and new["Memory ±"].startswith("+"), new

        with Sleepers("713.003") as (later,):       # F5 looks again at how it is now
            g.click(new["_cells"][0])
            g.key("F5")
            assert shown(g, "713.00", goes, comes, later)[-1]["Change"] == "new"
        g.key("Escape")
        g.gone("frame", "What Has Changed")


def test_empty_it_says_what_to_do(g):
    g.key("ctrl+d")
    g.find("label", "No Snapshot Yet")
    g.click([n for n in g.find_all("push button", "Take Snapshot") if n.showing()][-1])
    wait_until(lambda: any(re.match(STATUS, n) for n in g.labels()), 20, what="a comparison with now")


def test_sorted_by_a_header(g):
    take(g)
    with Sleepers("716.001", "716.002") as pids:
        compare(g)
        shown(g, "716.00", *pids)
        g.click(g.header(TABLE, "PID"))
        wait_until(lambda: [int(r["PID"]) for r in g.rows(TABLE)] == sorted(pids, reverse=True), 10, what="the larger PID first")


def test_since_an_older_snapshot(g):
    take(g)
    with Sleepers("714.001") as (comes,):
        take(g)
        since = [n for n in compare(g).find_all("combo box") if n.name == "Since"][0]
        shown(g, "714.00")                          # nothing since the newest
        g.click(since)

        def older():                                # one in the button, two in its list
            labels = g.find_all("label", re.compile(r"^\d\d:\d\d:\d\d, \d+ process"))
            return len(labels) == 3 and labels[-1]
        g.click(wait_until(older, 10, what="the list of snapshots"))
        row, = shown(g, "714.00", comes)
        assert row["Change"] == "new"


def test_exported(g):
    take(g)
    with Sleepers("715.001") as (comes,):
        compare(g)
        shown(g, "715.001", comes)
        g.click(g.find("entry", "Search changes"))
        g.key("ctrl+shift+e")
        g.answer_file_dialog(path(g, "changes.csv"), "Export")
        wait_until(lambda: os.path.exists(path(g, "changes.csv")), 10)
        with open(path(g, "changes.csv"), encoding="utf-8") as f:
            told, = csv.DictReader(f)
        assert told["change"] == "new" and told["pid"] == str(comes), told


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
