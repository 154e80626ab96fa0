#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of windowbench.py with a meter in its main loop, from its start on.

    with metered.Window(settings={"process-grouping": "'tree'"}) as window:
        window.first_list_s       from its start until rows are on the screen
        window.turns(since_s)     [(CPU ms, wall ms)] of the longer turns of the main loop that ended after that moment
"""
import mmap
import os
import struct
import subprocess
import tempfile
import time

import windowbench
from windowbench import apmtest

SETTINGS = "io/github/AdvancedProcessManager"

# As turn-meter.c writes it.
TURNS_HEAD, TURN, MOST_TURNS = "=II", "=qii", 65536


def built(name):
    return os.path.join(windowbench.BUILD, "tests", "bench", name)


def floors_ms(n):
    """What it costs now to list /proc and to read each stat, n times."""
    return [float(line) for line in subprocess.check_output([built("print-floor"), str(n)], text=True).split()]


class Window(windowbench.Window):
    def __init__(self, settings=None, size=(1100, 680)):
        self.folder = tempfile.TemporaryDirectory(prefix="metered.")
        self.gui = apmtest.guitest.Gui(size=(size[0] + 60, size[1] + 60), a11y=False, memory_settings=False,
                                       env=dict(apmtest.environment(), GSETTINGS_BACKEND="keyfile"))
        try:
            self._write_settings(settings or {})
            self._launch()
        except BaseException:
            self.close()
            raise

    def _write_settings(self, settings):
        folder = os.path.join(self.gui.env["XDG_CONFIG_HOME"], "glib-2.0", "settings")
        os.makedirs(folder)
        with open(os.path.join(folder, "keyfile"), "w") as file:
            file.write("[%s]\n" % SETTINGS)
            for key, value in settings.items():
                file.write("%s=%s\n" % (key, value))

    def _launch(self):
        path = os.path.join(self.folder.name, "turns")
        began = time.monotonic()
        self.gui.launch([apmtest.program()], wait=False,
                        env={"LD_PRELOAD": built("libturn-meter.so"), "APM_TURNS": path})
        self.pid = self.gui.app.pid
        self.first_list_s = self._wait_for_rows(began) - began
        self.xid = self._find_window()
        with open(path, "rb") as file:
            self._turns = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)

    def _wait_for_rows(self, began):
        """Dark pixels in the column of names, down to the lower rows."""
        while not self._has_rows():
            if self.gui.app.poll() is not None or time.monotonic() - began > 60:
                raise RuntimeError("no list was shown:\n" + self.gui.applog())
            time.sleep(0.004)
        return time.monotonic()

    def _has_rows(self):
        width, height, pixels = self.gui.pixels()
        for y0 in range(height // 2, height * 3 // 4, 40):
            if not any(min(pixels[(y * width + 60) * 4:(y * width + 170) * 4:4]) < 110 for y in range(y0, y0 + 40)):
                return False
        return True

    def memory_kib(self):
        """What it has of its own."""
        with open("/proc/%d/smaps_rollup" % self.pid) as file:
            return sum(int(line.split()[1]) for line in file if line.startswith(("Private_Dirty:", "Private_Clean:")))

    def turns(self, since_s):
        n = struct.unpack_from(TURNS_HEAD, self._turns)[0]
        head, each = struct.calcsize(TURNS_HEAD), struct.calcsize(TURN)
        seen = [struct.unpack_from(TURN, self._turns, head + i * each) for i in range(min(n, MOST_TURNS))]
        return [(cpu / 1e3, wall / 1e3) for ended, cpu, wall in seen if ended / 1e6 > since_s]

    def close(self):
        self.gui.stop()
        self.folder.cleanup()

    def __exit__(self, *_):
        self.close()
