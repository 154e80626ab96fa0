#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long it takes until a list of some 200 processes is on the screen."""
import statistics

import metered

STARTS = 5


def start():
    with metered.Window() as window:
        return window.first_list_s * 1e3


starts = sorted(start() for _ in range(STARTS))
print("list-first-200 %.0f ms: from the start of the program to 200 processes on the screen, median (worst %.0f)"
      % (statistics.median(starts), starts[-1]))
