/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-experiment-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

/* What can be done to a run: held and let go at the lens' gate, slowed, stopped,
 * and done without some of its operations. */

static gboolean
signal_group (ApmExperiment *self,
              int            signum)
{
  g_autoptr(GError) error = NULL;

  if (apm_child_signal (self->child, signum, TRUE, &error))
    return TRUE;

  apm_experiment_tell (self, "%s", error->message);
  return FALSE;
}

static void
change (ApmExperiment *self,
        ApmRunState    state,
        const char    *sentence)
{
  apm_experiment_set_state (self, state, NULL);
  apm_experiment_tell (self, "%s", sentence);
  g_signal_emit (self, apm_experiment_signals[APM_EXPERIMENT_CHANGED], 0);
}

/**
 * apm_experiment_pause:
 *
 * Holds all its actors at once: before their next operation, and by SIGSTOP
 * wherever they are, since one may compute without end. A step lifts the latter.
 */
void
apm_experiment_pause (ApmExperiment *self)
{
  g_return_if_fail (APM_IS_EXPERIMENT (self));

  if (self->state != APM_RUN_RUNNING || self->stopping || !signal_group (self, SIGSTOP))
    return;

  self->is_frozen = TRUE;
  self->was_free = TRUE;
  if (self->lens)
    apm_lens_set_paused (self->lens, TRUE);
  change (self, APM_RUN_PAUSED, _("Paused"));
}

/**
 * apm_experiment_resume:
 *
 * Lets all of it go on; it is then no longer known which steps led to where it is.
 */
void
apm_experiment_resume (ApmExperiment *self)
{
  g_return_if_fail (APM_IS_EXPERIMENT (self));

  if (self->state != APM_RUN_PAUSED || self->stopping)
    return;

  self->was_free = TRUE;
  g_array_set_size (self->plan, 0);
  if (self->lens)
    apm_lens_set_paused (self->lens, FALSE);
  if (apm_experiment_thaw (self))
    change (self, APM_RUN_RUNNING, _("Resumed"));
}

/* Threads run up to where the gate holds them. */
gboolean
apm_experiment_thaw (ApmExperiment *self)
{
  if (self->is_frozen && !signal_group (self, SIGCONT))
    return FALSE;

  self->is_frozen = FALSE;
  return TRUE;
}

/**
 * apm_experiment_stop:
 *
 * Kills all its threads and processes, also when they hang or are paused;
 * ::ended follows when they are gone.
 */
void
apm_experiment_stop (ApmExperiment *self)
{
  g_return_if_fail (APM_IS_EXPERIMENT (self));

  if (!apm_experiment_is_live (self))
    return;

  self->stopping = TRUE;
  apm_experiment_kill (self);
}

/**
 * apm_experiment_set_slow_ms:
 * @ms: so long is each actor held before each of its operations; 0: not at all
 *
 * Before the start and while it runs.
 */
void
apm_experiment_set_slow_ms (ApmExperiment *self,
                            guint          ms)
{
  g_return_if_fail (APM_IS_EXPERIMENT (self));

  self->slow_ms = ms;
  if (self->lens)
    apm_lens_set_slow_ns (self->lens, (gint64) ms * 1000000);
}

static void
knock_line (ApmExperiment *self,
            guint          line,
            gboolean       knocked)
{
  g_autofree char *file = g_path_get_basename (self->variant->source_path);

  apm_lens_knock_line (self->lens, file, line, knocked);
}

/**
 * apm_experiment_set_knocked:
 * @line: of the variant's source, from 1
 *
 * Leaves out, or puts back in, all operations on locks and semaphores that are
 * called in that line: they are taken for done. Before the start it holds from the
 * first of them on, later from some ten milliseconds on.
 */
void
apm_experiment_set_knocked (ApmExperiment *self,
                            guint          line,
                            gboolean       knocked)
{
  g_return_if_fail (APM_IS_EXPERIMENT (self) && line > 0);

  if (knocked == apm_experiment_get_knocked (self, line))
    return;

  if (knocked)
    g_hash_table_add (self->knocked, GUINT_TO_POINTER (line));
  else
    g_hash_table_remove (self->knocked, GUINT_TO_POINTER (line));
  if (self->lens)
    knock_line (self, line, knocked);
}

gboolean
apm_experiment_get_knocked (ApmExperiment *self,
                            guint          line)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), FALSE);

  return g_hash_table_contains (self->knocked, GUINT_TO_POINTER (line));
}

/**
 * apm_experiment_get_n_knocked:
 *
 * Returns: how many lines are left out; 0: it is run as it is written
 */
guint
apm_experiment_get_n_knocked (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), 0);

  return g_hash_table_size (self->knocked);
}

/* What was ordered before there was a program. */
void
apm_experiment_give_orders (ApmExperiment *self)
{
  GHashTableIter iter;
  gpointer line;

  apm_lens_set_slow_ns (self->lens, (gint64) self->slow_ms * 1000000);
  g_hash_table_iter_init (&iter, self->knocked);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    knock_line (self, GPOINTER_TO_UINT (line), TRUE);
  if (g_hash_table_size (self->knocked) > 0 && !self->starts_paused)
    apm_lens_resume_knocked (self->lens);
}
