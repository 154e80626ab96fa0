/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the watch over all waits costs that looks each two seconds, without its budget:
 * the CPU of this process, which does nothing else. */

#include "apm-wait-watch.h"

#include <stdio.h>
#include <time.h>

#define INTERVAL_MS 2000
#define LOOKS 10

static double
cpu_seconds (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
on_looked (ApmWaitWatch *watch G_GNUC_UNUSED,
           guint        *n_looks)
{
  (*n_looks)++;
}

static void
wait_for_looks (const guint *n_looks,
                guint        wanted)
{
  while (*n_looks < wanted)
    g_main_context_iteration (NULL, TRUE);
}

int
main (void)
{
  g_autoptr(ApmWaitWatch) watch = apm_wait_watch_new ();
  guint n_looks = 0;
  gint64 began_us;
  double before;
  const ApmWaitPass *pass;

  g_signal_connect (watch, "looked", G_CALLBACK (on_looked), &n_looks);
  apm_wait_watch_set_budget (watch, 1000);
  apm_wait_watch_set_interval (watch, INTERVAL_MS);
  wait_for_looks (&n_looks, 2);
  began_us = g_get_monotonic_time ();
  before = cpu_seconds ();
  wait_for_looks (&n_looks, 2 + LOOKS);
  pass = apm_wait_watch_get_graph (watch)->pass;
  printf ("watch-300 %.2f percent of a core: the watch over waits each 2 s, among %u processes of %u threads\n",
          (cpu_seconds () - before) * 1e8 / (double) (g_get_monotonic_time () - began_us), pass->processes->len,
          pass->waits->len);

  return 0;
}
