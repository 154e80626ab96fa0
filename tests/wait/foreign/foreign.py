# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A deadlock of two threads of Python: no owner is recorded anywhere."""
import ctypes
import os
import signal
import threading

ctypes.CDLL(None).prctl(1, signal.SIGKILL)
first, second = threading.Lock(), threading.Lock()
both = threading.Barrier(2)


def run(mine, theirs):
    with mine:
        both.wait()
        # In one piece: print() of two threads may mix.
        os.write(1, b"%d lock\n" % threading.get_native_id())
        with theirs:
            pass


threading.Thread(target=run, args=(first, second)).start()
run(second, first)
