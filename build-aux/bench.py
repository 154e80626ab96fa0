#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Meson's benchmarks one after the other and passes on the lines they print."""
import json
import os
import subprocess
import sys

build, names = sys.argv[1], sys.argv[2:]
listed = json.loads(subprocess.check_output(["meson", "introspect", "--benchmarks", build]))
known = [b["name"].split(" / ")[-1] for b in listed]
for name in names:
    if name not in known:
        sys.exit("There is no benchmark named %s. There are: %s" % (name, ", ".join(known)))

failed = False
for name, benchmark in zip(known, listed):
    if names and name not in names:
        continue
    env = dict(os.environ, **benchmark["env"])
    done = subprocess.run(benchmark["cmd"], env=env, stdout=subprocess.PIPE, text=True)
    for line in done.stdout.splitlines():
        if line and not line.startswith(("#", "ok ", "1..", "TAP ")):
            print(line, flush=True)
    if done.returncode:
        failed = True
        print("%s: ended with status %d" % (name, done.returncode), file=sys.stderr)
sys.exit(1 if failed else 0)
