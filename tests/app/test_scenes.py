#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of table, room and barber's shop, and what stands beside them."""
import re

import apmtest
from apmtest import shell_action, wait_until

wide = apmtest.window(size=(1280, 880))


def enabled(g, name):
    return g.actions(window=1)[name][0]


def lab(g, name, picture):
    shell_action(g, "show-page", "synchronization")
    shell_action(g, "lab-select", name)
    return g.find("image", picture)


def says(picture, pattern, timeout=20):
    return wait_until(lambda: re.search(pattern, picture.live_desc()), timeout,
                      what="%s to say %r, not %r" % (picture.name, pattern, picture.live_desc()))


def ended(g, timeout=30):
    wait_until(lambda: enabled(g, "lab-run"), timeout, what="the run to end")


@wide
def test_table_shows_the_deadlock(g):
    picture = lab(g, "philosophers:naive", "Round table")
    says(picture, r"All forks lie on the table\.$")
    g.type("spin button", "Shortest delay, ms", "0", enter=True)
    g.type("spin button", "Longest delay, ms", "0", enter=True)
    g.type("spin button", "Philosophers", "3", enter=True)
    shell_action(g, "lab-run")
    ended(g)
    says(picture, r"Ph1: waits: forks?\[1\], Ph2: waits: forks?\[2\], Ph3: waits: forks?\[0\]\. "
                  r"Forks taken: 0: Ph1, 1: Ph2, 2: Ph3\.$")


@wide
def test_room_and_its_places(g):
    picture = lab(g, "multiplex", "Room")
    says(picture, r"^Inside: 0 of \d+ places\. Waiting: 0\.$")
    shell_action(g, "lab-run")
    says(picture, r"^Inside: [1-9] of \d+ places \(G\d+ ")
    shell_action(g, "lab-stop")
    ended(g)
    picture = lab(g, "readers-writers", "Room")
    says(picture, r"^Inside: 0\. Waiting: 0\.$")


@wide
def test_barber_and_his_chairs(g):
    picture = lab(g, "barber", "Barber’s shop")
    says(picture, r"^Barber’s chair\. Waiting: 0 of 3 chairs\. ")
    shell_action(g, "lab-run")
    says(picture, r"^Barber’s chair \(C\d having a haircut\)")
    shell_action(g, "lab-stop")
    ended(g)


if __name__ == "__main__":
    apmtest.main()
