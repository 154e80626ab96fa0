#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline of a program that runs: read by keys, searched, marked."""
import os
import re

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
  usleep (20000);
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
    shot(g, "waits")
    moves_and_zooms(g)
    marks(g)
    leaves(g)


def said(g, pattern):
    return wait_until(lambda: apmtest.labels(g, pattern), 15, what="to be said: " + pattern)[0]


def moves_and_zooms(g):
    """From stretch to stretch and from row to row; what is in view is said."""
    g.click("image", "Timeline")
    g.key("Home", *["Up"] * 4, *["Left"] * 6)
    said(g, r"^main waited .* for begun · semaphore wait")
    g.key("Right")
    said(g, r"^main has waited .* so far · join")
    g.key("Down", "Left")
    said(g, r"^main held gate for ")
    g.key("Return", "plus")
    near = said(g, r"^\d.* to .*: \d+ waits?$")
    g.key("ctrl+0")
    assert said(g, r"^0.* to .*: 4 waits$") != near
    follow = g.find("push button", "Follow")
    g.key("ctrl+Left")
    wait_until(lambda: "pressed" not in follow.live_states(), 10, what="a view that stays")
    g.key("End")
    wait_until(lambda: "pressed" in follow.live_states(), 10, what="a view that follows")


def marks(g):
    """A bookmark is where one is, has a name, and leads back."""
    g.key("Home", *["Left"] * 6, "ctrl+b")
    g.click("push button", "Bookmarks")
    g.find("text", "Name of the bookmark").set_text("handover")
    shot(g, "bookmark")
    g.click("push button", "Go to “handover”")
    g.click("push button", "Remove “handover”")
    g.gone("text", "Name of the bookmark")
    g.key("Escape")


def leaves(g):
    """What is in view as text and as a drawing."""
    path = os.path.join(g.dir, "timeline.svg")
    g.menu("Copy as Text", button="Export Timeline")
    said(g, "^Copied what is in view$")
    search = g.find("entry", "Find in the timeline")
    g.click(search)
    g.key("ctrl+a", "ctrl+v")
    wait_until(lambda: re.search(r"main has waited .* so far · join · .* · gate\.c:\d+", search.text()), 10, what="the copied text")
    g.menu("Save Picture…", button="Export Timeline")
    g.answer_file_dialog(path, "Save")
    said(g, "^Saved as “timeline.svg”$")
    with open(path, encoding="utf-8") as f:
        assert "<svg" in f.read(1000)


def shot(g, name):
    """A picture to be looked at by hand: APM_SHOT=/tmp/x."""
    if "APM_SHOT" in os.environ:
        g.settle()
        g.screenshot("%s-%s.png" % (os.environ["APM_SHOT"], name))


apmtest.main()
