/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-experiment-private.h"

#include <glib/gi18n-lib.h>

/* Between looks whether a step can be done again, and for how long. */
#define REPLAY_MS 10
#define PATIENCE_US (5 * G_USEC_PER_SEC)

/* One operation at a time, and back again. There is no way back for a program: the
 * steps are done once more in another run of it, but for the last. */

static gboolean
look (ApmExperiment *self,
      guint          actor,
      guint         *state,
      guint         *op)
{
  const ApmScene *scene = apm_referee_get_scene (self->referee);
  guint64 caller;

  return actor < scene->n_actors && scene->actors[actor].tid != 0 && scene->actors[actor].state != APM_ACTOR_ENDED
         && apm_lens_look (self->lens, scene->actors[actor].tid, state, op, &caller);
}

/**
 * apm_experiment_start_paused:
 *
 * Has apm_experiment_start() hold every actor before its first operation.
 */
void
apm_experiment_start_paused (ApmExperiment *self)
{
  g_return_if_fail (APM_IS_EXPERIMENT (self) && self->state == APM_RUN_READY);

  self->starts_paused = TRUE;
}

/**
 * apm_experiment_step:
 * @actor: its place in the scene
 *
 * Lets one actor of a paused run do its next operation, or tell the next thing of
 * itself. If it only computes as yet it does so when it comes to one.
 *
 * Returns: whether there is such an actor, and it does not wait for others
 */
gboolean
apm_experiment_step (ApmExperiment *self,
                     guint          actor)
{
  ApmStep step = { actor, 0 };
  guint state, op;

  g_return_val_if_fail (APM_IS_EXPERIMENT (self), FALSE);

  if (self->state != APM_RUN_PAUSED || self->stopping || self->lens == NULL || !look (self, actor, &state, &op)
      || state == APM_LENS_BLOCKED)
    return FALSE;
  if (state == APM_LENS_AT_GATE)
    step.op = op;
  if (!apm_experiment_thaw (self)
      || !apm_lens_step (self->lens, apm_referee_get_scene (self->referee)->actors[actor].tid))
    return FALSE;

  g_array_append_val (self->steps, step);
  return TRUE;
}

/**
 * apm_experiment_get_n_steps:
 *
 * Returns: how many steps were done
 */
guint
apm_experiment_get_n_steps (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), 0);

  return self->steps->len;
}

/**
 * apm_experiment_can_undo:
 *
 * Whether steps alone led to where it is.
 */
gboolean
apm_experiment_can_undo (ApmExperiment *self)
{
  g_return_val_if_fail (APM_IS_EXPERIMENT (self), FALSE);

  return self->starts_paused && !self->was_free && self->steps->len > 0 && self->plan->len == 0;
}

/**
 * apm_experiment_dup_undone:
 *
 * Returns: (transfer full): a run of the same, not started, that will do the same
 *   steps but for the last. ::event says if it comes to another point.
 */
ApmExperiment *
apm_experiment_dup_undone (ApmExperiment *self)
{
  ApmExperiment *undone;
  GHashTableIter iter;
  gpointer key, value;

  g_return_val_if_fail (apm_experiment_can_undo (self), NULL);

  undone = apm_experiment_new (self->problem, self->variant);
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (undone->values, key, g_strdup (value));
  g_hash_table_iter_init (&iter, self->knocked);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (undone->knocked, key);
  undone->slow_ms = self->slow_ms;
  undone->starts_paused = TRUE;
  g_array_append_vals (undone->plan, self->steps->data, self->steps->len - 1);
  apm_experiment_set_up_referee (undone, 0);

  return undone;
}

static void
diverge (ApmExperiment *self,
         const ApmStep *step)
{
  const ApmScene *scene = apm_referee_get_scene (self->referee);

  apm_experiment_tell (self, _("Step %u cannot be done again: %s stands at another point than before."),
                       self->steps->len + 1, scene->actors[step->actor].name);
  g_array_set_size (self->plan, 0);
}

/* Whether everybody who was let go has come to the gate again, waits for others, or
 * has ended: only then what comes next is the same as before. */
static gboolean
all_stand (ApmExperiment *self)
{
  const ApmScene *scene = apm_referee_get_scene (self->referee);
  guint n_standing = 0;
  guint state, op;

  for (guint i = 0; i < scene->n_actors; i++)
    {
      if (scene->actors[i].state == APM_ACTOR_ENDED)
        n_standing++;
      else if (scene->actors[i].state == APM_ACTOR_ABSENT || !look (self, i, &state, &op) || state == APM_LENS_RUNNING)
        return FALSE;
      else
        n_standing++;
    }

  return n_standing > 0;
}

/* Does the next step of a plan once all stand still. Who was woken by the last one
 * still has to come. */
static gboolean
on_replay (gpointer user_data)
{
  ApmExperiment *self = user_data;
  gboolean late = g_get_monotonic_time () > self->replayed_us + PATIENCE_US;
  gboolean stands;
  ApmStep step;
  guint state, op;

  if (self->plan->len == 0 || self->state != APM_RUN_PAUSED || self->stopping)
    {
      self->replay_timer = 0;
      return G_SOURCE_REMOVE;
    }

  step = g_array_index (self->plan, ApmStep, 0);
  stands = all_stand (self) && look (self, step.actor, &state, &op) && state == APM_LENS_AT_GATE;
  if (!stands && !late)
    return G_SOURCE_CONTINUE;

  if (!stands || (step.op != 0 && step.op != op) || !apm_experiment_step (self, step.actor))
    {
      diverge (self, &step);
      return G_SOURCE_CONTINUE;
    }
  g_array_remove_index (self->plan, 0);
  self->replayed_us = g_get_monotonic_time ();

  return G_SOURCE_CONTINUE;
}

/* Begins to do again what was planned. */
void
apm_experiment_replay (ApmExperiment *self)
{
  self->replayed_us = g_get_monotonic_time ();
  if (self->plan->len > 0)
    self->replay_timer = g_timeout_add (REPLAY_MS, on_replay, self);
}
