#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The source of a variant is edited in place, and the copy is what runs."""
import os
import re

import apmtest
from apmtest import shell_action, wait_until
from test_sync import enabled, has_ended, lab


@apmtest.window(size=(1280, 880))
def test_a_copy_is_edited_run_and_restored(g):
    lab(g, "rendezvous:both-wait")
    view = g.find("text", "Source")
    wait_until(lambda: "WRONG" in view.text(), 10, what="the source")
    assert not enabled(g, "lab-restore")
    g.click("push button", "Edit a Copy")
    g.find("label", "Your copy")
    g.click(view)
    g.key("ctrl+Home")
    g.key("o", "o", "p", "s")
    shell_action(g, "lab-run")
    g.find("label", re.compile("^Line 1: "), timeout=60)
    wait_until(lambda: "line 1: " in view.live_desc(), 10, what="the mark, not %r" % view.live_desc())

    g.click(view)
    g.key("ctrl+Home", *["Delete"] * 4)
    g.find("label", "Your copy")
    g.click("push button", re.compile("^Run"))
    g.find("label", re.compile("^Nobody is left to wake them"), timeout=60)
    has_ended(g)
    copies = [os.path.join(folder, name) for folder, _, names in os.walk(g.dir) for name in names
              if name == "both-wait.c"]
    assert len(copies) == 1, copies

    shell_action(g, "lab-compare")      # nobody knows what comes of a copy
    chooser = g.find("combo box", "First variant")
    assert chooser.text().endswith("Wait, then say it (your copy)"), chooser.text()
    g.key("ctrl+w")
    g.gone("combo box", "First variant")

    g.click("push button", "Restore the Original")
    g.click("push button", "Restore")
    g.find("push button", "Edit a Copy")
    assert not os.path.exists(copies[0])


INI = """[problem]
title=My own riddle
group=Mine
text=X
scene=actors
actors=A:n;
checks=alive;
parameters=n;
presets=s;
variants=v;
[parameter n]
title=How many
minimum=1
maximum=4
default=2
[preset s]
title=S
values=n=2;
[variant v]
title=The only one
expected=correct
expectation=E
"""


@apmtest.window(size=(1280, 880))
def test_a_folder_of_ones_own_is_added_and_removed(g):
    folder = os.path.join(g.dir, "mine")
    for name, text in (("riddle", INI), ("broken", "[problem]\ntitle=Broken\n")):
        os.makedirs(os.path.join(folder, name))
        with open(os.path.join(folder, name, "problem.ini"), "w", encoding="utf-8") as f:
            f.write(text)
    lab(g)
    shell_action(g, "lab-add-folder", folder)
    g.find("label", "1 problem")
    g.find("label", re.compile("broken/problem.ini"))
    g.key("Escape")
    shell_action(g, "lab-select", "riddle")
    g.find("list item", "My own riddle: The only one, right")

    g.click("push button", "Problems of Your Own")
    g.click("push button", "Remove %s from the catalogue" % folder)
    g.find("label", "No folder was added yet")
    g.key("Escape")
    wait_until(lambda: not g.find_all("list item", re.compile("My own riddle"), showing=False), 10, what="it to go")


if __name__ == "__main__":
    apmtest.main()
