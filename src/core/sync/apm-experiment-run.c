/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-experiment-private.h"

#include "apm-compiler.h"
#include "apm-error.h"
#include "apm-outcome.h"
#include "apm-problem-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

/* Rates fall also while no report comes. */
#define RATE_INTERVAL_MS 250

void
apm_experiment_close_reports (ApmExperiment *self)
{
  g_clear_pointer (&self->queue, apm_report_queue_close);
}

void
apm_experiment_set_state (ApmExperiment *self,
                          ApmRunState    state,
                          char          *outcome)
{
  self->state = state;
  if (outcome)
    {
      g_free (self->outcome);
      self->outcome = outcome;
    }
}

void
apm_experiment_kill (ApmExperiment *self)
{
  if (self->child && !apm_child_get_ended (self->child))
    apm_child_signal (self->child, SIGKILL, TRUE, NULL);
}

/* A run whose verdict is known stands still: its scene is that moment. */
void
apm_experiment_break_off (ApmExperiment *self,
                          ApmRunState    state,
                          const char    *sentence)
{
  apm_experiment_set_state (self, state, g_strdup (sentence));
  apm_experiment_close_reports (self);
  apm_experiment_kill (self);
}

gboolean
apm_experiment_is_live (ApmExperiment *self)
{
  return self->state == APM_RUN_RUNNING || self->state == APM_RUN_PAUSED;
}

/* What locks are called is found out by the lens, after they were used. */
static void
take_names (ApmExperiment *self)
{
  ApmLensModel *model = apm_lens_lock (self->lens);

  for (guint i = 0; i < apm_lens_model_get_n_objects (model); i++)
    {
      const ApmLensObject *object = apm_lens_model_get_object (model, i);

      if (object->name && object->kind != APM_LENS_THREAD && object->kind != APM_LENS_CHILD)
        apm_referee_name_object (self->referee, object->address, object->name);
    }
  apm_lens_unlock (self->lens);
}

static void
keep_item (ApmExperiment   *self,
           const ApmReport *report)
{
  ApmItemEvent event = {
    .put = report->op == APM_REPORT_PUT,
    .actor = report->actor,
    .slot = (guint) report->b,
    .item = (guint64) report->a,
    .at_us = report->time_ns / 1000,
  };

  g_array_append_val (self->items, event);
}

/* Returns: whether more is wanted */
static gboolean
take_report (ApmExperiment   *self,
             const ApmReport *report)
{
  g_autoptr(GError) error = NULL;
  const ApmCheck *broken;

  /* Who serves the others goes on until the very end. */
  if (apm_referee_get_done (self->referee))
    return TRUE;
  if (!apm_referee_take (self->referee, report, &error))
    {
      apm_experiment_break_off (self, APM_RUN_FAILED, error->message);
      return FALSE;
    }
  if (report->op == APM_REPORT_PUT || report->op == APM_REPORT_GOT)
    keep_item (self, report);

  broken = apm_referee_get_broken (self->referee);
  if (broken)
    {
      take_names (self);
      apm_experiment_break_off (self, APM_RUN_BROKEN, broken->sentence);
    }

  return broken == NULL;
}

static void
count_rates (ApmExperiment *self,
             guint64        n_reports)
{
  ApmScene *scene = apm_referee_get_scene (self->referee);
  gint64 now_us = g_get_monotonic_time ();
  guint64 n_put = 0;

  for (guint i = 0; i < self->items->len; i++)
    n_put += g_array_index (self->items, ApmItemEvent, i).put;

  apm_rate_add (&self->produced, now_us, n_put);
  apm_rate_add (&self->consumed, now_us, self->items->len - n_put);
  apm_rate_add (&self->reports, now_us, n_reports);
  scene->produced_per_s = apm_rate_get (&self->produced, now_us);
  scene->consumed_per_s = apm_rate_get (&self->consumed, now_us);
  scene->reports_per_s = apm_rate_get (&self->reports, now_us);
}

static void
end_turn (ApmExperiment *self)
{
  guint64 n_reports = apm_referee_get_scene (self->referee)->n_reports;

  take_names (self);
  count_rates (self, n_reports - self->n_counted);
  self->n_counted = n_reports;
  if (self->items->len > 0)
    g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_ITEMS], 0, self->items->data, self->items->len);
  g_array_set_size (self->items, 0);
  g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_CHANGED], 0);
}

static void
on_reports (const ApmReport *reports,
            gsize            n,
            gpointer         user_data)
{
  g_autoptr(ApmExperiment) self = g_object_ref (user_data);

  self->reported_us = g_get_monotonic_time ();
  for (gsize i = 0; i < n && self->queue; i++)
    if (!take_report (self, &reports[i]))
      break;
  if (n == 0)
    end_turn (self);
}

static gboolean
on_rate_timer (gpointer user_data)
{
  ApmExperiment *self = user_data;
  double before = apm_referee_get_scene (self->referee)->reports_per_s;

  if (self->lens)
    take_names (self);
  count_rates (self, 0);
  apm_experiment_look (self);
  if (before > 0)
    g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_CHANGED], 0);

  return G_SOURCE_CONTINUE;
}

static void
conclude (ApmExperiment *self,
          int            wait_status)
{
  const ApmScene *scene = apm_referee_get_scene (self->referee);
  guint64 n_lost = self->queue ? apm_report_queue_get_lost (self->queue) : 0;
  g_autofree char *silence = self->lens ? apm_lens_dup_silence (self->lens) : NULL;

  if (!apm_experiment_is_live (self))
    return;

  if (self->stopping)
    apm_experiment_set_state (self, APM_RUN_STOPPED,
               apm_outcome_dup_stopped (scene, self->variant, g_get_monotonic_time ()));
  else if (n_lost > 0)
    apm_experiment_set_state (self, APM_RUN_FAILED,
               g_strdup_printf (_("Of what the program did %lu events were not seen."), (gulong) n_lost));
  else if (wait_status == 0 && silence)
    apm_experiment_set_state (self, APM_RUN_FAILED, g_steal_pointer (&silence));
  else if (wait_status != 0 || !apm_referee_get_done (self->referee))
    apm_experiment_set_state (self, APM_RUN_FAILED, apm_outcome_dup_crashed (wait_status));
  else
    {
      apm_referee_finish (self->referee);
      if (apm_referee_get_broken (self->referee))
        apm_experiment_set_state (self, APM_RUN_BROKEN, g_strdup (apm_referee_get_broken (self->referee)->sentence));
      else
        apm_experiment_set_state (self, APM_RUN_DONE, apm_outcome_dup_done (scene, self->variant));
    }
}

static void
end_run (ApmExperiment *self,
         int            wait_status)
{
  conclude (self, wait_status);
  apm_experiment_close_reports (self);
  g_clear_handle_id (&self->rate_timer, g_source_remove);

  g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_CHANGED], 0);
  g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_ENDED], 0);

  /* Held since the start. */
  g_object_unref (self);
}

/* All that the program did has been told. */
static void
on_lens_ended (ApmExperiment *self,
               int            wait_status,
               ApmLens       *lens)
{
  g_signal_handlers_disconnect_by_data (apm_lens_get_child (lens), self);
  g_signal_handlers_disconnect_by_data (lens, self);
  if (self->queue)
    apm_report_queue_take_all (self->queue);
  take_names (self);
  end_run (self, wait_status);
}

/* One that we have ended is over at once; what it told last is not waited for. */
static void
on_program_ended (ApmExperiment *self,
                  int            wait_status,
                  ApmChild      *child)
{
  if (!self->stopping && apm_experiment_is_live (self))
    return;

  g_signal_handlers_disconnect_by_data (child, self);
  g_signal_handlers_disconnect_by_data (self->lens, self);
  end_run (self, wait_status);
}

static void
on_child_output (ApmExperiment *self,
                 gboolean       is_stderr,
                 GBytes        *lines,
                 ApmChild      *child)
{
  gsize length;
  const char *text = g_bytes_get_data (lines, &length);

  if (self->compiling)
    g_string_append_len (self->diagnostics, text, (gssize) length);
  g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_OUTPUT], 0, is_stderr, lines);
}

static gboolean
check_parameters (ApmExperiment *self,
                  GError       **error)
{
  if (apm_experiment_get_number (self, "delay_min_ms") <= apm_experiment_get_number (self, "delay_max_ms"))
    return TRUE;

  g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
               _("The shortest delay, %u ms, is longer than the longest, %u ms"),
               apm_experiment_get_number (self, "delay_min_ms"), apm_experiment_get_number (self, "delay_max_ms"));
  return FALSE;
}

static gboolean
start_program (ApmExperiment *self,
               GError       **error)
{
  ApmLensTap tap;

  apm_experiment_set_up_referee (self, g_get_monotonic_time ());
  self->queue = apm_report_queue_new (on_reports, self);
  apm_report_queue_fill_tap (self->queue, &tap);
  tap.main_is_free = TRUE;
  tap.is_paused = self->starts_paused || g_hash_table_size (self->knocked) > 0;
  self->lens = apm_experiment_spawn_program (self, &tap, error);
  if (self->lens == NULL)
    {
      apm_experiment_close_reports (self);
      apm_experiment_set_up_referee (self, 0);
      return FALSE;
    }

  g_set_object (&self->child, apm_lens_get_child (self->lens));
  g_signal_connect_object (self->lens, "ended", G_CALLBACK (on_lens_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->child, "ended", G_CALLBACK (on_program_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->child, "output", G_CALLBACK (on_child_output), self, G_CONNECT_SWAPPED);
  self->reported_us = self->looked_us = g_get_monotonic_time ();
  apm_experiment_give_orders (self);
  apm_experiment_replay (self);
  /* Translators: the command with its parameters follows. */
  apm_experiment_tell (self, _("Started (PID %d): %s"), apm_child_get_pid (self->child),
                       apm_child_get_command (self->child));

  return TRUE;
}

/* The compiler has ended: what it made is started, or what it says is told. */
static void
on_compiler_ended (ApmExperiment *self,
                   int            wait_status,
                   ApmChild      *child)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *complaint = NULL;

  self->compiling = FALSE;
  if (!self->stopping && apm_experiment_is_live (self))
    {
      if (wait_status != 0)
        complaint = apm_compiler_dup_complaint (self->diagnostics->str);
      else if (start_program (self, &error))
        {
          apm_experiment_set_state (self, self->starts_paused ? APM_RUN_PAUSED : APM_RUN_RUNNING, NULL);
          g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_CHANGED], 0);
          return;
        }
      apm_experiment_set_state (self, APM_RUN_FAILED, g_strdup (complaint ? complaint : error->message));
    }
  end_run (self, wait_status);
}

static gboolean
start_compiler (ApmExperiment *self,
                GError       **error)
{
  self->child = apm_experiment_spawn_compiler (self, error);
  if (self->child == NULL)
    return FALSE;

  self->compiling = TRUE;
  g_signal_connect_object (self->child, "ended", G_CALLBACK (on_compiler_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->child, "output", G_CALLBACK (on_child_output), self, G_CONNECT_SWAPPED);

  return TRUE;
}

/**
 * apm_experiment_start:
 *
 * Starts the program, after compiling it where it is not there or older than
 * its source. It is ended by apm_experiment_stop() alone, if not by itself:
 * until ::ended the experiment keeps itself alive. On failure nothing is left,
 * and the experiment stays ready; a program that does not compile is found out
 * later, and the run then has failed.
 */
gboolean
apm_experiment_start (ApmExperiment *self,
                      GError       **error)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), FALSE);
  g_return_val_if_fail (self->state == APM_RUN_READY, FALSE);

  if (!check_parameters (self, error))
    return FALSE;
  if (!(apm_experiment_must_compile (self) ? start_compiler (self, error) : start_program (self, error)))
    return FALSE;

  g_object_ref (self);
  self->rate_timer = g_timeout_add (RATE_INTERVAL_MS, on_rate_timer, self);
  apm_experiment_set_state (self, self->starts_paused && self->lens ? APM_RUN_PAUSED : APM_RUN_RUNNING, NULL);
  g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_CHANGED], 0);

  return TRUE;
}
