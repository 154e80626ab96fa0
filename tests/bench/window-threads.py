#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What 20,000 threads, 4,000 of each of five processes, cost the main loop on the page of threads."""
import contextlib
import os
import statistics
import subprocess
import sys
import time

import metered

PROCESSES, THREADS_EACH = 5, 4000
WATCHED_S = 20
SETTINGS = {"tables": "{'threads': (@a(sbi) [], 'cpu_percent', true)}"}


@contextlib.contextmanager
def threads(program):
    started = [subprocess.Popen([program, str(THREADS_EACH), "0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
               for _ in range(PROCESSES)]
    try:
        for process in started:
            if process.stdout.readline().strip() != b"ready":
                sys.exit("So many threads cannot be started here.")
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def count_threads():
    return sum(len(os.listdir("/proc/%s/task" % pid)) for pid in os.listdir("/proc") if pid.isdigit())


with threads(sys.argv[1]), metered.Window(settings=SETTINGS) as window:
    window.action("show-page", "threads")
    time.sleep(3)
    n_threads = count_threads()
    began = time.monotonic()
    window.action("all-threads")
    time.sleep(4)
    # GTK makes its 200 rows of cells once, with the first look.
    print("threads-first %.1f ms, the turn that first shows %d threads" % (max(window.turns(began))[0], n_threads), flush=True)
    began = time.monotonic()
    time.sleep(WATCHED_S)
    turns = sorted(cpu for cpu, _wall in window.turns(began))
    if os.environ.get("APM_BENCH_PICTURE"):
        window.gui.screenshot(os.environ["APM_BENCH_PICTURE"])
    print("threads-20000 %.1f ms, longest turn of the main loop with %d threads on the page, by CPU"
          " (usual %.1f)" % (turns[-1], n_threads, statistics.median(turns[-WATCHED_S:])))
