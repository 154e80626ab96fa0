# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the functions test_*() of a script and tells TAP: taprun.main(globals())."""
import sys


def main(names):
    tests = [(n, f) for n, f in sorted(names.items()) if n.startswith("test_")]
    print("1..%d" % len(tests))
    failed = 0
    for i, (name, function) in enumerate(tests, 1):
        try:
            function()
            print("ok %d - %s" % (i, name[5:].replace("_", " ")))
        except AssertionError as e:
            failed += 1
            print("# %s" % str(e).replace("\n", "\n# "))
            print("not ok %d - %s" % (i, name[5:].replace("_", " ")))
    sys.exit(1 if failed else 0)
