#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tour: opens the window on a virtual display and uses every tab for real.

    tour.py FOLDER      leaves NN-name.png and the exported log there

What the window is told to do goes through its actions; what came of it is read
from the log file and from the screen. The status says whether all of it worked.
"""
import json
import os
import re
import shlex
import shutil
import signal
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gi.repository import GLib  # noqa: E402

import apmtest  # noqa: E402
from apmtest import shell_action, wait_until  # noqa: E402

SIZE = (1100, 680)


class Tour:
    def __init__(self, g, folder):
        self.g, self.folder, self.n = g, folder, 0

    def log(self):
        return apmtest.log_text(self.g)

    def says(self, pattern, timeout=15):
        """Waits until the log has a line that matches; returns the match."""
        return wait_until(lambda: re.search(pattern, self.log(), re.M), timeout, what="a line %r in the log" % pattern)

    def do(self, action, parameter=None):
        shell_action(self.g, action, parameter)

    def page(self, name):
        self.do("show-page", name)
        wait_until(lambda: self.g.state("show-page", window=1) == name, 5)

    def shown(self, pattern, timeout=15):
        """Waits until a text on the screen matches."""
        return wait_until(lambda: apmtest.labels(self.g, pattern), timeout, what="%r on the screen" % pattern)

    def picture(self, name, settle=True, of=None):
        """settle=False: of something that moves; of: the title of another window than the chief one."""
        self.n += 1
        path = os.path.join(self.folder, "%02d-%s.png" % (self.n, name))
        x, y, w, h = (self.g.find("frame", of) if of else self.g.windows()[0]).screen_rect()
        self.g.screenshot(path, (max(0, x), max(0, y), min(w, SIZE[0]), min(h, SIZE[1])), settle)
        print("        %s" % path, flush=True)


def processes(t):
    """creates a process, finds it in the list and reads what it printed"""
    t.page("processes")
    t.do("create-process", "sh -c 'echo the tour says hello; exec sleep 600'")
    t.pid = int(t.says(r"- INFO - process - Created process 'sh' \(PID (\d+)\)")[1])
    t.says(r"sh says: the tour says hello")
    t.g.click("push button", "Created here")
    t.shown(r"^%d$" % t.pid)
    t.g.click("push button", "All")
    t.picture("processes")


def inspector(t):
    """shows what stands behind that process"""
    t.page("processes")
    t.g.action("go-to", GLib.Variant("(ii)", (t.pid, 0)), window=1)
    if not apmtest.labels(t.g, r"^PID %d" % t.pid):
        t.do("inspector")
    t.shown(r"^PID %d" % t.pid)
    t.g.choose("Section", "Files")
    t.shown(r"^/dev/null$")
    t.picture("inspector")
    t.do("inspector")


def deadlock(t):
    """starts a program that runs into a deadlock, which is found, told and shown"""
    bank = os.path.join(tempfile.mkdtemp(), "bank")
    shutil.copy(os.path.join(os.environ.get("APM_BUILDDIR", "build"), "tests", "wait", "deadlocks"), bank)
    try:
        t.do("create-process", shlex.join([bank, "abba"]))
        pid = int(t.says(r"Created process 'bank' \(PID (\d+)\)")[1])
        t.says(r"- WARNING - wait - Deadlock: 2 threads, first in bank \(PID %d\)" % pid, 30)
        t.shown(r"are in a deadlock")
        t.picture("deadlock-found")
        t.g.find("push button", "Show Why").do()
        wait_until(lambda: "deadlock" in t.g.find("image", "Who waits for whom").live_desc(), 20, what="the picture")
        t.picture("deadlock-why")
        t.g.key("Escape")
        os.kill(pid, signal.SIGKILL)
        t.says(r"The deadlock in bank \(PID %d\) is over" % pid, 30)
    finally:
        shutil.rmtree(os.path.dirname(bank))


def threads(t):
    """creates threads, and ends one of them"""
    t.page("threads")
    for name in ("weaver", "spinner"):
        t.do("create-thread", name)
        t.says(r"Created thread '%s'" % name)
    t.shown("^weaver$")
    t.picture("threads")
    t.do("terminate-thread", "weaver")
    t.says(r"Thread 'weaver' in this program ended; the join took")
    t.picture("thread-ended")


def messages(t):
    """creates two workers, sends a message and has it taken"""
    t.page("ipc")
    for name in ("anna", "ben"):
        t.do("create-worker", name)
        t.says(r"Created worker '%s' \(PID \d+\)" % name)
    t.do("send-message", "hello from the tour")
    receiver = t.says(r"Sent 19 B through this program → (\w+): hello from the tour")[1]
    t.g.click("label", "this program → " + receiver)
    t.g.click("push button", "Receive")
    t.says(r"%s received 19 B from this program: hello from the tour" % receiver)
    t.shown("^hello from the tour$")
    t.picture("messages")


def bounded_buffer(t):
    """runs the bounded buffer until its 20 items are through"""
    t.page("synchronization")
    t.do("lab-select", "bounded-buffer:semaphores")
    t.do("lab-run")
    t.says(r"- sync - P\d put item")
    t.says(r"- sync - C\d got item")
    t.picture("bounded-buffer", settle=False)
    wait_until(lambda: len(re.findall(r"- sync - C\d got item", t.log())) >= 20, 40, what="20 items got")
    t.picture("bounded-buffer-done")


def lost_update(t):
    """runs the counter without a lock until an update is lost"""
    t.do("lab-select", "counter:none")
    t.do("lab-run")
    t.says(r"- WARNING - sync - ", 40)
    t.picture("lost-update")


def deadlock_seen(t):
    """lets philosophers take their left forks until none can eat, with the timeline below"""
    t.do("lab-select", "philosophers:naive")
    t.g.click(t.g.find_all(None, "Timeline")[-1])
    t.do("lab-run")
    t.says(r"- WARNING - sync - .*[Dd]eadlock", 40)
    t.picture("philosophers")
    t.g.click(t.g.find_all(None, "Timeline")[-1])


def failing_schedule(t):
    """runs the counter through every schedule until one fails"""
    t.do("lab-select", "counter:none")
    t.do("lab-explore")
    t.shown("^Failed: ", 60)
    t.picture("failing-schedule", of="Every Schedule")
    t.g.key("ctrl+w")


def log(t):
    """shows the log and exports it"""
    t.page("processes")
    t.do("show-log", True)
    t.shown(r"^Lost update · Without a lock: Round")    # the drawer follows the end
    t.picture("log")
    for name in ("Advanced_Process_Manager.log", "log.jsonl"):
        path = os.path.join(t.folder, name)
        t.do("export-log", path)
        wait_until(lambda: os.path.exists(path) and os.path.getsize(path) > 0, 10, what=path)
        print("        %s" % path, flush=True)
    with open(os.path.join(t.folder, "Advanced_Process_Manager.log"), encoding="utf-8") as f:
        text = f.read()
    for words in ("Created process 'sh'", "Created thread 'weaver'", "Created worker 'anna'", "hello from the tour"):
        assert words in text, "%r is not in the exported log" % words
    with open(os.path.join(t.folder, "log.jsonl"), encoding="utf-8") as f:
        assert all(json.loads(line) for line in f)


def way_out(t):
    """ends, and leaves nothing behind but the program it started"""
    workers = [int(p) for p in re.findall(r"Created worker '\w+' \(PID (\d+)\)", t.log())]
    t.g.action("quit")
    status = t.g.app.wait(5)
    assert status == 0, "the window ended with status %s" % status
    wait_until(lambda: not any(apmtest.is_alive(pid) for pid in workers), 3, what="the workers to end")
    assert apmtest.is_alive(t.pid), "the created program did not go on"
    bad = apmtest.complaints(t.g)
    assert not bad, "the program complained:\n" + "\n".join(bad)


def main():
    folder = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "tour")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    failed = 0
    with apmtest.start(size=(1180, 780), place=SIZE) as g:
        t = Tour(g, folder)
        for step in (processes, inspector, deadlock, threads, messages, bounded_buffer, lost_update, deadlock_seen, failing_schedule, log, way_out):
            began = time.monotonic()
            try:
                step(t)
                verdict = "ok"
            except Exception:       # the tour goes on: a person wants to see the rest
                failed += 1
                verdict = "FAILED"
                traceback.print_exc()
                if g.app.poll() is None:
                    t.picture("failed-" + step.__name__.replace("_", "-"))
            print("%-6s  %s: %s (%.1f s)" % (verdict, step.__name__.replace("_", " "), step.__doc__,
                                            time.monotonic() - began), flush=True)
    print("The tour worked." if not failed else "%d steps of the tour failed." % failed)
    sys.exit(1 if failed else 0)


main()
