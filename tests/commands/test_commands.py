#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the two commands stand on: the sum of a test run, and which packages are asked for."""
import json
import os
import subprocess
import sys
import tempfile

import taprun

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


def report(tests, checks=("ok builds",), env=None, again=()):
    """(status, lines) of report.py over one testlog, and that of a second run."""
    with tempfile.TemporaryDirectory() as folder:
        for name, records in ("gcc.json", tests), ("gcc.again.json", again):
            with open(os.path.join(folder, name), "w") as f:
                for test in records:
                    f.write(json.dumps(dict({"name": "p:base / x", "result": "OK", "stdout": ""}, **test)) + "\n")
        with open(os.path.join(folder, "checks"), "w") as f:
            f.write("".join(c + "\n" for c in checks))
        environment = {k: v for k, v in os.environ.items() if k != "APM_TEST_RUN"}
        environment.update(env or {})
        done = subprocess.run([sys.executable, os.path.join(ROOT, "build-aux", "report.py"), folder],
                              env=environment, stdout=subprocess.PIPE, text=True)
        return done.returncode, done.stdout.splitlines()


def tap(*lines, **more):
    return dict({"stdout": "TAP version 13\n1..%d\n%s\n" % (len(lines), "\n".join(lines))}, **more)


SUMS = [
    # what, tests, checks, last line, status
    ("subtests are counted", [tap("ok 1 /a", "ok 2 /b")], ["ok builds"], "3 passed, 0 failed, 0 skipped", 0),
    ("a failed subtest", [tap("ok 1 /a", "not ok 2 /b", result="FAIL")], ["ok builds"], "2 passed, 1 failed, 0 skipped", 1),
    ("a skip", [tap("ok 1 /a # SKIP not root")], ["ok builds"], "1 passed, 0 failed, 1 skipped", 0),
    ("a crash after two", [tap("ok 1 /a", "ok 2 /b", result="ERROR")], ["ok builds"], "3 passed, 1 failed, 0 skipped", 1),
    ("no TAP", [{}, {"result": "FAIL"}], ["ok builds"], "2 passed, 1 failed, 0 skipped", 1),
    ("out of time", [{"result": "TIMEOUT"}], ["ok builds"], "1 passed, 1 failed, 0 skipped", 1),
    ("a build that failed", [], ["not ok builds"], "0 passed, 1 failed, 0 skipped", 1),
    ("a diagnostic is no test", [tap("# ok this is none", "ok 1 /a")], ["ok builds"], "2 passed, 0 failed, 0 skipped", 0),
]


def test_sums():
    for what, tests, checks, last, status in SUMS:
        got, lines = report(tests, checks)
        assert lines[-1] == last and got == status, (what, got, lines)


def test_a_second_run_decides():
    first = [tap("ok 1 /a", "not ok 2 /b", result="FAIL"), {"name": "p:base / y"}]
    status, lines = report(first, again=[tap("ok 1 /a", "ok 2 /b")])
    assert status == 0 and lines[-1] == "4 passed, 0 failed, 0 skipped", lines
    assert any(line.startswith("unsteady gcc: x") and "/b" in line for line in lines), lines
    status, lines = report(first, again=[tap("ok 1 /a", "not ok 2 /b", result="FAIL")])
    assert status == 1 and lines[-1] == "3 passed, 1 failed, 0 skipped", lines


def test_the_reason_of_a_skip_is_told():
    _status, lines = report([tap("ok 1 /a # SKIP not permitted here")])
    assert any("not permitted here" in line for line in lines), lines


def test_a_process_left_behind_is_a_failure():
    mark = "commands-%d" % os.getpid()
    left = subprocess.Popen(["sleep", "60"], env=dict(os.environ, APM_TEST_RUN=mark))
    try:
        status, lines = report([], env={"APM_TEST_RUN": mark})
    finally:
        left.kill()
        left.wait()
    assert status == 1 and lines[-1] == "1 passed, 1 failed, 0 skipped", lines
    assert any("%d sleep 60" % left.pid in line for line in lines), lines


def packages(installed, tools):
    """(status, output) of need_packages a b c, where these are installed and these tools there."""
    with tempfile.TemporaryDirectory() as folder:
        scripts = {
            "dpkg-query": 'for last; do :; done; case " %s " in *" $last "*) echo installed;; *) exit 1;; esac' % " ".join(installed),
            "apt-get": 'echo "apt-get $*" >>%s/done' % folder,
            "sudo": 'echo "sudo $1" >>%s/done; exec "$@"' % folder,
            "id": "echo 1000",
        }
        for name in tools:
            path = os.path.join(folder, name)
            with open(path, "w") as f:
                f.write("#!/bin/sh\n" + scripts[name])
            os.chmod(path, 0o755)
        for name in ("env", "mktemp", "rm", "tail"):
            os.symlink("/usr/bin/" + name, os.path.join(folder, name))
        done = subprocess.run(["/bin/sh", "-c", ". %s/build-aux/packages.sh; need_packages a b c" % ROOT],
                              env={"PATH": folder}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        orders = os.path.join(folder, "done")
        return done.returncode, done.stdout, open(orders).read() if os.path.exists(orders) else ""


def test_nothing_missing_asks_for_nothing():
    status, said, orders = packages("abc", ["dpkg-query", "id", "sudo", "apt-get"])
    assert (status, said, orders) == (0, "", "")


def test_what_is_missing_is_named_and_installed_as_root():
    status, said, orders = packages("b", ["dpkg-query", "id", "sudo", "apt-get"])
    assert status == 0 and " a c\n" in said and "root" in said, said
    assert "sudo apt-get" in orders and "--no-install-recommends a c" in orders, orders


def test_without_sudo_the_command_is_told():
    status, said, orders = packages("ab", ["dpkg-query", "id", "apt-get"])
    assert status == 1 and "apt-get install --no-install-recommends c" in said and orders == "", (status, said, orders)


def test_elsewhere_than_on_debian_the_names_are_told():
    status, said, _orders = packages("", ["id"])
    assert status == 0 and "a b c" in said, said


taprun.main(globals())
