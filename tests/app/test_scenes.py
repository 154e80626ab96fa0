#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of table, room and barber's shop, and what stands beside them."""
import os
import re
import tempfile

import apmtest
from apmtest import shell_action, wait_until
from test_sync import content, has_ended, lab, labels_below

wide = apmtest.window(size=(1280, 880))


def says(picture, pattern, timeout=20):
    return wait_until(lambda: re.search(pattern, picture.live_desc()), timeout,
                      what="%s to say %r, not %r" % (picture.name, pattern, picture.live_desc()))


@wide
def test_table_shows_the_deadlock(g):
    picture = lab(g, "philosophers:naive")
    says(picture, r"All forks lie on the table\.$")
    g.type("spin button", "Shortest delay, ms", "0", enter=True)
    g.type("spin button", "Longest delay, ms", "0", enter=True)
    g.type("spin button", "Philosophers", "3", enter=True)
    shell_action(g, "lab-run")
    has_ended(g)
    says(picture, r"Ph1: waits: forks?\[1\], Ph2: waits: forks?\[2\], Ph3: waits: forks?\[0\]\. "
                  r"Forks taken: 0: Ph1, 1: Ph2, 2: Ph3\.$")


@wide
def test_room_and_its_places(g):
    picture = lab(g, "multiplex")
    says(picture, r"^Inside: 0 of \d+ places\. Waiting: 0\.$")
    shell_action(g, "lab-run")
    says(picture, r"^Inside: [1-9] of \d+ places \(G\d+ ")
    shell_action(g, "lab-stop")
    has_ended(g)
    picture = lab(g, "readers-writers")
    says(picture, r"^Inside: 0\. Waiting: 0\.$")


@wide
def test_barber_and_his_chairs(g):
    picture = lab(g, "barber")
    says(picture, r"^Barber’s chair\. Waiting: 0 of 3 chairs\. ")
    shell_action(g, "lab-run")
    says(picture, r"^Barber’s chair \(C\d having a haircut\)")
    shell_action(g, "lab-stop")
    has_ended(g)


def value(g, name):
    return g.find("spin button", name).value()


@wide
def test_a_wrong_variant_comes_with_what_shows_it(g):
    meals, reach = "Meals of each (0: endless)", "From fork to fork, ms"
    lab(g, "philosophers:ordered")
    assert (value(g, meals), value(g, reach)) == (5, 100)
    lab(g, "philosophers:naive")
    wait_until(lambda: (value(g, meals), value(g, reach)) == (0, 50), 10, what="the failure's parameters")
    lab(g, "philosophers:footman")
    wait_until(lambda: (value(g, meals), value(g, reach)) == (5, 100), 10, what="those from before")
    lab(g, "philosophers:naive")
    g.type("spin button", meals, "7", enter=True)
    lab(g, "philosophers:footman")
    assert value(g, meals) == 7
    _, y, _, height = g.find("list item", "Dining philosophers: A footman, right").extents()
    assert 0 < y < 880 - height, y


@wide
def test_facts_stand_beside_the_picture(g):
    lab(g, "readers-writers:fair")
    page = content(g)
    facts = g.find("push button", "Facts")
    g.click(facts)
    told = "Many may read at the same time; who writes must be alone."
    wait_until(lambda: labels_below(g, page, told), 10, what="the text of the problem")
    assert len(labels_below(g, page, "–")) == 10, "nobody has waited"
    shell_action(g, "lab-run")
    wait_until(lambda: len(labels_below(g, page, "–")) < 10, 30, what="waits in the table")
    shell_action(g, "lab-stop")
    has_ended(g)
    height = facts.extents()[3]
    g.key("ctrl+plus", "ctrl+plus")
    wait_until(lambda: facts.extents()[3] > height, 10, what="larger text")
    g.key("ctrl+0")
    wait_until(lambda: facts.extents()[3] == height, 10, what="text as before")


@wide
def test_lecture_shows_scene_and_source_alone(g):
    lab(g, "philosophers")
    aside = [g.find("push button", "Run"), g.find("entry", "Search problems")]
    there = [g.find("image", "Round table"), g.find("text", "Source")]
    g.key("F11")
    wait_until(lambda: not any(node.showing() for node in aside), 10, what="the scene alone")
    wait_until(lambda: all(node.showing() for node in there), 10, what="scene and source")


@wide
def test_a_run_is_exported(g):
    lab(g, "rendezvous:both-wait")
    shell_action(g, "lab-run")
    has_ended(g)
    with tempfile.TemporaryDirectory() as folder:
        for name, begins in (("run.png", b"\x89PNG"), ("run.svg", b"<?xml"), ("run.log", b"Rendezvous")):
            path = os.path.join(folder, name)
            shell_action(g, "export-list", path)
            wait_until(lambda: os.path.exists(path), 20, what=name)
            with open(path, "rb") as f:
                content = f.read()
            assert content.startswith(begins), content[:40]
        assert b"rounds=" in content and "Nobody is left to wake them".encode() in content, content
        shell_action(g, "export-list", os.path.join(folder, "no", "such", "folder.png"))
        wait_until(lambda: any("Not exported" in text for text in g.toasts()), 20, what="the complaint")


@wide
def test_two_variants_side_by_side(g):
    lab(g, "rendezvous:both-wait")
    shell_action(g, "lab-compare")
    g.find("frame", "Compare: Rendezvous")
    assert len(g.find_all("image", "Lanes")) >= 2
    g.click("push button", "Run Both")
    g.find("label", re.compile("^Nobody is left to wake them"), timeout=30)
    g.find("label", re.compile("every check held"), timeout=30)
    g.key("ctrl+w")
    g.gone("frame", "Compare: Rendezvous")


if __name__ == "__main__":
    apmtest.main()
