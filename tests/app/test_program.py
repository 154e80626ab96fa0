#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of one's own under the lens: opened, run, watched, stopped."""
import csv
import os
import re
import subprocess

import apmtest
from apmtest import is_alive, shell_action, wait_until
from guitest import GLib

ASKED = "Program, C file or folder"    # in the dialog

# Two workers that take two locks in different order, one after the other, then sleep in a queue until told.
SUBJECT = r"""
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;
static sem_t never;
int rounds;

static void *
worker (void *data)
{
  pthread_mutex_t **locks = data;

  pthread_setname_np (pthread_self (), locks[0] == &left ? "first" : "second");
  for (int i = 0; i < 3; i++)
    {
      pthread_mutex_lock (locks[0]);
      pthread_mutex_lock (locks[1]);
      rounds++;
      pthread_mutex_unlock (locks[1]);
      pthread_mutex_unlock (locks[0]);
    }
  return NULL;
}

int
main (int argc, char **argv)
{
  pthread_mutex_t *one[] = { &left, &right }, *other[] = { &right, &left };
  pthread_t thread;

  pthread_create (&thread, NULL, worker, one);
  pthread_join (thread, NULL);
  pthread_create (&thread, NULL, worker, other);
  pthread_join (thread, NULL);
  printf ("%d rounds\n", rounds);
  fflush (stdout);
  if (argc > 1)
    while (sem_wait (&never) != 0)
      ;
  return 0;
}
""".replace("#include <pthread.h>", "#define _GNU_SOURCE\n#include <pthread.h>", 1)


def write(g, name, text=SUBJECT):
    path = os.path.join(g.dir, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def open_program(g, path, arguments=""):
    """Opens and runs it; the dialog must go."""
    shell_action(g, "open-program", path)
    g.find("text", ASKED)
    if arguments:
        g.find("text", re.compile("^Arguments")).set_text(arguments)
    g.key("Return")
    g.gone("text", ASKED, 15)


def state(g, pattern, timeout=40):
    return wait_until(lambda: next(iter(apmtest.labels(g, pattern)), None), timeout, what="the state " + pattern)


def pid_of(g):
    return int(re.search(r"PID (\d+)", state(g, r"^runs · PID \d+$")).group(1))


def pane(g, name):
    g.click(next(n for n in g.find_all("page tab", name) if any(a.name == "GtkStackSwitcher" for a in n.ancestors())))


def shot(g, name):
    """A picture to be looked at by hand: APM_SHOT=/tmp/x."""
    if "APM_SHOT" in os.environ:
        g.settle()
        g.screenshot("%s-%s.png" % (os.environ["APM_SHOT"], name))


def test_a_c_file_is_compiled_run_and_stopped(g):
    open_program(g, write(g, "queue.c"), "stay")
    pid = pid_of(g)
    pane(g, "Locks")
    locks = wait_until(lambda: {r["Lock"]: r for r in g.rows("Locks")} if len(g.rows("Locks")) >= 3 else None, 30,
                       what="the locks")
    assert locks["left"]["Kind"] == "mutex" and locks["left"]["Taken"] == "6", locks
    assert locks["never"]["Kind"] == "semaphore" and locks["never"]["Wait now"] == "1", locks
    shot(g, "locks")
    pane(g, "Source")
    wait_until(lambda: "main" in g.find("text", "Source of the program").live_desc(), 20, what="the line that main is at")
    shot(g, "source")
    pane(g, "Variables")
    entry = g.find("text", "Variable to watch")
    entry.set_text("ronds")
    g.click("push button", "Watch")
    state(g, "^There is no such global number or array; there is rounds$", 20)
    g.click(entry)
    g.keys("rou")
    wait_until(lambda: any(n.name == "GtkTreeView" for n in g.find_all("filler")), 15, what="the names that are offered")
    g.key("Down")
    wait_until(lambda: entry.text() == "rounds", 10, what="the name that is offered")
    shot(g, "offered")
    g.key("Return", "Return")
    wait_until(lambda: apmtest.labels(g, "^6$"), 20, what="the variable's value")
    shot(g, "variables")
    pane(g, "Waits")
    shot(g, "waits")
    pane(g, "Threads")
    threads = wait_until(lambda: {r["Thread"]: r for r in g.rows("Threads of the Program")}, 20, what="the threads")
    assert threads["main"]["Waits for"] == "never" and threads["main"]["Line"].startswith("queue.c:"), threads
    assert threads["first"]["State"] == "ended", threads
    pane(g, "Output")
    wait_until(lambda: "6 rounds" in g.find("text", "Output").text(), 20, what="what it printed")

    g.click("push button", "Stop the program")
    state(g, "^Stopped$")
    wait_until(lambda: not is_alive(pid), 10, what="its end")
    assert g.find("push button", "Run Again")


def test_what_the_compiler_says_stands_at_its_line(g):
    open_program(g, write(g, "broken.c", "int main (void)\n{\n  return nothing;\n}\n"))
    state(g, "^The program does not compile: ")
    trouble = state(g, "^Line 3: .*nothing.*")
    view = g.find("text", "Source of the program")
    assert "line 3:" in view.live_desc() and trouble, view.live_desc()
    shot(g, "broken")


def test_no_problem_is_marked_beside_a_program(g):
    def marked():
        return [n.name for n in g.find("list", "Problems", showing=False).find_all("list item") if "selected" in n.states]

    shell_action(g, "show-page", "synchronization")
    first = wait_until(marked, what="the first problem to be marked")
    open_program(g, write(g, "empty.c", "int main (void) { return 0; }\n"))
    wait_until(lambda: not marked(), what="no problem to be marked")
    g.find("entry", "Search problems").set_text(first[0].split(":")[0])     # and it is in view
    g.click("list item", first[0])
    wait_until(lambda: marked() == first and g.exists("push button", "Predict First"), what="the laboratory again")


def test_a_deadlock_that_can_come_is_drawn_and_said(g):
    open_program(g, write(g, "queue.c"))
    state(g, "^Ended with status 0$")
    pane(g, "Order")
    state(g, "(?s)^Potential deadlock.*first holds left .* and takes right .*second holds right")
    picture = g.find("image", "Order of the locks")
    assert "left, then right" in picture.live_desc() and "right, then left" in picture.live_desc(), picture.live_desc()
    shot(g, "order")
    g.click("push button", "Menu of the program")
    g.click("menu item", "Find a Failing Schedule…")
    g.find("frame", "Every Schedule")


def test_what_is_listed_is_exported(g):
    path = os.path.join(g.dir, "locks.csv")
    open_program(g, write(g, "queue.c"))
    state(g, "^Ended with status 0$")
    pane(g, "Locks")
    wait_until(lambda: len(g.rows("Locks")) >= 2, 30, what="the locks")
    g.click("entry", "Search locks")
    shell_action(g, "export-list", path)
    wait_until(lambda: os.path.exists(path), 10)
    with open(path, encoding="utf-8") as f:
        rows = {r["name"]: r for r in csv.DictReader(f)}
    assert rows["left"]["taken"] == "6" and rows["right"]["kind"] == "mutex", rows


def test_what_cannot_be_watched_is_said_in_the_dialog(g):
    shell_action(g, "open-program", os.path.join(g.dir, "nothing-here"))
    g.find("text", ASKED)
    g.key("Return")
    wait_until(lambda: apmtest.labels(g, "^There is no file “"), 10, what="the sentence")
    g.find("text", ASKED).set_text("/etc/passwd")
    g.key("Return")
    wait_until(lambda: apmtest.labels(g, "/etc/passwd.*program|program.*/etc/passwd"), 10, what="the other sentence")
    g.key("Escape")
    g.gone("text", ASKED)


def test_a_lock_is_left_out_by_its_switch_and_its_trace_is_opened_again(g):
    path = os.path.join(g.dir, "queue-trace.json")
    open_program(g, write(g, "queue.c"))
    state(g, "^Ended with status 0$")
    pane(g, "Source")
    line = SUBJECT.split("\n").index("      pthread_mutex_lock (locks[1]);") + 1
    view = g.find("text", "Source of the program")
    wait_until(lambda: "pthread_mutex_lock" in view.text(), 20, what="the source")
    g.click(view)
    g.key("ctrl+Home", *["Down"] * (line - 1), "ctrl+k")
    wait_until(lambda: "line %d is left out" % line in view.live_desc(), 10, what="the switch")
    shot(g, "left-out")
    g.click("push button", "Run Again")
    pane(g, "Locks")
    wait_until(lambda: any(r["Lock"] == "right" and r["Taken"] == "3" for r in g.rows("Locks")), 30,
               what="a lock that was not taken")

    g.menu("Save Trace…", button="Menu of the program")
    g.answer_file_dialog(path, "Save")
    wait_until(lambda: os.path.exists(path), 20, what="the trace")
    shell_action(g, "open-trace", path)
    state(g, r"^\d+ stretches of time · 3 threads$")
    shot(g, "trace")
    shell_action(g, "open-trace", "/etc/passwd")
    state(g, "^This is no trace of a program: line 1: ")


def test_a_process_is_run_again_under_the_lens(g):
    with subprocess.Popen(["sleep", "717.25"], cwd="/usr") as process:
        try:
            ticks = int(apmtest.stat(process.pid)[19])
            started_us = ticks * 1000000 // os.sysconf("SC_CLK_TCK")
            shell_action(g, "run-again", GLib.Variant("(ix)", (process.pid, started_us)))
            wait_until(lambda: g.find("text", ASKED).text().endswith("/sleep"), 20, what="the program in the dialog")
            assert g.find("text", re.compile("^Arguments")).text() == "717.25"
            assert g.find("text", re.compile("^Working directory")).text() == "/usr"
        finally:
            process.kill()
    g.key("Escape")
    g.gone("text", ASKED)


def test_it_ends_with_the_window(g):
    open_program(g, write(g, "queue.c"), "stay")
    pid = pid_of(g)
    assert g.quit() in (0, None)
    wait_until(lambda: not is_alive(pid), 10, what="the program's end")


apmtest.main()
