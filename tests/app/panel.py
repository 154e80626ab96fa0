# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector, as a person uses it."""
from apmtest import wait_until

SECTIONS = ["Summary", "Output", "Why It Waits", "Threads", "Files", "Locks", "Ports", "Environment", "Limits", "Memory Maps",
            "Control Group", "Namespaces", "Signals"]


def is_open(g):
    return any(n.showing() for n in g.find_all("push button", "Hide inspector", showing=False))


def open_panel(g):
    if not is_open(g):
        g.key("F9")
    wait_until(lambda: is_open(g), 10, what="the panel")


def current_section(g):
    """What the chooser says; it has a label for "none" too."""
    choosers = g.find_all("combo box", "Section", showing=False)
    shown = [n.live_name() for c in choosers for n in c.find_all("label")]
    return next((name for name in shown if name in SECTIONS), None)


def section(g, title):
    """Goes there by the buttons beside the chooser, which stay where they are: they are looked for once."""
    now = wait_until(lambda: current_section(g), 10, what="the chooser")
    if now == title:
        return
    chooser = g.find("combo box", "Section")
    button = g.find("push button", "Next section" if SECTIONS.index(title) > SECTIONS.index(now) else "Previous section")

    def another():
        said = [n.live_name() for n in chooser.find_all("label")]
        return next((name for name in said if name in SECTIONS and name != now), None)
    while now != title:
        button.do()
        now = wait_until(another, 10, what="another section than %s" % now)
