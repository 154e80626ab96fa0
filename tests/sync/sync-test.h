/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "../counts.h"
#include "../turns.h"
#include "../until.h"

#include "apm-experiment.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

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
  test_until (n_ended > 0);
  g_assert_cmpuint (n_ended, ==, 1);
  g_assert_true (sync_test_has_ended (run));
}

/* Once nothing comes any more: of a run that is not held that is never. */
static inline void
sync_test_let_reports_arrive (ApmExperiment *run)
{
  guint64 n_before = G_MAXUINT64;
  gint64 since_us = 0;

  test_until (({
    guint64 n = apm_experiment_get_scene (run)->n_reports;

    if (n != n_before)
      since_us = g_get_monotonic_time ();
    n_before = n;
    g_get_monotonic_time () - since_us > 300 * 1000;
  }));
}

/* Returns: what the thread of @actor does at this moment; %APM_LENS_RUNNING while there is none */
static inline ApmLensLook
sync_test_look (ApmExperiment *run,
                guint          actor)
{
  const ApmScene *scene = apm_experiment_get_scene (run);
  ApmLensLook looks[APM_LENS_SLOTS];
  guint n = apm_lens_get_looks (apm_experiment_get_lens (run), looks, APM_LENS_SLOTS);

  for (guint i = 0; i < n && actor < scene->n_actors; i++)
    if (looks[i].tid == scene->actors[actor].tid)
      return looks[i];

  return (ApmLensLook) { .state = APM_LENS_RUNNING };
}

/* One step of @actor: from the gate of one operation to that of the next, or to where it
 * waits for others. What it has told on the way may still be about to be read. */
static inline void
sync_test_step (ApmExperiment *run,
                guint          actor)
{
  guint n_steps = apm_experiment_get_n_steps (run);
  ApmLensLook before, after;

  test_until ((before = sync_test_look (run, actor)).state == APM_LENS_AT_GATE);
  g_assert_true (apm_experiment_step (run, actor));
  g_assert_cmpuint (apm_experiment_get_n_steps (run), ==, n_steps + 1);
  test_until (sync_test_has_ended (run) || (after = sync_test_look (run, actor)).state == APM_LENS_BLOCKED
              || (after.state == APM_LENS_AT_GATE && after.since_ns != before.since_ns));
}

/* Nothing of the run's process group is left. */
static inline gboolean
sync_test_group_is_gone (int pid)
{
  return kill (-pid, 0) < 0 && errno == ESRCH;
}
