/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene.h"

#include <glib/gi18n-lib.h>

static const struct { const char *id, *label; } states[] = {
  [APM_ACTOR_ABSENT] = { "absent", N_("not started") },
  [APM_ACTOR_WORKING] = { "working", N_("working") },
  [APM_ACTOR_WAITING_EMPTY] = { "waiting-empty", N_("waiting for an empty slot") },
  [APM_ACTOR_WAITING_ITEM] = { "waiting-item", N_("waiting for an item") },
  [APM_ACTOR_WAITING_MUTEX] = { "waiting-mutex", N_("waiting for the mutex") },
  [APM_ACTOR_WAITING_OTHER] = { "waiting", N_("waiting for a semaphore") },
  [APM_ACTOR_WAITING_CONDITION] = { "waiting-condition", N_("waiting to be signalled") },
  [APM_ACTOR_WAITING_BARRIER] = { "waiting-barrier", N_("waiting for the others") },
  [APM_ACTOR_CRITICAL] = { "critical", N_("in the critical section") },
  [APM_ACTOR_ENDED] = { "ended", N_("ended") },
};

/**
 * apm_actor_state_get_id:
 *
 * The word of an export, in the C locale: "waiting-mutex".
 */
const char *
apm_actor_state_get_id (ApmActorState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return states[state].id;
}

/**
 * apm_actor_state_get_label:
 *
 * The state in translated words: "waiting for the mutex".
 */
const char *
apm_actor_state_get_label (ApmActorState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (states), NULL);

  return _(states[state].label);
}

gboolean
apm_actor_state_is_waiting (ApmActorState state)
{
  return state >= APM_ACTOR_WAITING_EMPTY && state <= APM_ACTOR_WAITING_BARRIER;
}

/**
 * apm_scene_count_activity:
 *
 * Returns: how many actors do that now, as they have told
 */
guint
apm_scene_count_activity (const ApmScene *scene,
                          const char     *id)
{
  guint n = 0;

  for (guint i = 0; i < scene->n_actors; i++)
    {
      int activity = scene->actors[i].activity;

      n += activity >= 0 && g_str_equal (scene->activities[activity].id, id);
    }

  return n;
}
