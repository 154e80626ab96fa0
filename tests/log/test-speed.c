/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log.h"
#include "log-test.h"

#include "../turns.h"

#include <glib/gstdio.h>
#include <malloc.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* A million entries of some sixty characters: what a turn of the main loop costs
 * the main thread, and what an entry costs in memory. CPU time, so that a busy
 * machine fails nobody. */

#define N_ENTRIES 1000000
#define MOST_ROUNDS 3

/* Sanitizers make everything slower and larger: under them only what must be
 * right is checked, not what must be quick. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TURN_MS G_MAXDOUBLE
#define ENTRY_BYTES G_MAXDOUBLE
#else
#define TURN_MS 16
#define ENTRY_BYTES 150
#endif

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static gsize
resident_bytes (void)
{
  g_autofree char *statm = NULL;
  unsigned long pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  g_assert_cmpint (sscanf (statm, "%*u %lu", &pages), ==, 1);

  return pages * sysconf (_SC_PAGESIZE);
}

typedef struct { ApmLog *log; guint n; guint per_turn; } Feed;

static gboolean
feed (gpointer data)
{
  Feed *f = data;

  for (guint i = 0; i < f->per_turn && f->n < N_ENTRIES; i++, f->n++)
    apm_log_add (f->log, f->n % 1000 == 0 ? APM_LEVEL_WARNING : APM_LEVEL_INFO, f->n % 2 ? "ipc" : "sync",
                 "worker-1 → worker-2: message %u of sixty-four bytes, more or less", f->n);

  return f->n < N_ENTRIES;
}

static double
longest_turn_until_fed (Feed *f)
{
  Turns turns = { 0 };

  f->n = 0;
  g_idle_add (feed, f);
  while (f->n < N_ENTRIES || apm_log_get_filtering (f->log))
    turns_take (&turns, TRUE);

  return turns_get_longest_us (&turns) / 1e3;
}

/* The same once more, in a log of its own. */
static double
longest_turn_of_another (LogTest *test)
{
  g_autoptr (ApmLog) log = apm_log_new ();
  g_autofree char *path = g_strconcat (test->path, ".another", NULL);
  Feed f = { log, 0, 2000 };
  double longest;

  apm_log_set_file_limits (log, 0, 0);
  g_assert_true (apm_log_open_file (log, path, NULL));
  longest = longest_turn_until_fed (&f);
  g_assert_true (apm_log_flush (log));
  g_assert_cmpint (g_unlink (path), ==, 0);

  return longest;
}

static double
longest_turn_of_filter (ApmLog     *log,
                        const char *search,
                        guint       expected)
{
  double began = thread_ms ();
  gint64 asked_us = g_get_monotonic_time ();
  double longest;

  apm_log_set_filter (log, search, NULL, APM_LEVEL_INFO);
  longest = thread_ms () - began;
  while (apm_log_get_filtering (log))
    {
      began = thread_ms ();
      g_main_context_iteration (NULL, TRUE);
      longest = MAX (longest, thread_ms () - began);
    }
  g_assert_cmpuint (apm_view_get_n_rows (apm_log_get_view (log)), ==, expected);
  g_test_message ("filter '%s': %u of %u after %.0f ms, longest turn %.2f ms", search, expected, N_ENTRIES,
                  (g_get_monotonic_time () - asked_us) / 1e3, longest);

  return longest;
}

static void
test_million (LogTest       *test,
              gconstpointer  data)
{
  g_autoptr(ApmLog) log = apm_log_new ();
  ApmView *view = apm_log_get_view (log);
  Feed f = { log, 0, 2000 };
  gsize before;
  guint rounds;
  double bytes;
  double longest;
  double began;

  apm_log_set_file_limits (log, 0, 0);
  g_assert_true (apm_log_open_file (log, test->path, NULL));

  malloc_trim (0);
  before = resident_bytes ();
  longest = longest_turn_until_fed (&f);
  g_test_message ("added and written: longest turn %.2f ms with 2,000 entries in it", longest);

  g_assert_true (apm_log_flush (log));
  malloc_trim (0);
  bytes = (double) (resident_bytes () - before) / N_ENTRIES;
  g_test_message ("%.0f bytes of memory an entry", bytes);
  g_assert_cmpfloat (bytes, <, ENTRY_BYTES);
  test_until (apm_view_get_n_rows (view) == N_ENTRIES);
  g_assert_cmpuint (log_test_count_lines (test->path), ==, N_ENTRIES);

  /* A host that takes the CPU away for a while does not do so each time. */
  for (rounds = 1; rounds < MOST_ROUNDS && longest >= TURN_MS; rounds++)
    {
      longest = longest_turn_of_another (test);
      g_test_message ("once more: longest turn %.2f ms", longest);
    }
  g_assert_cmpfloat (longest, <, TURN_MS);

  began = thread_ms ();
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      guint place = (guint64) i * 7919 % N_ENTRIES;
      const ApmLogEntry *entry = apm_view_get_row (view, place);

      g_assert_cmpuint (entry->serial, ==, place + 1);
    }
  g_test_message ("a row anywhere: %.2f us", (thread_ms () - began) * 1e3 / N_ENTRIES);

  g_assert_cmpfloat (longest_turn_of_filter (log, "9 sixty", 468559), <, TURN_MS);
  g_assert_cmpfloat (longest_turn_of_filter (log, "absent", 0), <, TURN_MS);
  g_assert_cmpfloat (longest_turn_of_filter (log, "größer", 0), <, TURN_MS);
  g_assert_cmpfloat (longest_turn_of_filter (log, "worker", N_ENTRIES), <, TURN_MS);

  /* At the limit each entry drops one, and the filter goes on. */
  for (longest = TURN_MS, rounds = 0; rounds < MOST_ROUNDS && longest >= TURN_MS; rounds++)
    {
      longest = longest_turn_until_fed (&f);
      g_test_message ("added at the limit, filtered: longest turn %.2f ms", longest);
    }
  g_assert_cmpfloat (longest, <, TURN_MS);
  test_until (apm_view_get_n_rows (view) == N_ENTRIES && apm_log_get_n_dropped (log) == rounds * N_ENTRIES);
}

static void
test_burst (LogTest       *test,
            gconstpointer  data)
{
  g_autoptr(ApmLog) log = apm_log_new ();
  double began;
  double took;

  g_assert_true (apm_log_open_file (log, test->path, NULL));
  began = thread_ms ();
  for (guint i = 0; i < 100000; i++)
    apm_log_add (log, APM_LEVEL_INFO, "ipc", "message %u", i);
  took = thread_ms () - began;
  g_test_message ("100,000 entries in one turn: %.1f ms, %.0f ns each", took, took * 10);

  began = thread_ms ();
  for (guint i = 0; i < 1000000; i++)
    apm_log_add_busy (log, APM_LEVEL_INFO, "sync", 0, "item %u", i);
  g_test_message ("a million busy events: %.0f ns each", thread_ms () - began);
  g_assert_cmpuint (apm_log_get_n_total (log), <, 110000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  log_test_add ("/log/speed/million", test_million);
  log_test_add ("/log/speed/burst", test_burst);

  return g_test_run ();
}
