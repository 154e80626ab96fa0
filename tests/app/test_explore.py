#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Exploring in the window: what fails is found, played forward and back, copied and opened again."""
import os
import re

import apmtest
from apmtest import log_text, shell_action, wait_until

WHERE = re.compile(r"^(Before the first of|Step) \d+")
RACE = re.compile("^Failed: Data race")
PICTURES = os.environ.get("APM_TEST_PICTURES")


def picture(g, name):
    if PICTURES:
        os.makedirs(PICTURES, exist_ok=True)
        g.screenshot(os.path.join(PICTURES, "explore-%s.png" % name))


def explore(g, name):
    shell_action(g, "lab-select", name)
    shell_action(g, "lab-explore")
    g.find("frame", "Every Schedule")


def where(g):
    return g.find("label", WHERE).name


def stands(g, text):
    wait_until(lambda: where(g).startswith(text), 10, what="the player to say %r" % text)


def test_a_wrong_variant_is_found_and_played(g):
    explore(g, "counter:none")
    g.find("label", RACE, timeout=60)
    g.find("label", re.compile(r"sequentially consistent$"))
    n = int(re.match(r"Step (\d+) of \1: thread 2 reads", where(g)).group(1))
    assert [row["Step"] for row in g.rows("Steps")] == [str(i + 1) for i in range(n)]
    picture(g, "race")
    g.click("push button", "One step back")
    stands(g, "Step %d of %d" % (n - 1, n))
    g.key("Home")
    stands(g, "Before the first of %d steps" % n)
    assert "not created yet" in g.row("Threads at this step", Thread="thread 1").values()
    g.key("Right")
    stands(g, "Step 1 of %d: main creates" % n)
    g.key("End")
    stands(g, "Step %d of %d" % (n, n))
    assert "has ended" in g.row("Threads at this step", Thread="thread 1").values()
    g.key("Home")
    g.choose("Speed", "Very quick")
    g.click("push button", "Play")
    wait_until(lambda: where(g).startswith("Step %d of" % n), 30, what="the last step to be played")
    g.find("push button", "Play")
    assert "Explored the schedules of counter:none: Data race" in log_text(g)


def test_a_schedule_is_run_for_real(g):
    explore(g, "philosophers:naive")
    g.find("label", re.compile("^Failed: Deadlock"), timeout=60)
    g.click("push button", "Run It for Real")
    g.find("label", "Fails for real", timeout=60)
    g.find("label", re.compile(r"^And here it hangs, really: 3 threads can never go on, a proven deadlock\.$"))
    n = int(re.match(r"Step (\d+) of \1:", where(g)).group(1))
    picture(g, "real")
    g.click("push button", "One step back")
    stands(g, "Step %d of %d" % (n - 1, n))
    assert "Ran a schedule of philosophers:naive for real: And here it hangs" in log_text(g)
    g.click("push button", "Why It Hangs")
    g.find("frame", "Why Is It Waiting?")
    g.key("Escape")
    g.click("push button", "Forget the real run")
    g.gone("label", "Fails for real")


TOTAL = """#include <pthread.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
int total = 4, part[2] = { 2, 2 };
static void *move (void *v) { pthread_mutex_lock (&m); part[0]--; part[1]++; pthread_mutex_unlock (&m); return v; }
int main (void) { pthread_t i; pthread_create (&i, 0, move, 0); pthread_join (i, 0); return total != 4; }
"""


def test_what_must_hold_of_ones_own_file(g):
    path = os.path.join(g.dir, "total.c")
    with open(path, "w", encoding="utf-8") as f:
        f.write(TOTAL)
    # Each is a window; what is explored is what then stands in its options.
    for must_hold, told in (("sum(part) == total", r"^Failed: .*sum\(part\) == total"),
                            ("total == 4' --invariant 'part >= 1", "^Complete: No failure"),
                            ("total ==", "something is missing")):
        shell_action(g, "lab-open-run", "apmctl check %s --invariant '%s'" % (path, must_hold))
        g.find("label", re.compile(told), timeout=60)
        g.key("ctrl+w")
        g.gone("frame", "Every Schedule")


READS = """#include <assert.h>
#include <stdio.h>
int main (void) { int n; assert (scanf ("%d", &n) == 1); assert (n != 7); return 0; }
"""


def test_standard_input_is_a_file(g):
    source, seven = os.path.join(g.dir, "reads.c"), os.path.join(g.dir, "seven")
    for path, text in ((source, READS), (seven, "7\n")):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    shell_action(g, "lab-open-run", "apmctl check " + source)
    g.find("label", re.compile("“Options” takes a file that it reads"), timeout=60)
    g.key("ctrl+w")
    g.gone("frame", "Every Schedule")
    shell_action(g, "lab-open-run", "apmctl check %s --stdin %s" % (source, seven))
    g.find("label", re.compile("^Failed: .*n != 7"), timeout=60)
    picture(g, "standard-input")


def test_a_right_variant_is_proven(g):
    explore(g, "counter:mutex")
    g.find("label", re.compile("^Complete: No failure in any schedule"), timeout=60)
    g.find("label", "Proven")
    picture(g, "proven")


def test_what_is_up_to_the_scheduler_is_not_called_proven(g):
    explore(g, "no-starve:semaphore")
    g.find("label", re.compile("^Complete: No failure in any schedule"), timeout=60)
    g.find("label", re.compile("How long somebody waits, or is overtaken, is up to the scheduler, and was not checked"))
    assert not g.exists("label", "Proven")


def test_a_run_is_mailed_and_cancelled(g):
    shell_action(g, "lab-open-run", "apmctl check counter:none --schedule 'main*2,1*12,\n2*3'")
    g.find("label", RACE, timeout=60)
    assert where(g).startswith("Step 17 of 17"), where(g)
    g.menu("Copy Run", button="Menu of the exploration")
    wait_until(lambda: any("Run copied" in toast for toast in g.toasts()), 10, what="the run to be copied")
    g.menu("Open Run…", button="Menu of the exploration")
    text = g.find("text", "Text of the run")
    g.keys("hello")
    wait_until(lambda: text.text() == "hello", 10, what="what is typed at once")
    g.click("push button", "Open")
    g.find("label", re.compile("^That is no run"))
    text.set_text("apmctl check counter:atomic -- workers=6 increments=9")
    g.click("push button", "Open")
    g.find("label", re.compile(r"^[\d,]+ runs, [\d,]+ a second"), timeout=60)
    picture(g, "running")
    g.click("push button", "Cancel")
    g.find("label", re.compile("^Bounded: "), timeout=10)
    g.find("push button", "Find a Failing Schedule")


def test_what_cannot_be_explored_is_said(g):
    explore(g, "pipe-full")
    g.find("label", re.compile(r"calls what cannot be explored\.$"), timeout=60)
    g.find("label", re.compile(r"pipe\(\) is called at .*:\d+\."))
    picture(g, "unknown")
    g.find("push button", "Run It for Real")


def test_each_call_is_left_out(g):
    shell_action(g, "lab-open-run", "apmctl check counter:mutex")
    g.find("label", re.compile("^Complete: "), timeout=60)
    g.click("page tab", "Left-Out Calls")
    g.click("push button", "Leave Each Call Out")
    g.find("label", re.compile(r"^2 calls: without 2 of them the program fails"), timeout=60)
    rows = g.rows("Calls that are left out")
    assert [(row["Left Out"], row["Verdict"]) for row in rows] == [
        ("nothing is left out", "right"), ("pthread_mutex_lock", "needed"), ("pthread_mutex_unlock", "needed")], rows
    picture(g, "calls")


def test_how_often_it_fails_is_measured(g):
    shell_action(g, "lab-open-run", "apmctl check counter:none")
    g.find("label", RACE, timeout=60)
    g.click("page tab", "How Often")
    g.click("push button", "Measure")
    g.find("label", re.compile(r"^[\d,]+ runs? so far$"), timeout=60)
    g.click("push button", "Cancel")
    g.find("push button", "Measure")
    picture(g, "often")


apmtest.main()
