#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline of a program that runs: read by keys, searched, marked."""
import os

import apmtest
from apmtest import shell_action, wait_until

ASKED = "Program, C file or folder"    # in the dialog

# One thread has the lock for a while, the other waits for it; then both hang.
SUBJECT = r"""
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static sem_t begun, never;

static void *
visit (void *data)
{
  sem_post (&begun);
  pthread_mutex_lock (&gate);
  pthread_mutex_unlock (&gate);
  while (sem_wait (&never) != 0)
    ;
  return data;
}

int
main (void)
{
  pthread_t thread;

  sem_init (&begun, 0, 0);
  sem_init (&never, 0, 0);
  pthread_mutex_lock (&gate);
  pthread_create (&thread, NULL, visit, NULL);
  sem_wait (&begun);
  usleep (50000);
  pthread_mutex_unlock (&gate);
  pthread_join (thread, NULL);
  return 0;
}
"""


def test_what_threads_did_is_read_by_keys(g):
    path = os.path.join(g.dir, "gate.c")
    with open(path, "w", encoding="utf-8") as f:
        f.write(SUBJECT)
    apmtest.thin(g)
    shell_action(g, "open-program", path)
    g.find("text", ASKED)
    g.key("Return")
    g.gone("text", ASKED, 15)
    wait_until(lambda: apmtest.labels(g, r"^runs · PID \d+$"), 40, what="that it runs")
    g.click(next(n for n in g.find_all("page tab", "Timeline")
                 if any(a.name == "GtkStackSwitcher" for a in n.ancestors())))

    g.click("entry", "Find in the timeline")
    g.keys("gate")
    held = r"^main held gate for .* · until mutex unlock · at .* · gate\.c:\d+$"
    waited = r"^visit \(\d+\) waited .* for gate · mutex lock · at .* · ended by main · gate\.c:\d+$"
    presses = []

    def finds(pattern):
        """Forth and back through the few that there are; names and lines come a little later."""
        if apmtest.labels(g, pattern):
            return True
        presses.append("ctrl+g" if len(presses) // 4 % 2 == 0 else "ctrl+shift+g")
        g.key(presses[-1])
        return apmtest.labels(g, pattern)

    wait_until(lambda: finds(waited), 40, what="the wait, found by name")
    wait_until(lambda: finds(held), 40, what="the hold, found by name")
    g.click("push button", "Longest Wait")
    wait_until(lambda: apmtest.labels(g, r"^(main|visit \(\d+\)) has waited .* for .* so far"), 20, what="the longest wait")
    if "APM_SHOT" in os.environ:
        g.screenshot(os.environ["APM_SHOT"] + "-timeline.png")


apmtest.main()
