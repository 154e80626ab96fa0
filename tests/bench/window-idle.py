#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window costs while little happens: among 300 processes, each second a look, the table in view; and
minimised."""
import sys

import windowbench

hidden = "hidden" in sys.argv
with windowbench.Window() as window:
    windowbench.settle(window, 5)
    if hidden:
        window.hide()
        windowbench.settle(window, 3)
        print("window-hidden %.3f percent of a core, minimised, 300 processes, over 40 s" % window.cpu_percent(40))
    else:
        print("window-idle %.2f percent of a core, visible, 300 processes at 1 Hz, over 20 s" % window.cpu_percent(20))
