/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is seen of real programs, as rows. What they do is in watched.c. */

#include "apm-lens-report.h"

#include <string.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)

static ApmLens *
start (const char *word)
{
  const char *argv[] = { g_getenv ("WATCHED"), word, NULL };
  g_autoptr(GError) error = NULL;
  ApmLens *lens = apm_lens_start (&(ApmSpawn) { .argv = argv, .ends_with_us = TRUE }, &error);

  g_assert_no_error (error);

  return lens;
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop once; what is polled changes in other threads. */
static void
turn (gint64 *until_us)
{
  guint tick = g_timeout_add (2, on_tick, NULL);

  if (*until_us == 0)
    *until_us = g_get_monotonic_time () + DEADLINE_US;
  g_assert_cmpint (g_get_monotonic_time (), <, *until_us);
  g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

static const ApmLensLockRow *
find_lock (ApmLensReport *report,
           const char    *name)
{
  for (guint i = 0; i < report->locks->len; i++)
    if (strcmp (((ApmLensLockRow *) report->locks->pdata[i])->name, name) == 0)
      return report->locks->pdata[i];

  return NULL;
}

static const ApmLensThreadRow *
find_thread (ApmLensReport *report,
             const char    *name)
{
  for (guint i = 0; i < report->threads->len; i++)
    if (g_str_has_prefix (((ApmLensThreadRow *) report->threads->pdata[i])->name, name))
      return report->threads->pdata[i];

  return NULL;
}

static void
test_of_the_ended (void)
{
  g_autoptr(ApmLens) lens = start ("names");
  g_autoptr(ApmLensReport) report = NULL;
  gint64 until_us = 0;

  while (!apm_lens_get_ended (lens))
    turn (&until_us);
  report = apm_lens_report_new (lens);

  g_assert_nonnull (find_lock (report, "mutex_a"));
  g_assert_cmpstr (find_lock (report, "mutex_a")->kind, ==, "mutex");
  g_assert_cmpuint (find_lock (report, "mutex_a")->taken, ==, 2);
  g_assert_true (g_str_has_prefix (find_lock (report, "mutex_a")->first_used_at, "watched.c:"));
  g_assert_cmpstr (find_lock (report, "mutex_a")->holder, ==, "");
  g_assert_nonnull (find_lock (report, "accounts[1].lock"));

  g_assert_nonnull (find_thread (report, "alice"));
  g_assert_cmpstr (find_thread (report, "alice")->state, ==, "ended");
  g_assert_cmpstr (find_thread (report, "main")->waits_for, ==, "");
  g_assert_true (find_thread (report, "main")->waiting_ns == G_MININT64);

  g_assert_cmpuint (report->edges->len, ==, 2);
  g_assert_cmpuint (report->n_lost, ==, 0);
  for (guint i = 1; i < report->locks->len; i++)
    g_assert_cmpint (((ApmLensLockRow *) report->locks->pdata[i - 1])->waited_ns, >=,
                     ((ApmLensLockRow *) report->locks->pdata[i])->waited_ns);
}

/* The two threads of the deadlock, as they stand. */
static gboolean
both_wait (ApmLensReport *report)
{
  const ApmLensThreadRow *one = find_thread (report, "main");
  const ApmLensThreadRow *other = find_thread (report, "hold_a");

  return one && other && strcmp (one->waits_for, "mutex_a") == 0 && strcmp (other->waits_for, "mutex_b") == 0;
}

static void
test_of_the_waiting (void)
{
  g_autoptr(ApmLens) lens = start ("deadlock");
  g_autoptr(ApmLensReport) report = apm_lens_report_new (lens);
  gint64 until_us = 0;

  while (!both_wait (report))
    {
      turn (&until_us);
      apm_lens_report_unref (report);
      report = apm_lens_report_new (lens);
    }

  g_assert_cmpstr (find_thread (report, "main")->state, ==, "waiting");
  g_assert_cmpstr (find_thread (report, "main")->holds, ==, "mutex_b");
  g_assert_cmpint (find_thread (report, "main")->waiting_ns, >=, 0);
  g_assert_nonnull (find_thread (report, "main")->source);
  g_assert_true (strstr (find_thread (report, "main")->source, "/watched.c:") != NULL);
  g_assert_true (g_str_has_prefix (find_lock (report, "mutex_a")->holder, "hold_a"));
  g_assert_cmpuint (find_lock (report, "mutex_a")->waiters, ==, 1);

  /* What was taken does not change. */
  apm_lens_kill (lens);
  until_us = 0;
  while (!apm_lens_get_ended (lens))
    turn (&until_us);
  g_assert_true (both_wait (report));
}

/* A lens that does not understand what it is given says nothing at all. */
static void
test_silent (void)
{
  g_autofree char *ours = g_strdup (g_getenv ("APM_LIBEXECDIR"));
  g_autofree char *path = g_strconcat (g_getenv ("SILENT_LENS"), G_SEARCHPATH_SEPARATOR_S, ours, NULL);
  g_autofree char *doubt = NULL;
  g_autoptr(ApmLens) lens = NULL;
  gint64 until_us = 0;

  g_setenv ("APM_LIBEXECDIR", path, TRUE);
  lens = start ("names");
  g_setenv ("APM_LIBEXECDIR", ours, TRUE);
  while (!apm_lens_get_ended (lens))
    turn (&until_us);
  doubt = apm_lens_dup_doubt (lens);
  g_assert_nonnull (doubt);
  g_assert_nonnull (strstr (doubt, "of another version"));
}

static void
test_ring_in_words (void)
{
  ApmLensEdgeRow one = { .held = (char *) "a", .held_at = (char *) "x.c:1", .taken = (char *) "b",
                         .taken_at = (char *) "x.c:2", .thread = (char *) "P1" };
  g_autoptr(GPtrArray) ring = g_ptr_array_new ();
  g_autofree char *text = NULL;

  g_ptr_array_add (ring, &one);
  text = apm_lens_report_dup_ring (ring);
  g_assert_cmpstr (text, ==, "Potential deadlock: these can each wait for the next for ever\n"
                             "  P1 holds a (x.c:1) and takes b (x.c:2)");
}

static void
test_spans (void)
{
  static const struct { gint64 ns; const char *text; } cases[] = {
    { 0, "0 ns" }, { 340, "340 ns" }, { 12500, "12.5 µs" }, { 3200000, "3.2 ms" },
    { 12340000, "12.3 ms" }, { 1500000000, "1.5 s" }, { G_GINT64_CONSTANT (61000000000), "61.0 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = apm_lens_dup_span_text (cases[i].ns);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens/report/of-the-ended", test_of_the_ended);
  g_test_add_func ("/lens/report/of-the-waiting", test_of_the_waiting);
  g_test_add_func ("/lens/report/silent", test_silent);
  g_test_add_func ("/lens/report/ring-in-words", test_ring_in_words);
  g_test_add_func ("/lens/report/spans", test_spans);

  return g_test_run ();
}
