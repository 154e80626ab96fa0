#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the inspector costs the main loop while it shows a process with 4,096 maps and one with 1,000 descriptors."""
import os
import subprocess
import sys
import time

from gi.repository import GLib

import metered

MAPS, DESCRIPTORS = 4096, 1000
WATCHED_S = 8

# Maps beside each other that differ in what may be done with them stay two.
SUBJECT = """
import mmap, os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
held = [os.open("/dev/null", os.O_RDONLY) if i %% 2 else os.pipe() for i in range(%d * 2 // 3)]
held += [mmap.mmap(-1, 4096, prot=mmap.PROT_READ | (mmap.PROT_WRITE if i %% 2 else 0)) for i in range(%d)]
print("ready", flush=True)
sys.stdin.read()
""" % (DESCRIPTORS, MAPS)


def count(path):
    with open(path, encoding="utf-8", errors="replace") as f:
        return sum(1 for _ in f)


def longest(window):
    """Of the next seconds, in ms of CPU."""
    began = time.monotonic()
    time.sleep(WATCHED_S)
    return max(window.turns(began), default=(0, 0))[0]


def measure(section, n, what):
    with metered.Window(settings={"inspector-section": "'%s'" % section}) as window:
        window.action("go-to", GLib.Variant("(ii)", (subject.pid, 0)))
        time.sleep(3)
        without = longest(window)
        began = time.monotonic()
        window.action("inspector")
        time.sleep(3)
        first = max(window.turns(began), default=(0, 0))[0]
        print("inspector-%s %.1f ms, longest turn of the main loop while %d %s are in view, by CPU (without the panel %.1f,"
              " when it opens %.1f)" % (section, longest(window), n, what, without, first), flush=True)
        if os.environ.get("APM_BENCH_PICTURES"):
            window.gui.screenshot("%s/inspector-%s.png" % (os.environ["APM_BENCH_PICTURES"], section))


subject = subprocess.Popen([sys.executable, "-c", SUBJECT], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
try:
    if subject.stdout.readline().strip() != b"ready":
        sys.exit("So many maps and descriptors cannot be had here.")
    measure("memory", count("/proc/%d/maps" % subject.pid), "maps")
    measure("files", len(os.listdir("/proc/%d/fd" % subject.pid)), "descriptors")
finally:
    subject.kill()
    subject.wait()
