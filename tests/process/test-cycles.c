/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-child.h"

#include "process-test.h"

/* Created, seen to end and collected, so often, with so many at a time. */
#define CYCLES 10000
#define AT_A_TIME 20

static guint n_wanted;
static guint n_started;
static guint n_ended;

static void start_one (gboolean ends_with_us);

static void
on_ended (ApmChild *child,
          int       wait_status,
          gpointer  data)
{
  g_assert_cmpint (wait_status, ==, 0);
  n_ended++;
  if (n_started < n_wanted)
    start_one (n_started % 2);
  g_object_unref (child);
}

static void
start_one (gboolean ends_with_us)
{
  static const char *const argv[] = { SUBJECT, "exit", "0", NULL };
  const ApmSpawn spawn = { .argv = argv, .ends_with_us = ends_with_us };
  g_autoptr(GError) error = NULL;
  ApmChild *child = apm_child_spawn (&spawn, &error);

  g_assert_no_error (error);
  n_started++;
  g_signal_connect (child, "ended", G_CALLBACK (on_ended), NULL);
}

static void
test_cycles (void)
{
  guint n_fds, reported = 0;
  gint64 began = g_get_monotonic_time ();

  /* The first one brings the guard. */
  start_one (TRUE);
  test_until (n_ended == 1);
  n_started = n_ended = 0;
  n_wanted = CYCLES;
  n_fds = test_count_fds ();

  while (n_started < AT_A_TIME)
    start_one (n_started % 2);
  while (n_ended < CYCLES)
    {
      reported += AT_A_TIME;
      test_until (n_ended >= MIN (reported, CYCLES));
    }
  g_test_message ("%d cycles in %d ms", CYCLES, (int) ((g_get_monotonic_time () - began) / 1000));

  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (test_count_fds (), ==, n_fds);
  /* The guard, and nothing else. */
  g_assert_cmpuint (test_count_children (), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/cycles", test_cycles);

  return g_test_run ();
}
