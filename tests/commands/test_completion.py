#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What bash completes for apmctl, and that its man page tells all that its help does."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import taprun

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
APMCTL = os.path.abspath(sys.argv[1])
# Bash says what was typed as words that end at "=" and ":" too.
COMPLETE = """compopt () { :; }
source "$1"; shift
COMP_LINE=$1 COMP_POINT=${#1}; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_apmctl
printf '%s\\n' "${COMPREPLY[@]}"
"""


def run(*args):
    return subprocess.run([APMCTL, *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def complete(line, folder="/", **env):
    """What is offered behind LINE, which is what stands behind "apmctl "."""
    words = re.findall(r"[=:]|[^\s=:]+", line) + ([""] if not line or line[-1] == " " else [])
    done = subprocess.run(["bash", "-c", COMPLETE, "bash", os.path.join(ROOT, "data", "completions", "apmctl"),
                           "apmctl " + line, APMCTL, *words],
                          cwd=folder, env=dict(os.environ, **env),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0 and done.stderr == "", (line, done.stderr)
    return sorted(done.stdout.split())


def commands():
    """Every command and order: "ps", "lab run"."""
    found = []
    for name in re.findall(r"(?m)^  ([a-z]+)  ", run("--help").stdout):
        orders = re.findall(r"(?m)^  ([a-z]+)  ", run(name, "--help").stdout)
        found += ["%s %s" % (name, order) for order in orders] or [name]
    return found


def options(command):
    return re.findall(r"(?m)^ +(?:-., )?(--[a-z-]+=?)", run(*command.split(), "--help").stdout)


def test_commands_and_orders_are_offered():
    assert len(commands()) > 15, commands()
    assert complete("") == sorted(set(c.split()[0] for c in commands()))
    assert complete("wh") == ["why"] and complete("w") == ["watch", "why"]
    assert complete("lab ") == ["list", "run"]
    assert complete("channel ") == ["bench", "create", "receive", "send"]


def test_every_option_is_offered():
    for command in commands():
        assert len(options(command)) > 1, command
        assert complete(command + " --") == sorted(options(command)), command


def test_values_that_are_offered_are_taken():
    for command, option, refused in (("ps", "group", "user"), ("inspect", "section", "files"),
                                     ("channel receive", "framing", "raw"), ("check", "mode", "pct")):
        for line in "%s --%s=" % (command, option), "%s --%s " % (command, option):
            assert refused in complete(line), line
        for value in complete("%s --%s=" % (command, option)):
            wrong = run(*command.split(), "--%s=%s" % (option, value), "--filter=pid=0" if command == "ps" else "no:such")
            assert "“%s”" % value not in wrong.stdout, wrong.stdout
            assert "“--%s”" % option not in wrong.stdout, wrong.stdout


def test_problems_are_offered_behind_the_colon_too():
    assert "counter:mutex" in complete("lab run coun")
    assert complete("lab run counter:mu") == ["mutex"]
    assert "none" in complete("check counter:")


def test_files_are_offered_where_there_are_files():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "folder"))
        for name in "bank.c", "find.log":
            open(os.path.join(folder, name), "w").close()
        for line, offered in (("check --driver=b", ["bank.c"]), ("check --driver b", ["bank.c"]),
                              ("check --each=f", ["folder"]), ("files fi", ["find.log"]),
                              ("channel send fifo:ba", ["bank.c"]), ("watch -- cat b", ["bank.c"]),
                              ("check bank.c -- f", ["find.log", "folder"]), ("deadlocks b", [])):
            found = complete(line, folder)
            assert found == offered, (line, found)
        assert complete("check --driver b", folder, LANGUAGE="de") == ["bank.c"]
        assert set(complete("check ba", folder)) >= {"bank.c", "bank:opposite"}


def test_who_and_which_signal():
    assert str(os.getpid()) in complete("why %d" % os.getpid())
    assert complete("signal %d US" % os.getpid()) == ["USR1", "USR2"]


def test_the_man_page_tells_each_command_and_option():
    with open(os.path.join(ROOT, "data", "man", "apmctl.1")) as f:
        page = f.read().replace("\\-", "-").replace("\\fI", "").replace("\\fP", "")
    parts = dict(re.findall(r'(?s)\.SS "apmctl ((?:lab |channel )?[a-z]+)(.*?)(?=\n\.S[SH] )', page))
    assert sorted(parts) == sorted(commands()), parts.keys()
    for command, part in parts.items():
        for option in options(command):
            assert option == "--help" or re.search(r"%s(?![a-z-])" % option.rstrip("="), part), (command, option)
        told = set(re.findall(r"(?<![a-z-])--[a-z][a-z-]*", part.split("\n", 1)[1]))
        assert told <= set(o.rstrip("=") for o in options(command)), (command, told)


def test_help_of_a_command_is_had_both_ways():
    assert run("help", "ps").stdout == run("ps", "--help").stdout != ""
    assert run("help", "nonsense").returncode == 2


if shutil.which("bash"):
    taprun.main(globals())
print("1..0 # SKIP there is no bash")
