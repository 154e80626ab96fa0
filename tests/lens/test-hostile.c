/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that breaks all that it shares with the lens hurts nobody but itself. */

#include "apm-lens-report.h"
#include "apm-lens.h"

#include <sys/wait.h>

#define DEADLINE_US (60 * G_USEC_PER_SEC)

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* All that a window asks while it runs. */
static void
look (ApmLens *lens)
{
  g_autoptr(ApmLensReport) report = apm_lens_report_new (lens);

  g_assert_nonnull (report->locks);
  for (guint i = 0; i < report->rings->len; i++)
    g_free (apm_lens_report_dup_ring (report->rings->pdata[i]));
}

static void
test_scribble (gconstpointer data)
{
  const char *argv[] = { g_getenv ("SCRIBBLE"), data, NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmLens) lens = apm_lens_start (&(ApmSpawn) { .argv = argv, .ends_with_us = TRUE }, &error);
  gint64 until_us = g_get_monotonic_time () + DEADLINE_US;
  guint tick = g_timeout_add (20, on_tick, NULL);
  int status;

  g_assert_no_error (error);
  while (!apm_lens_get_ended (lens))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      look (lens);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
  look (lens);
  status = apm_child_get_wait_status (apm_lens_get_child (lens));
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpuint (apm_lens_model_get_n_events (apm_lens_lock (lens)), >, 1000);
  apm_lens_unlock (lens);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/lens-hostile/scribble/1", "1", test_scribble);
  g_test_add_data_func ("/lens-hostile/scribble/2", "2", test_scribble);

  return g_test_run ();
}
