#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine above the processes: the strip, its popover, the switch in the menu, and what the program says of its own
cost."""
import glob
import re
import time

import apmtest
from apmtest import labels, shell_action, thin, wait_until

GRAPHS = ["CPU history", "Memory history", "Load history"]


def picture(g, name):
    return g.find("image", name, showing=False)


def says(g, name, pattern):
    """Waits until a picture says so to those who do not see it."""
    return wait_until(lambda: re.search(pattern, picture(g, name).live_desc()), 20, what="%s: %r" % (name, pattern))


def in_sight(g, name):
    return any(n.showing() for n in g.find_all("image", name, showing=False))


def has_pressure():
    try:
        with open("/proc/pressure/cpu") as f:
            return "avg10" in f.read()
    except OSError:
        return False


def test_strip_tells_the_machine(g):
    for name in GRAPHS:
        wait_until(lambda: in_sight(g, name), 10, what=name)
    says(g, "CPU history", r"^\d+ %: programs \d+ %, kernel \d+ %; disks \d+ %")
    says(g, "Each CPU", r"CPU 0: \d+ %|\d+ CPUs, the busiest is CPU \d+ with \d+ %")
    says(g, "Memory history", r"^[\d.]+ \S+ of [\d.]+ \S+ in use, [\d.]+ \S+ available$")
    says(g, "Load history", r"^\d+\.\d\d, \d+\.\d\d, \d+\.\d\d over 1, 5, 15 minutes$")
    wait_until(lambda: labels(g, r"^\d+ %$"), 10, what="the CPUs in use, in digits")
    wait_until(lambda: labels(g, r"^\d+\.\d\d$"), 10, what="the load, in digits")
    if has_pressure():
        says(g, "Pressure history", r"^cpu [\d.]+  io [\d.]+  mem [\d.]+$")
    else:
        wait_until(lambda: labels(g, "^not measured$"), 10, what="that pressure is not measured")


def test_everything_in_the_popover(g):
    g.click("push button", "System")
    wait_until(lambda: in_sight(g, "History of CPU 0"), 10, what="CPU 0")
    says(g, "History of CPU 0", r"^\d+ %: programs|^not yet measured$")
    for title in ("Memory", "Swap", "Load", "Running for"):
        wait_until(lambda: labels(g, "^%s$" % title), 10, what=title)
    wait_until(lambda: labels(g, r"^\d+ (h|d|min) \d+"), 10, what="how long the machine runs")
    g.key("Escape")
    wait_until(lambda: not in_sight(g, "History of CPU 0"), 10, what="the popover closed")


def test_popover_by_keyboard(g):
    strip = g.find("push button", "System")
    g.click("entry", "Search processes")
    for _ in range(3):
        g.key("shift+Tab")
        if any("focused" in n.live_states() for n in g.find_all("push button", "System")):
            break
    else:
        raise AssertionError("%r does not take the focus" % strip)
    g.key("Return")
    wait_until(lambda: in_sight(g, "History of CPU 0"), 10, what="CPU 0")
    g.key("Escape")
    wait_until(lambda: not in_sight(g, "History of CPU 0"), 10, what="the popover closed")


@apmtest.window(memory_settings=False, env={"GSETTINGS_BACKEND": "keyfile"})
def test_hidden_from_the_menu_and_kept(g):
    wait_until(lambda: in_sight(g, "CPU history"), 10, what="the strip")
    assert g.state("show-system", window=1) is True
    g.menu("Show System Graphs")
    wait_until(lambda: not in_sight(g, "CPU history"), 10, what="no strip")
    assert g.state("show-system", window=1) is False
    assert g.quit() == 0
    g.launch(g.argv, timeout=40)
    thin(g)
    assert not in_sight(g, "CPU history")
    shell_action(g, "show-system")
    wait_until(lambda: in_sight(g, "CPU history"), 10, what="the strip again")


@apmtest.window(size=(1200, 600), place=(760, 520))
def test_narrow_the_less_important_goes(g):
    for name in GRAPHS:
        wait_until(lambda: in_sight(g, name), 10, what=name)
    if has_pressure():
        wait_until(lambda: not in_sight(g, "Pressure history"), 10, what="no pressure")
        apmtest.resize(g, 1100, 520)
        wait_until(lambda: in_sight(g, "Pressure history"), 10, what="the pressure where there is room")


def test_own_cost(g):
    def cost():
        found = labels(g, r"^[\d,]+ threads, sampled in [\d.]+ ms, [\d.]+ % CPU$")
        return found and [float(x.replace(",", "")) for x in re.findall(r"[\d.,]*\d", found[0])]
    threads, _ms, percent = wait_until(cost, 10, what="the cost")
    assert threads > 10 and percent >= 0, (threads, percent)
    wait_until(lambda: cost()[2] > 0, 20, what="a cost above nothing while the window is read")
    shell_action(g, "pause")
    wait_until(lambda: labels(g, "^updates are paused$"), 10, what="that updates are paused")


def looks(g):
    """How often the thread that looks at the processes has waited for its turn."""
    for path in glob.glob("/proc/%d/task/*" % g.app.pid):
        with open(path + "/comm") as f:
            if f.read() == "processes\n":
                with open(path + "/status") as status:
                    return int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", status.read(), re.M).group(1))
    raise AssertionError("no thread looks at the processes")


def pause_between_looks(g):
    began, before = time.monotonic(), looks(g)
    wait_until(lambda: looks(g) != before, 30, interval=0.02, what="a look at the processes")
    return time.monotonic() - began


def test_unseen_it_looks_less_often(g):
    window = g._xwin_of(g.windows()[0])[0]
    wait_until(lambda: pause_between_looks(g) < 2, 30, what="a look each second")
    apmtest.minimise(g)
    wait_until(lambda: pause_between_looks(g) > 3, 60, what="longer pauses while minimised")
    g._run("xdotool", "windowmap", str(window), "windowactivate", str(window))
    wait_until(lambda: pause_between_looks(g) < 2, 30, what="a look each second again")


if __name__ == "__main__":
    apmtest.main()
