#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predict first: what a program comes to is a secret until somebody has guessed it."""
import re

import apmtest
from apmtest import shell_action, wait_until
from test_sync import enabled, has_ended, lab

VERDICT = re.compile(", (right|wrong)$")


@apmtest.window(size=(1280, 880))
def test_a_guess_stands_beside_the_answer(g):
    lab(g, "rendezvous:both-wait")
    wait_until(lambda: g.find_all("list item", VERDICT), 10, what="verdicts in the catalogue")
    assert "WRONG" in wait_until(lambda: g.find("text", "Source").text(), 10, what="the source")
    shell_action(g, "lab-predict")
    wait_until(lambda: not g.find_all("list item", VERDICT), 10, what="secrets")
    assert "WRONG" not in g.find("text", "Source").text()

    # A copy has all that its author wrote; the original keeps its secret.
    g.click("push button", "Edit a Copy")
    g.find("label", "Your copy")
    wait_until(lambda: "WRONG" in g.find("text", "Source").text(), 10, what="the whole copy")
    g.click("push button", "Restore the Original")
    g.click("push button", "Restore")
    g.find("push button", "Edit a Copy")
    wait_until(lambda: "main" in g.find("text", "Source").text(), 10, what="the original")
    assert "WRONG" not in g.find("text", "Source").text()

    shell_action(g, "lab-run")
    wait_until(lambda: any("Say first what it will do" in text for text in g.toasts()), 10, what="the question")
    assert not enabled(g, "lab-stop")
    g.click("push button", "Ends Well")
    shell_action(g, "lab-run")
    g.find("label", re.compile(r"^You were wrong\. It can hang\. "), timeout=30)
    has_ended(g)
    g.find("label", "0 of 1 right")
    g.find("list item", "Rendezvous: Wait, then say it, wrong")

    lab(g, "rendezvous:semaphores")
    g.find("label", re.compile("^What will it do"))
    g.click("push button", "Ends Well")
    shell_action(g, "lab-explore")
    g.find("label", re.compile(r"^You were right\. It always ends well\. "), timeout=60)
    g.find("label", "1 of 2 right")
    g.key("ctrl+w")
    g.click("push button", "Start Over")
    wait_until(lambda: not g.find_all("list item", VERDICT), 10, what="secrets again")


if __name__ == "__main__":
    apmtest.main()
