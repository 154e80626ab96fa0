#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Acting on processes: signals to many, the offer to kill, priority and its undo."""
import os
import re
import signal
import subprocess
import sys

import apmtest
from apmtest import labels, shell_action, wait_until

TABLE = "Processes"


def started(g, code):
    """A process of Python, of another parent than the window; the row is selected. Ended by the caller."""
    number = "%d.%d" % (os.getpid(), len(code))
    other = subprocess.Popen([sys.executable, "-c", code + "\nprint('ready', flush=True)\nimport time\ntime.sleep(600)",
                              number], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert other.stdout.readline() == "ready\n"
    g.type("entry", "Search processes", number)
    wait_until(lambda: labels(g, r", 1 shown$") and len(g.rows(TABLE)) == 1, 20, what="one row")
    row = g.row(TABLE, PID=str(other.pid), timeout=20)
    g.click(row["_cells"][0])
    wait_until(lambda: g.row(TABLE, PID=str(other.pid))["_selected"], 5, what="selected")
    return other


def menu(g, other, item):
    g.right_click(g.row(TABLE, PID=str(other.pid))["_cells"][0])
    g.click("menu item", item)
    wait_until(lambda: len(g.windows()) == 2, 10, what="the dialog")


def end(*others):
    for other in others:
        try:
            os.killpg(other.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        other.wait()
        other.stdout.close()


def toast(g, pattern, timeout=15):
    return wait_until(lambda: next((t for t in g.toasts() if re.search(pattern, t)), None), timeout,
                      what="a toast like %r; there are %r" % (pattern, g.toasts()))


CHILDREN = "import subprocess\nfor i in range(3): subprocess.Popen(['sleep', '599'])"


def test_signal_reaches_a_whole_group(g):
    other = started(g, CHILDREN)
    try:
        menu(g, other, "Send Signal…")
        g.choose("To", "Its process group")
        wait_until(lambda: labels(g, r"^4 processes: "), 10, what="how many")
        g.type("entry", "Search signals", "KILL")
        g.click("push button", "Send")
        toast(g, "Sent SIGKILL to 4 processes")
        assert other.wait(10) == -signal.SIGKILL
    finally:
        end(other)


def own_cgroup():
    """Makes a control group of our own. Returns its folder, or None where that is not permitted."""
    with open("/proc/mounts") as f:
        mounts = [line.split()[1] for line in f if line.split()[2] == "cgroup2"]
    with open("/proc/self/cgroup") as f:
        lines = f.read().splitlines()
    if any(":name=systemd:" in line and not line.endswith(":/") for line in lines):
        return None     # the old hierarchy is the one that counts there
    paths = [line[3:] for line in lines if line.startswith("0::")]
    for mount in mounts:
        path = "%s%s/apm-test-%d" % (mount, paths[0].rstrip("/") if paths else "", os.getpid())
        try:
            os.mkdir(path)
            return path
        except OSError:
            continue
    return None


def no_cgroup():
    path = own_cgroup()
    if path is None:
        return "no control group of one's own is permitted here"
    try:
        probe = subprocess.Popen(["sleep", "60"])
        with open(path + "/cgroup.procs", "w") as f:
            f.write(str(probe.pid))
        return None
    except OSError as error:
        return "no process can be moved to a control group here: %s" % error
    finally:
        probe.kill()
        probe.wait()
        wait_until(lambda: remove(path), 10, what="an empty control group")


def remove(path):
    try:
        os.rmdir(path)
        return True
    except OSError:
        return False


@apmtest.skip_if(no_cgroup)
def test_signal_reaches_a_control_group_and_no_more(g):
    path = own_cgroup()
    other = started(g, "")
    mate = subprocess.Popen(["sleep", "599"])
    outsider = subprocess.Popen(["sleep", "599"])
    try:
        for process in (other, mate):
            with open(path + "/cgroup.procs", "w") as f:
                f.write(str(process.pid))
        menu(g, other, "Send Signal…")
        g.choose("To", "Its control group")
        wait_until(lambda: labels(g, r"^2 processes: "), 10, what="how many")
        g.type("entry", "Search signals", "KILL")
        g.click("push button", "Send")
        toast(g, "Sent SIGKILL to 2 processes")
        assert other.wait(10) == mate.wait(10) == -signal.SIGKILL
        assert outsider.poll() is None
    finally:
        for process in (mate, outsider):
            process.kill()
            process.wait()
        end(other)
        wait_until(lambda: remove(path), 10, what="an empty control group")


def test_ignored_is_told_and_kill_offered(g):
    other = started(g, "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)")
    try:
        g.click("push button", "End")
        wait_until(lambda: labels(g, "ignores SIGTERM"), 10, what="what it does with the signal")
        g.click([n for n in g.find_all("push button", "End") if "dialog" in [a.role for a in n.ancestors()]][0])
        toast(g, "has not ended", 20)
        assert other.poll() is None
        g.click("push button", "Kill")
        assert other.wait(10) == -signal.SIGKILL
    finally:
        end(other)


def test_nothing_is_sent_to_one_that_ended(g):
    other = started(g, "")
    try:
        menu(g, other, "Send Signal…")
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        g.click("push button", "Send")
        toast(g, "already ended")
    finally:
        end(other)


def test_command_is_copied(g):
    other = started(g, "")
    try:
        menu(g, other, "Send Signal…")
        entry = g.find("entry", "Search signals")
        g.keys("USR1")
        wait_until(lambda: entry.text() == "USR1", 5, what="what was typed at once")
        g.click("push button", "Copy as shell command")
        toast(g, r"kill -s USR1 -- %d" % other.pid)
        g.click(entry)
        g.key("Escape")
        g.gone("entry", "Search signals")
    finally:
        end(other)


def test_priority_is_set_and_taken_back(g):
    other = started(g, "import threading, time\nfor i in range(3): threading.Thread(target=time.sleep, args=(600,), daemon=True).start()")

    def nices():
        return {os.getpriority(os.PRIO_PROCESS, int(t)) for t in os.listdir("/proc/%d/task" % other.pid)}
    before = nices()
    try:
        menu(g, other, "Priority and Scheduling…")
        assert "sensitive" not in g.find("push button", "Apply").live_states()
        g.find("spin button", "Nice value").set_value(12)
        wait_until(lambda: "sensitive" in g.find("push button", "Apply").live_states(), 5, what="Apply possible")
        g.click("push button", "Apply")
        wait_until(lambda: nices() == {12}, 10, what="the nice value of all threads")
        toast(g, "nice value 12")
        if os.geteuid() == 0:
            g.click("push button", "Undo")
            wait_until(lambda: nices() == before, 10, what="what it had")
    finally:
        end(other)


def test_dialogs_say_no_more_than_is_true(g):
    other = started(g, "")
    try:
        menu(g, other, "Priority and Scheduling…")
        for cpu in range(os.cpu_count()):
            assert g.find_all(None, "Processor %d" % cpu, showing=False), cpu
        g.find("spin button", "Out-of-memory score").set_value(1000)
        other.kill()
        other.wait()
        g.click("push button", "Apply")
        wait_until(lambda: labels(g, "already ended"), 10, what="the refusal, in the dialog")
    finally:
        end(other)


if __name__ == "__main__":
    apmtest.main()
