#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what build-aux/test left in a folder and says what came of it.

NAME.json are Meson's testlog.json, an object a line; checks are lines "ok …" or
"not ok …". A TAP test counts by its subtests. Failures come with their output,
skips with their reason, and a process that a test left behind is a failure.
NAME.again.json holds the second run, alone, of what had failed: it decides, and
what passed only then is named as unsteady.

  report.py FOLDER              the report
  report.py --failed FILE       the names of the tests in FILE that failed
"""
import json
import os
import re
import sys
import time

LINE = re.compile(r"^(?P<not>not )?ok\b(?: \d+)?(?: - )?\s*(?P<name>[^#]*)(?:#\s*(?P<how>skip|todo)\S*\s*(?P<why>.*))?$", re.I)


class Sum:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def ok(self):
        self.passed += 1

    def bad(self, what, output=""):
        self.failed += 1
        print("FAILED  %s" % what)
        for line in output.splitlines()[-60:]:
            print("        " + line)

    def skip(self, what, why):
        self.skipped += 1
        print("skipped %s: %s" % (what, why or "no reason was given"))


def read_tap(total, what, test):
    """Counts the subtests of one TAP program."""
    failed = 0
    for line in (test.get("stdout") or "").splitlines():
        match = LINE.match(line)
        if not match:
            continue
        name = "%s: %s" % (what, match["name"].strip())
        if (match["how"] or "").lower() == "skip":
            total.skip(name, match["why"].strip())
        elif match["not"] and not match["how"]:
            failed += 1
            total.bad(name)
        else:
            total.ok()
    if failed or test["result"] in ("ERROR", "TIMEOUT", "FAIL", "INTERRUPT"):
        if not failed:
            total.failed += 1
        print("FAILED  %s (%s)" % (what, test["result"].lower()))
        tail = [l for l in ((test.get("stdout") or "") + "\n" + (test.get("stderr") or "")).splitlines()
                if not re.match(r"ok \d", l)]
        for line in tail[-80:]:
            print("        " + line)


def read_tests(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def name_of(test):
    return test["name"].split(" / ")[-1]


def has_failed(test):
    return test["result"] not in ("OK", "EXPECTEDFAIL", "SKIP")


def read_log(total, path):
    build = os.path.basename(path)[:-len(".json")]
    again = path[:-len(".json")] + ".again.json"
    second = {t["name"]: t for t in read_tests(again)} if os.path.exists(again) else {}
    for test in read_tests(path):
        what = "%s: %s" % (build, name_of(test))
        if has_failed(test) and test["name"] in second:
            first, test = test, second[test["name"]]
            if not has_failed(test):
                said = [l for l in (first.get("stdout") or "").splitlines() if l.startswith("not ok")]
                print("unsteady %s failed beside others (%s) and passed alone" % (what, "; ".join(said) or first["result"].lower()))
        if re.search(r"^1\.\.\d+|^TAP version", test.get("stdout") or "", re.M):
            read_tap(total, what, test)
        elif test["result"] in ("OK", "EXPECTEDFAIL"):
            total.ok()
        elif test["result"] == "SKIP":
            total.skip(what, (test.get("stdout") or test.get("stderr") or "").strip().replace("\n", " "))
        else:
            total.bad("%s (%s)" % (what, test["result"].lower()),
                      (test.get("stdout") or "") + (test.get("stderr") or ""))


def marked(run):
    """Processes that carry the mark of this run, without ourselves and our parents."""
    ours, pid = set(), os.getpid()
    while pid > 1:
        ours.add(pid)
        with open("/proc/%d/stat" % pid) as f:
            pid = int(f.read().rsplit(")", 1)[1].split()[1])
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or int(entry) in ours:
            continue
        try:
            with open("/proc/%s/environ" % entry, "rb") as f:
                if ("APM_TEST_RUN=" + run).encode() not in f.read().split(b"\0"):
                    continue
            with open("/proc/%s/cmdline" % entry, "rb") as f:
                yield int(entry), f.read().replace(b"\0", b" ").decode("utf-8", "replace").strip()
        except OSError:
            continue


def look_for_leftovers(total, run):
    end = time.monotonic() + 5          # what was told to end may take a moment
    while list(marked(run)) and time.monotonic() < end:
        time.sleep(0.1)
    left = list(marked(run))
    if left:
        total.bad("processes were left behind", "\n".join("%d %s" % p for p in left))
    else:
        total.ok()


def main():
    if sys.argv[1] == "--failed":
        print(" ".join(name_of(t) for t in read_tests(sys.argv[2]) if has_failed(t)))
        return
    folder, total = sys.argv[1], Sum()
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json") and not name.endswith(".again.json"):
            read_log(total, os.path.join(folder, name))
    with open(os.path.join(folder, "checks"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("ok "):
                total.ok()
            else:
                total.bad(line[len("not ok "):].strip())
    if "APM_TEST_RUN" in os.environ:
        look_for_leftovers(total, os.environ["APM_TEST_RUN"])
    print("%d passed, %d failed, %d skipped" % (total.passed, total.failed, total.skipped))
    sys.exit(1 if total.failed or not total.passed else 0)


main()
