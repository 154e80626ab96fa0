#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The shell: pages, log drawer, keys, menu, what is kept, the way out."""
import os
import re
import signal

import apmtest
from apmtest import shell_action, wait_until

PAGES = ["Processes", "Threads", "IPC", "Synchronization"]
NAMES = ["processes", "threads", "ipc", "synchronization"]


def is_on(g, page):
    return wait_until(lambda: g.state("show-page", window=1) == page, 5, what="page %s" % page)


def log_is(g, shown):
    return wait_until(lambda: g.state("show-log", window=1) is shown, 5, what="log shown: %s" % shown)


def test_pages_by_key_mouse_and_action(g):
    assert [n.name for n in g.find_all("page tab")][:4] == PAGES
    for i, name in enumerate(NAMES, 1):
        g.key("alt+%d" % i)
        is_on(g, name)
    for title, name in zip(PAGES, NAMES):
        g.click([n for n in g.find_all("page tab", title) if n.showing()][0])
        is_on(g, name)
    shell_action(g, "show-page", "threads")
    is_on(g, "threads")
    shell_action(g, "show-page", "no such page")
    is_on(g, "threads")


def test_new_is_labelled_by_the_page(g):
    for i, label in enumerate(("New Process…", "New Thread…", "New Message…", "New Experiment…"), 1):
        g.key("alt+%d" % i)
        g.find("push button", label)


def test_log_by_key_button_and_action(g):
    log_is(g, False)
    for turn in (lambda: g.key("ctrl+l"), lambda: g.click("push button", "Log")):
        turn()
        log_is(g, True)
        turn()
        log_is(g, False)
    shell_action(g, "show-log", True)
    log_is(g, True)
    shell_action(g, "show-log", True)
    log_is(g, True)
    for i, name in enumerate(NAMES, 1):
        g.key("alt+%d" % i)
        is_on(g, name)
        log_is(g, True)


def test_pause_follows_the_session(g):
    button = g.find("push button", "Pause updates")
    g.key("ctrl+p")
    wait_until(lambda: "pressed" in button.live_states(), 5)
    assert g.state("pause", window=1) is True
    g.click(button)
    wait_until(lambda: "pressed" not in button.live_states(), 5)
    assert g.state("pause", window=1) is False


def test_preferences_bound_to_settings(g):
    g.menu("Preferences")
    wait_until(lambda: any(w.name == "Preferences" for w in g.windows()), 15)
    g.type("spin button", "Older Files to Keep", "7", enter=True)
    g.choose("Update Interval", "5 seconds")
    assert not g.unnamed(), g.unnamed()
    g.key("Escape")
    wait_until(lambda: len(g.windows()) == 1, 15)
    g.key("ctrl+comma")
    wait_until(lambda: g.find("spin button", "Older Files to Keep").value() == 7, 15)
    assert g.find("combo box", "Update Interval").find("label", "5 seconds")


def test_shortcuts_and_about_open(g):
    g.key("ctrl+question")
    wait_until(lambda: apmtest.labels(g, "^Pause updates$"), 5)
    g.key("Escape")
    wait_until(lambda: len(g.windows()) == 1, 5)
    g.menu("About Advanced Process Manager")
    wait_until(lambda: len(g.windows()) == 2, 5)
    g.key("Escape")
    wait_until(lambda: len(g.windows()) == 1, 5)


def test_every_action_of_the_contract_is_there(g):
    assert {"quit", "about", "preferences"} <= set(g.actions())
    actions = g.actions(window=1)
    for name, kind in (("show-page", "s"), ("show-log", "b"), ("search", ""), ("pause", "")):
        assert actions[name][1] == kind, (name, actions[name])


def test_a_page_keeps_what_was_promised_for_it(g):
    """Pages are made when they are first needed, but what they can do is there from the start."""
    def kinds():
        return {name: description[1] for name, description in g.actions(window=1).items()}

    promised = kinds()
    assert g.find_all("tree table", "Processes", showing=False) and not g.find_all("tree table", "Threads", showing=False)
    shell_action(g, "create-thread", "early")
    wait_until(lambda: "'early'" in apmtest.log_text(g), 10, what="the thread of a page not yet seen")
    shell_action(g, "create-worker", "early-bird")
    wait_until(lambda: "early-bird" in apmtest.log_text(g), 10, what="the worker")
    for name in NAMES:
        shell_action(g, "show-page", name)
        is_on(g, name)
        if name == "ipc":
            assert "early-bird" in [n.name for n in g.find("combo box", "Receiver").walk()]
    assert kinds() == promised, set(kinds().items()) ^ set(promised.items())


@apmtest.window(thinned=False)
def test_everything_has_a_name(g):
    shell_action(g, "show-log", True)
    for i in range(4):
        g.key("alt+%d" % (i + 1))
        is_on(g, NAMES[i])
        assert not g.unnamed(), g.unnamed()


@apmtest.window(size=(800, 600), place=(760, 520), dark=True)
def test_narrow_the_switcher_moves_to_the_bottom(g):
    shell_action(g, "show-log", True)
    for i, title in enumerate(PAGES):
        tab = wait_until(lambda: [n for n in g.find_all("page tab", title) if n.showing()], 5)[0]
        assert tab.screen_rect()[1] > 400, tab.screen_rect()
        g.click(tab)
        is_on(g, NAMES[i])
    width, height = g.windows()[0].extents()[2:]
    assert width <= 760 and height <= 520, "the window needs %dx%d" % (width, height)


@apmtest.window(size=(1400, 900), memory_settings=False, env={"GSETTINGS_BACKEND": "keyfile"}, thinned=False)
def test_size_page_and_log_are_kept(g):
    apmtest.resize(g, 1200, 700)
    g.key("alt+3")
    is_on(g, "ipc")
    shell_action(g, "show-log", True)
    log_is(g, True)
    g.settle()
    size = g.windows()[0].extents()[2:]
    assert g.quit() == 0
    g.launch(g.argv, timeout=40)
    is_on(g, "ipc")
    log_is(g, True)
    wait_until(lambda: g.windows()[0].extents()[2:] == size, 5, what="the size %s" % (size,))


@apmtest.window(env={"LANGUAGE": "de"}, thinned=False)
def test_in_german(g):
    assert [n.name for n in g.find_all("page tab")][:4] == ["Prozesse", "Threads", "IPC", "Synchronisation"]
    g.find("push button", "Neuer Prozess …")
    shell_action(g, "show-log", True)
    wait_until(lambda: apmtest.labels(g, "^Das Programm ist gestartet"), 10)
    for i in range(4):
        g.key("alt+%d" % (i + 1))
        is_on(g, NAMES[i])
        if "APM_TEST_PICTURES" in os.environ:
            g.screenshot(os.path.join(os.environ["APM_TEST_PICTURES"], "german-%s.png" % NAMES[i]))
    g.menu("Einstellungen", button="Hauptmenü")
    g.find("combo box", "Aktualisierungsabstand")
    g.key("Escape")


def test_a_dialog_is_a_window_and_begins_where_one_does(g):
    """A screen reader is told of a window, and what is typed at once arrives."""
    for action, of, title, entry in (("create-process", "", "New Process", "Command line"),
                                     ("create-worker", "", "New Process", "Name of the worker (optional)"),
                                     ("create-thread", "", "New Thread", "Name"),
                                     ("open-program", "", "Open Program", "Program, C file or folder")):
        shell_action(g, action, of)
        g.find("frame", title)
        g.keys("abc")
        wait_until(lambda: g.find("text", entry, showing=False).text() == "abc", 10, what="what was typed in " + entry)
        g.key("Escape")
        g.gone("frame", title)


def test_ends_with_status_0_by_action(g):
    g.action("quit")
    assert g.app.wait(5) == 0


def test_ends_with_status_0_by_key(g):
    g.key("ctrl+q")
    assert g.app.wait(5) == 0


def test_ends_with_status_0_by_the_close_button(g):
    g.click("push button", "Close")
    assert g.app.wait(5) == 0


def test_ends_with_status_0_by_sigint(g):
    g.app.send_signal(signal.SIGINT)
    assert g.app.wait(5) == 0


def test_killed_it_leaves_nothing_behind(g):
    shell_action(g, "show-page", "ipc")
    g.click("push button", "Create Two Workers and Say Hello")
    shell_action(g, "show-page", "synchronization")
    shell_action(g, "lab-run")

    def started():
        said = apmtest.log_text(g)
        workers = re.findall(r"Created worker '[^']+' \(PID (\d+)\)", said)
        runs = re.findall(r"- sync - .*Started \(PID (\d+)\)", said)
        return len(workers) == 2 and runs and [int(pid) for pid in workers + runs]
    pids = wait_until(started, 15, what="two workers and an experiment")
    assert all(os.path.exists("/proc/%d" % pid) for pid in pids)
    g.app.kill()
    g.app.wait()
    wait_until(lambda: not any(apmtest.is_alive(pid) for pid in pids), 2, what="%s to end" % pids)


@apmtest.window(env={"XDG_STATE_HOME": "/proc/nowhere"})
def test_a_log_that_cannot_be_written_is_told_once(g):
    wait_until(lambda: g.toasts(), 10, what="a toast")
    assert len(g.toasts()) == 1
    assert not os.path.exists("/proc/nowhere")


if __name__ == "__main__":
    apmtest.main()
