#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What processes wait for: the column, the filter, the banner of a deadlock and its lines in the log."""
import os
import re
import subprocess

from gi.repository import Gio, GLib

import apmtest
from apmtest import shell_action, wait_until


class Deadlock:
    """A program that is in a deadlock until it is left."""
    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        self.process = subprocess.Popen([os.environ["DEADLOCKS"], self.kind])
        return self.process

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def shot(g, name):
    """A picture, for who wants to look at it."""
    if os.environ.get("APM_SHOTS"):
        g.screenshot(os.path.join(os.environ["APM_SHOTS"], name))


def banner(g, pid):
    wanted = "2 threads of deadlocks (%d) are in a deadlock" % pid
    return [n for n in g.nodes() if n.role == "label" and n.name.startswith(wanted) and n.showing()]


def search(g, text):
    g.find("entry", "Search processes").set_text(text)


def waiting(g, **want):
    """What the first row with these cells waits for."""
    rows = [r for r in g.rows("Processes") if all(r.get(k) == v for k, v in want.items())]
    return rows[0].get("Waiting for", "") if rows else ""


def in_log(g, text, pid):
    """The lines of the log that say this of this process: strangers may be in a deadlock too."""
    lines = (" ".join(v for v in r.values() if isinstance(v, str)) for r in g.rows("Log entries"))
    return [line for line in lines if text in line and "(PID %d)" % pid in line]


def test_deadlock_is_told_once_and_its_end(g):
    shell_action(g, "show-log", True)
    with Deadlock("abba") as process:
        wait_until(lambda: banner(g, process.pid), 60, what="the banner")
        wait_until(lambda: in_log(g, "Deadlock: 2 threads", process.pid), 10, what="a line of the log")
        shot(g, "banner.png")
        assert len(in_log(g, "Deadlock: 2 threads", process.pid)) == 1
        g.find("push button", "Show Why").do()
        wait_until(lambda: len(g.windows()) == 2, 10, what="the window Why")
        assert not g.unnamed(), g.unnamed()
    wait_until(lambda: not banner(g, process.pid), 60, what="no banner")
    wait_until(lambda: in_log(g, "is over", process.pid), 30, what="its end in the log")


def test_is_looked_for_when_asked(g):
    g.menu("Preferences")
    wait_until(lambda: len(g.windows()) == 2, 10)
    g.choose("Look for Deadlocks", "Only when asked")
    g.key("Escape")
    wait_until(lambda: len(g.windows()) == 1, 10)
    g.menu("Look for Deadlocks")
    wait_until(lambda: any(re.search("deadlock", t) for t in g.toasts()), 30, what="an answer")
    with Deadlock("abba") as process:
        def answer():
            g.key("ctrl+shift+y")
            return banner(g, process.pid)
        wait_until(answer, 60, what="the banner")
        wait_until(lambda: any(re.search(r"deadlocks?, .*deadlocks \(%d\)" % process.pid, t) for t in g.toasts()), 30,
                   what="where it is, there is %r" % g.toasts())


def test_banner_can_be_waved_away(g):
    with Deadlock("abba") as first:
        wait_until(lambda: banner(g, first.pid), 60, what="the banner")
        g.find("push button", "Not Again for deadlocks").do()
        wait_until(lambda: not banner(g, first.pid), 10, what="no banner")
        with Deadlock("abba") as second:
            shell_action(g, "show-log", True)
            wait_until(lambda: in_log(g, "Deadlock", second.pid), 60, what="the second in the log")
            assert not banner(g, second.pid)


class Desktop:
    """In the place of the desktop: the notifications that it would show now."""
    NAME = "org.freedesktop.Notifications"
    INTERFACE = """<node><interface name="org.freedesktop.Notifications">
      <method name="Notify">
        <arg type="s"/><arg type="u"/><arg type="s"/><arg type="s"/><arg type="s"/><arg type="as"/><arg type="a{sv}"/>
        <arg type="i"/><arg type="u" direction="out"/>
      </method>
      <method name="CloseNotification"><arg type="u"/></method>
    </interface></node>"""

    def __init__(self, g):
        self.shown, self.n = {}, 0
        g.bus.register_object("/org/freedesktop/Notifications", Gio.DBusNodeInfo.new_for_xml(self.INTERFACE).interfaces[0],
                              self.called, None, None)
        g.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                        GLib.Variant("(su)", (self.NAME, 0)), None, Gio.DBusCallFlags.NONE, 5000, None)

    def called(self, _bus, _sender, _path, _interface, method, arguments, call):
        if method == "Notify":
            self.n += 1
            _app, _replaces, _icon, title, body = arguments.unpack()[:5]
            self.shown[self.n] = "%s: %s" % (title, body)
            call.return_value(GLib.Variant("(u)", (self.n,)))
        else:
            self.shown.pop(arguments.unpack()[0], None)
            call.return_value(None)

    def shows(self):
        while GLib.MainContext.default().iteration(False):
            pass
        return sorted(self.shown.values())


@apmtest.window(settings={"deadlock-interval": "uint32 0"})
def test_hidden_the_desktop_tells_it_until_it_is_over(g):
    """What stands in a window that is seen is not told twice."""
    desktop = Desktop(g)

    def looked(what):
        shell_action(g, "find-deadlocks")
        return what()
    with Deadlock("abba") as seen:
        wait_until(lambda: looked(lambda: banner(g, seen.pid)), 60, interval=0.5, what="the banner")
        apmtest.minimise(g)
        with Deadlock("abba") as hidden:
            told = "Deadlock found: 2 threads of deadlocks (%d) are in a deadlock" % hidden.pid
            wait_until(lambda: looked(lambda: told in desktop.shows()), 60, interval=0.5, what="the notification")
            assert not any("(%d)" % seen.pid in text for text in desktop.shows()), desktop.shows()
        wait_until(lambda: looked(lambda: told not in desktop.shows()), 60, interval=0.5, what="its end")


@apmtest.window(size=(1500, 800), place=(1480, 760))
def test_column_says_for_whom_and_how_long(g):
    with Deadlock("popen") as process:
        search(g, "deadlocks")
        wait_until(lambda: waiting(g, PID=str(process.pid)).startswith("child deadlocks"), 60,
                   what="the parent’s row, there is %r" % g.rows("Processes"))
        wait_until(lambda: any(" full" in r.get("Waiting for", "") for r in g.rows("Processes")), 30)
        shot(g, "column.png")
        search(g, "name:deadlocks waits:pipe-write")
        wait_until(lambda: len(g.rows("Processes")) == 1, 20, what="one row, there are %r" % g.rows("Processes"))
        search(g, "name:deadlocks waits:mutex")
        wait_until(lambda: not g.rows("Processes"), 20, what="no row")


def thread_rows(g, **want):
    return [r for r in g.rows("Threads") if all(r.get(k) == v for k, v in want.items())]


def search_threads(g, text):
    g.find("entry", "Search threads").set_text(text)


@apmtest.window(size=(1500, 800), place=(1480, 760))
def test_threads_say_it_too(g):
    shell_action(g, "show-page", "threads")
    with Deadlock("abba") as process:
        wait_until(lambda: banner(g, process.pid), 60, what="the banner, which moves what is below")
        g.type("entry", "Find a process by PID or name", str(process.pid))
        g.click("list item", re.compile(r", PID %d$" % process.pid))
        wait_until(lambda: len([r for r in thread_rows(g) if r["Waiting for"].startswith("mutex")]) == 2, 60,
                   what="two that wait for a mutex, there is %r" % g.rows("Threads"))
        wait_until(lambda: all(r["Waited"] for r in thread_rows(g) if r["Waiting for"].startswith("mutex")), 30,
                   what="for how long, there is %r" % g.rows("Threads"))
        search_threads(g, "waits:mutex waited>1ms")
        wait_until(lambda: len(thread_rows(g)) == 2, 30, what="two rows, there are %r" % g.rows("Threads"))
        shot(g, "threads.png")
        search_threads(g, "waits:pipe")
        wait_until(lambda: not thread_rows(g), 20, what="no row")
        search_threads(g, "")
        wait_until(lambda: len(thread_rows(g)) >= 2, 20, what="all rows")
        g.click(thread_rows(g)[-1]["_node"])
        g.key("ctrl+y")
        wait_until(lambda: len(g.windows()) == 2, 10, what="the window Why")


def test_wrong_filter_is_marked_where_it_is_wrong(g):
    """In both lists: what was shown before stays."""
    shell_action(g, "show-page", "threads")
    wait_until(lambda: thread_rows(g), 10, what="threads")
    for wrong, sentence in (("cpu>x", "This is no number"), ("mem>5M", "A thread has no “mem” of its own"),
                            ("wuser:me", "There is no field “wuser”")):
        search_threads(g, wrong)
        wait_until(lambda: any(sentence in n for n in g.labels()), 10, what=sentence)
        wait_until(lambda: sentence in g.find("entry", "Search threads").live_desc(), 10, what="told at the entry")
        assert thread_rows(g), wrong
    shot(g, "wrong-filter.png")
    search_threads(g, "cpu>0")
    wait_until(lambda: not any("There is no field" in n for n in g.labels()), 10, what="nothing wrong")
    search_threads(g, "state:S")
    g.click("push button", "Kept filters")
    g.click("menu item", "Keep This Filter")
    search_threads(g, "")
    g.click("push button", "Kept filters")
    g.click("menu item", "state:S")
    wait_until(lambda: g.find("entry", "Search threads").text() == "state:S", 10, what="the kept filter")


if __name__ == "__main__":
    apmtest.main()
