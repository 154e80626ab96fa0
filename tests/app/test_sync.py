#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab Synchronization: real programs run, are drawn, checked, paused and stopped."""
import os
import re
import time

from gi.repository import GLib

import apmtest
from apmtest import shell_action, wait_until

ITEMS = "Items of each producer (0: endless)"
COUNTS = re.compile(r"^([\d,]+) produced · ([\d,]+) consumed$")
# Wide enough for the parameters to stand in a row.
wide = apmtest.window(size=(1280, 880))
LOST = re.compile(r"[1-9]\d* updates? w(as|ere) lost")


def lab(g, name=None):
    shell_action(g, "show-page", "synchronization")
    if name:
        shell_action(g, "lab-select", name)
    kinds = {"counter": "Counter", "bounded-buffer": "Buffer", "philosophers": "Round table", "readers-writers": "Room",
             "multiplex": "Room", "barber": "Barber’s shop"}
    return g.find("image", kinds.get(name.split(":")[0], "Lanes") if name else "Buffer")


def scroll_to(g, name):
    """The catalogue opens at the problem that is chosen; another one may be above or below."""
    def step():
        if g.find_all("list item", name):
            return True
        g.scroll(g.find_all("list item", re.compile(", (right|wrong)$"))[0], -5)

    wait_until(step, 20, what="%r in the catalogue" % name)


def enabled(g, name):
    return g.actions(window=1)[name][0]


def is_running(g):
    wait_until(lambda: enabled(g, "lab-stop"), 10, what="the experiment to run")


def has_ended(g, timeout=30):
    wait_until(lambda: enabled(g, "lab-run"), timeout, what="the experiment to end")


def counts(g):
    found = g.find("label", COUNTS)
    return tuple(int(n.replace(",", "")) for n in COUNTS.match(found.text()).groups())


def says(g, picture, text, timeout=10):
    match = text.search if hasattr(text, "search") else lambda desc: desc == text
    wait_until(lambda: match(picture.live_desc()), timeout,
               what="%s to say %r, not %r" % (picture.name, text, picture.live_desc()))


def programs(g):
    """The experiments' processes of this window, also those it has left behind."""
    folder = os.path.realpath(os.environ["APM_PROBLEMSDIR"]) + "/"
    mark = ("GUITEST_SESSION=" + g.id).encode()
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/environ" % pid, "rb") as f:
                ours = mark in f.read()
            if ours and os.readlink("/proc/%s/exe" % pid).startswith(folder):
                found.append(int(pid))
        except OSError:
            pass
    return found


def labels_below(g, node, text):
    """Asked of the program: the cache does not see that one child was hidden and another shown."""
    found, left = [], [(node.bus, node.path)]
    while left:
        bus, path = left.pop()
        if g._call(bus, path, "org.freedesktop.DBus.Properties", "Get",
                   GLib.Variant("(ss)", ("org.a11y.atspi.Accessible", "Name")))[0] == text:
            found.append(path)
        left += g._call(bus, path, "org.a11y.atspi.Accessible", "GetChildren")[0]
    return found


def content(g):
    """All of the page but the catalogue."""
    return g.find("push button", "Run").parent.parent.parent


def full_speed(g):
    picture = lab(g, "bounded-buffer")
    g.choose("Preset", "Full speed")
    says(g, picture, "0 of 8 slots filled")
    return picture


@wide
def test_opens_on_classic_with_run_suggested(g):
    picture = lab(g)
    g.find("label", "Bounded buffer · Semaphores · Threads")
    g.find("label", "Every item arrives once and in order; nobody waits for ever.")
    assert g.find("combo box", "Preset").text() == "Classic"
    assert picture.live_desc() == "0 of 5 slots filled"
    assert len(g.find_all("label", "not checked yet")) == 7
    can = {name: enabled(g, name) for name in ("lab-run", "lab-pause", "lab-stop", "lab-step", "lab-explore")}
    assert can == {"lab-run": True, "lab-pause": False, "lab-stop": False, "lab-step": True, "lab-explore": True}, can
    g.place(0, 0, 1100, 640)
    shell_action(g, "lab-select", "barber")
    row = next(n for n in g.find("list", "Problems", showing=False).find_all("list item") if "selected" in n.live_states())
    below = g.find("push button", "Open Program…").extents()[1] - 7     # its margin, and a line
    wait_until(lambda: row.extents()[1] + row.extents()[3] <= below, what="all of the chosen row to be in view")


@wide
def test_classic_runs_and_every_check_holds(g):
    picture = lab(g)
    g.click("push button", "Run")
    is_running(g)
    said = set()
    while not enabled(g, "lab-run"):
        said.add(picture.live_desc())
        time.sleep(0.05)
    g.find("label", "20 items were put and got; every check held.")
    assert counts(g) == (20, 20)
    assert len(g.find_all("label", "holds")) == 7
    says(g, picture, "0 of 5 slots filled")
    assert any(" filled: " in text for text in said), said
    shape = re.compile(r"^0 of 5 slots filled$|^([1-5]) of 5 slots filled: (\d+(, \d+)*)$")
    for text in said:
        m = shape.match(text)
        assert m and (not m[1] or int(m[1]) == len(m[2].split(","))), text


@wide
def test_runs_again(g):
    picture = lab(g)
    g.choose("Preset", "Full speed")
    g.type("spin button", ITEMS, "100", enter=True)
    for label in ("Run", "Run Again", "Run Again"):
        g.click("push button", label)
        wait_until(lambda: enabled(g, "lab-run") and counts(g) == (200, 200), 20, what="200 items")
        says(g, picture, "0 of 8 slots filled")


@wide
def test_pause_stops_the_counts(g):
    full_speed(g)
    g.key("ctrl+r")
    is_running(g)
    wait_until(lambda: counts(g)[1] > 1000, 20, what="1,000 items")
    g.click("push button", "Pause")
    g.find("push button", "Resume")
    before = wait_until(lambda: (lambda a, b: a == b and a)(counts(g), (time.sleep(0.2), counts(g))[1]), 10,
                        what="the counts to stand still")
    time.sleep(0.5)
    assert counts(g) == before
    assert enabled(g, "lab-stop")
    g.click("push button", "Resume")
    wait_until(lambda: counts(g)[1] > before[1], 10, what="the counts to go on")
    g.find("push button", "Pause")
    g.find("label", re.compile(r"items/s$"))
    g.click("push button", "Stop")
    has_ended(g)
    wait_until(lambda: not programs(g), 5, what="its process to be gone")


@wide
def test_stop_by_key_while_paused(g):
    full_speed(g)
    g.key("ctrl+r")
    is_running(g)
    assert programs(g)
    shell_action(g, "lab-pause")
    g.find("push button", "Resume")
    g.key("ctrl+shift+period")
    has_ended(g)
    wait_until(lambda: not programs(g), 5, what="its process to be gone")
    g.find("push button", "Run Again")


@wide
def test_lost_update_is_seen(g):
    picture = lab(g, "counter:none")
    g.find("label", "Lost update · Without a lock · Threads")
    g.click("push button", "Run")
    has_ended(g)
    says(g, picture, LOST)
    g.find("label", re.compile(r"^broken after .*: Round \d+ ended with \d+ instead of \d+"))


@wide
def test_a_deadlock_is_proven_and_ends_the_run(g):
    picture = lab(g, "rendezvous:both-wait")
    g.find("label", "Rendezvous · Wait, then say it")
    shell_action(g, "lab-run")
    has_ended(g)
    g.find("label", re.compile(r"^broken after .*: Nobody is left to wake them: A1 waits for b_came; B1 waits for a_came"))
    says(g, picture, "A1: waits: b_came, B1: waits: a_came")
    wait_until(lambda: not programs(g), 5, what="nothing left")


@wide
def test_the_timeline_stands_below_the_scene(g):
    picture = lab(g, "bounded-buffer")
    g.click(g.find_all(None, "Timeline")[-1])
    g.find("entry", "Find in the timeline")
    shell_action(g, "lab-run")
    has_ended(g, 60)
    assert g.find("image", "Timeline").showing() and picture.showing()


@wide
def test_right_counters_hold(g):
    for variant in ("mutex", "atomic"):
        picture = lab(g, "counter:" + variant)
        shell_action(g, "lab-run")
        wait_until(lambda: g.find_all("label", "10 rounds right"), 30, what="10 rounds")
        has_ended(g)
        says(g, picture, re.compile("10 rounds ended with the right sum"))
        assert not g.find_all("label", re.compile("^broken"))


@wide
def test_parameters_by_keyboard_and_mouse(g):
    picture = lab(g)
    g.type("spin button", "Slots", "12", enter=True)
    says(g, picture, "0 of 12 slots filled")
    assert g.find("combo box", "Preset").text() == "Custom"
    g.key("Up", "Up")
    says(g, picture, "0 of 14 slots filled")
    g.choose("Preset", "Classic")
    says(g, picture, "0 of 5 slots filled")
    assert g.find("spin button", "Slots").value() == 5
    g.type("spin button", "Slots", "9999", enter=True)
    says(g, picture, "0 of 64 slots filled")
    g.type("spin button", "Slots", "", enter=True)
    says(g, picture, re.compile(r"^0 of (1|64) slots? filled$"))


@wide
def test_parameters_are_fixed_while_it_runs(g):
    full_speed(g)
    g.key("ctrl+r")
    is_running(g)
    # GTK tells it of the box that is made insensitive, not of what is in it.
    g.gone("spin button", "Slots")
    g.key("ctrl+shift+period")
    has_ended(g)
    g.type("spin button", "Slots", "3", enter=True)
    says(g, g.find("image", "Buffer"), "0 of 3 slots filled")
    g.find("push button", "Run")


@wide
def test_delays_the_wrong_way_round_are_told(g):
    lab(g)
    g.type("spin button", "Longest delay, ms", "300", enter=True)
    g.type("spin button", "Shortest delay, ms", "900", enter=True)
    g.click("push button", "Run")
    told = "The shortest delay, 900 ms, is longer than the longest, 300 ms"
    wait_until(lambda: any(told in text for text in g.toasts()), 10, what="the complaint")
    assert enabled(g, "lab-run") and not enabled(g, "lab-stop")


@wide
def test_processes_mode(g):
    picture = lab(g)
    g.choose("Preset", "Full speed")
    g.type("spin button", ITEMS, "500", enter=True)
    g.choose("Actors are", "Processes")
    g.find("label", "Bounded buffer · Semaphores · Processes")
    g.click("push button", "Run")
    wait_until(lambda: enabled(g, "lab-run") and counts(g) == (1000, 1000), 30, what="1,000 items")
    says(g, picture, "0 of 8 slots filled")
    assert len(g.find_all("label", "holds")) == 7
    wait_until(lambda: not programs(g), 5, what="its processes to be gone")


@wide
def test_catalogue_by_mouse_keyboard_and_search(g):
    lab(g)
    scroll_to(g, "Lost update: With a mutex, right")
    g.click("list item", "Lost update: With a mutex, right")
    g.find("label", "Lost update · With a mutex · Threads")
    g.key("ctrl+f")
    g.keys("buffer")
    wait_until(lambda: not g.find_all("list item", "Lost update"), 5, what="the search")
    g.click("list item", "Bounded buffer: Semaphores, right")
    g.find("label", "Bounded buffer · Semaphores · Threads")
    g.type("entry", "Search problems", "no such thing")
    g.find("label", "No problem found")
    g.find("label", "Bounded buffer · Semaphores · Threads")


@wide
def test_choosing_another_stops_the_run(g):
    full_speed(g)
    shell_action(g, "lab-run")
    is_running(g)
    lab(g, "counter:mutex")
    g.find("label", "Lost update · With a mutex · Threads")
    wait_until(lambda: not programs(g), 5, what="its process to be gone")
    assert enabled(g, "lab-run")


@wide
def test_no_such_problem_is_told(g):
    lab(g)
    for name, told in (("nonsense", "There is no problem “nonsense”"),
                       ("bounded-buffer:nonsense", "“bounded-buffer” has no variant “nonsense”"),
                       (":", "There is no problem “”")):
        shell_action(g, "lab-select", name)
        # One toast is shown at a time, each for 5 s.
        wait_until(lambda: any(told in text for text in g.toasts()), 20, what="a toast about %r" % name)
    g.find("label", "Bounded buffer · Semaphores · Threads")


@wide
def test_new_experiment_leads_to_the_search(g):
    shell_action(g, "show-page", "processes")
    shell_action(g, "lab-select", "")
    g.find("entry", "Search problems")
    g.keys("lost")
    g.find("list item", "Lost update: Without a lock, wrong")
    assert not g.find_all("list item", "Bounded buffer")


@wide
def test_source_is_shown_and_follows_the_variant(g):
    lab(g)
    wait_until(lambda: "sem_wait" in g.find("text", "Source").text(), 5, what="the source")
    lab(g, "counter:atomic")
    wait_until(lambda: "atomic" in g.find("text", "Source").text(), 5, what="the source of the other")


@apmtest.window(size=(880, 660), place=(760, 520))
def test_narrow_shows_one_at_a_time(g):
    lab(g)
    g.click("push button", "Source")
    g.find("text", "Source")
    g.gone("image", "Buffer")
    g.click("push button", "Checks")
    g.gone("text", "Source")
    assert len(labels_below(g, content(g), "not checked yet")) == 7
    g.click("push button", "Scene")
    g.find("image", "Buffer")
    g.click([n for n in g.find_all("push button", "Parameters")][-1])
    g.type("spin button", "Slots", "7", enter=True)
    says(g, g.find("image", "Buffer", showing=False), "0 of 7 slots filled")
    g.key("Escape")
    g.click("push button", "Catalogue")
    scroll_to(g, "Lost update: Without a lock, wrong")
    g.click("list item", "Lost update: Without a lock, wrong")
    g.find("image", "Counter")
    wait_until(lambda: not g.find_all("list item", "Bounded buffer"), 5, what="the catalogue to fold")


@apmtest.window(size=(1200, 760), place=(1100, 680), env={"LANGUAGE": "de"}, thinned=False)
def test_the_title_has_room_beside_long_words(g):
    shell_action(g, "show-page", "synchronization")
    title = g.find("label", re.compile("^Beschränkter Puffer · .* · Threads$"))
    wait_until(lambda: title.extents()[2] >= 200, what="room for the title, not %s" % (title.extents(),))
    assert not apmtest.labels(g, "^Einen Ablauf suchen, der scheitert$")


@wide
def test_quit_while_it_runs_leaves_nothing(g):
    full_speed(g)
    shell_action(g, "lab-run")
    is_running(g)
    wait_until(lambda: programs(g), 5)
    assert g.quit() == 0
    wait_until(lambda: not programs(g), 3, what="its process to be gone")


@wide
def test_all_has_a_name(g):
    lab(g)
    page = [n for n in g.unnamed() if n.showing()]
    assert not page, page


if __name__ == "__main__":
    apmtest.main()
