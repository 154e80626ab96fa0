#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the whole program costs with its window open among 10,000 processes, 2 % of which are active."""
import statistics
import time

import metered

# All values change and their order with them where something runs; the first turns fill caches.
WARM_UP_S, WATCHED_S = 4, 24


def say_turns(name, window, what):
    began = time.monotonic()
    time.sleep(WATCHED_S)
    turns = sorted(cpu for cpu, _wall in window.turns(began))
    # Of each second the longest: what a refresh costs.
    usual = statistics.median(turns[-WATCHED_S:])
    print("%s %.1f ms, longest turn of the main loop in %d refreshes of 10,000 real rows, %s (usual %.1f)"
          % (name, turns[-1], WATCHED_S, what, usual), flush=True)


def say_cost(window):
    costs, floors = [], []
    for _ in range(5):
        cpu, began = window.cpu_ns(), time.monotonic()
        time.sleep(3)
        costs.append((window.cpu_ns() - cpu) / 1e6 / (time.monotonic() - began))
        floors += metered.floors_ms(3)
    print("window-10000 %.2f times the floor: CPU of the whole program with its window for a refresh at 10,000 processes"
          % (statistics.median(costs) / statistics.median(floors)), flush=True)


def main():
    with metered.Window() as window:
        print("list-first-10000 %.0f ms: from the start of the program to 10,000 processes on the screen"
              % (window.first_list_s * 1e3), flush=True)
        time.sleep(WARM_UP_S)
        say_turns("turns-10000-flat", window, "flat, by CPU")
        say_cost(window)
    with metered.Window(settings={"process-grouping": "'tree'"}) as window:
        time.sleep(WARM_UP_S)
        say_turns("turns-10000-tree", window, "as a tree, by CPU")


main()
