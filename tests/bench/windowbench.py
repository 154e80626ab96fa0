# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks of the real window share: the window on a virtual display that nobody reads, and the CPU time
that it takes. The crowd is started by in-crowd.c.

    with windowbench.Window() as window:
        print("name %.2f what it is" % window.cpu_percent(20))
"""
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
import apmtest  # noqa: E402
from guitest import wait_until  # noqa: E402

BUILD = os.environ.get("APM_BUILDDIR", "build")


class Window:
    """The program in its window, drawn by cairo, without a screen reader. Sizes as it starts for a newcomer."""

    def __init__(self, size=(1100, 680), env=None, args=(), settings=None):
        self.gui = apmtest.start(size=(size[0] + 60, size[1] + 60), env=env, args=args, a11y=False)
        self.pid = self.gui.app.pid
        self.xid = self._find_window()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.gui.stop()

    def _xdotool(self, *args):
        return self.gui._run("xdotool", *args).split()

    def _find_window(self):
        return wait_until(lambda: self._xdotool("search", "--onlyvisible", "--pid", str(self.pid)), 30,
                          what="the window")[0]

    def cpu_ns(self):
        """The CPU time of all its threads until now, to the nanosecond: the process CPU clock of clock_getcpuclockid(3)."""
        return time.clock_gettime_ns(~self.pid << 3 | 2)

    def cpu_percent(self, seconds):
        """What it takes of one core in the next seconds."""
        began, before = time.monotonic_ns(), self.cpu_ns()
        time.sleep(seconds)
        return 100 * (self.cpu_ns() - before) / (time.monotonic_ns() - began)

    def hide(self):
        """As the minimise button does."""
        self._xdotool("windowminimize", self.xid)

    def action(self, name, *args):
        self.gui.action(name, *args, window=1)


def settle(window, seconds=3):
    """Past the start: first frame, first scans, cells made ready."""
    window.cpu_percent(seconds)
