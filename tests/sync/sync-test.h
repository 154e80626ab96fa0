/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "../turns.h"

#include "apm-experiment.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* A loaded machine is slow; this is only for what never comes. */
#define SYNC_TEST_DEADLINE_S 90

static inline gboolean
sync_test_wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop until @condition. */
#define sync_test_until(condition)                                                       \
  G_STMT_START {                                                                         \
    gint64 deadline_ = g_get_monotonic_time () + SYNC_TEST_DEADLINE_S * G_USEC_PER_SEC;  \
    guint waker_ = g_timeout_add (10, sync_test_wake, NULL);                             \
    while (!(condition))                                                                 \
      {                                                                                  \
        if (g_get_monotonic_time () > deadline_)                                         \
          g_error ("%s:%d: never came: %s", __FILE__, __LINE__, #condition);             \
        g_main_context_iteration (NULL, TRUE);                                           \
      }                                                                                  \
    g_source_remove (waker_);                                                            \
  } G_STMT_END

static inline gboolean
sync_test_has_ended (ApmExperiment *run)
{
  return apm_experiment_get_state (run) >= APM_RUN_DONE;
}

/* PROBLEM:VARIANT of our catalogue with settings "name=value", … */
static inline ApmExperiment *
sync_test_new (GListModel        *catalogue,
               const char        *name,
               const char *const *settings)
{
  g_autoptr(GError) error = NULL;
  const ApmVariant *variant;
  ApmExperiment *run;
  ApmProblem *problem;

  apm_catalogue_find_variant (catalogue, name, &problem, &variant, &error);
  g_assert_no_error (error);
  run = apm_experiment_new (problem, variant);

  for (guint i = 0; settings && settings[i]; i++)
    {
      g_auto(GStrv) pair = g_strsplit (settings[i], "=", 2);

      apm_experiment_set (run, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }

  return run;
}

static inline void
sync_test_start (ApmExperiment *run)
{
  g_autoptr(GError) error = NULL;

  apm_experiment_start (run, &error);
  g_assert_no_error (error);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_RUNNING);
}

/* ::ended comes once and last. */
static inline void
sync_test_count_end (ApmExperiment *run,
                     guint         *n_ended)
{
  (*n_ended)++;
}

static inline void
sync_test_run (ApmExperiment *run)
{
  guint n_ended = 0;

  g_signal_connect (run, "ended", G_CALLBACK (sync_test_count_end), &n_ended);
  sync_test_start (run);
  sync_test_until (n_ended > 0);
  g_assert_cmpuint (n_ended, ==, 1);
  g_assert_true (sync_test_has_ended (run));
}

/* All that was told before it was held has been read: nothing comes any more. */
static inline void
sync_test_let_reports_arrive (ApmExperiment *run)
{
  guint64 n_before;

  do
    {
      gint64 until = g_get_monotonic_time () + 200 * 1000;

      n_before = apm_experiment_get_scene (run)->n_reports;
      sync_test_until (g_get_monotonic_time () > until);
    }
  while (apm_experiment_get_scene (run)->n_reports != n_before);
}

/* Nothing of the run's process group is left. */
static inline gboolean
sync_test_group_is_gone (int pid)
{
  return kill (-pid, 0) < 0 && errno == ESRCH;
}
