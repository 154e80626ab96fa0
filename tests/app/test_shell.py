#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell: pages, log drawer, keys, menu, the way out."""
import signal

import apmtest
from apmtest import wait_until

PAGES = ["Processes", "Threads", "IPC", "Synchronization"]


def test_four_pages_by_key_and_action(g):
    assert [n.name for n in g.find_all("page tab")][:4] == PAGES
    for key, name in zip("1234", ("processes", "threads", "ipc", "synchronization")):
        g.key("alt+" + key)
        wait_until(lambda: g.state("show-page", window=1) == name, 5)
    apmtest.shell_action(g, "show-page", "threads")
    wait_until(lambda: g.state("show-page", window=1) == "threads", 5)
    apmtest.shell_action(g, "show-page", "no such page")
    assert g.state("show-page", window=1) == "threads"


def test_ends_by_sigterm_with_status_0(g):
    g.app.send_signal(signal.SIGTERM)
    assert g.app.wait(5) == 0


if __name__ == "__main__":
    apmtest.main()
