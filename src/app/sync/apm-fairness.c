/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-fairness.h"

#include <math.h>

void
apm_fairness_clear (ApmFairness *self)
{
  *self = (ApmFairness) { 0 };
}

static gboolean
is_wait (const ApmScene *scene,
         const ApmPast  *past)
{
  return apm_actor_state_is_waiting (past->state) ||
         (past->state != APM_ACTOR_ENDED && past->activity >= 0 && scene->activities[past->activity].wants);
}

static guint
get_bucket (gint64 length_us)
{
  double place = length_us > 0 ? 4 * log2 (length_us) : 0;

  return (guint) CLAMP (place, 0, APM_FAIRNESS_BUCKETS - 1);
}

/* The middle of what falls into a bucket. */
static gint64
get_length (guint bucket)
{
  return (gint64) exp2 ((bucket + 0.5) / 4);
}

static void
end_wait (ApmActorWaits *self,
          gint64         at_us)
{
  gint64 length_us = MAX (at_us - self->waiting_us, 0);

  self->n++;
  self->longest_us = MAX (self->longest_us, length_us);
  self->buckets[get_bucket (length_us)]++;
  self->waiting_us = 0;
}

static void
take_actor (ApmActorWaits  *self,
            const ApmScene *scene,
            const ApmActor *actor)
{
  /* What was overwritten before it was seen is no known wait. */
  if (actor->n_past > self->seen + APM_SCENE_MAX_PAST)
    {
      self->seen = actor->n_past - APM_SCENE_MAX_PAST;
      self->waiting_us = 0;
    }

  for (; self->seen < actor->n_past; self->seen++)
    {
      const ApmPast *past = &actor->past[self->seen % APM_SCENE_MAX_PAST];
      gboolean waits = is_wait (scene, past);

      if (waits && self->waiting_us == 0)
        self->waiting_us = past->since_us;
      else if (!waits && self->waiting_us > 0)
        end_wait (self, past->since_us);
    }

  self->overtaken = MAX (self->overtaken, actor->overtaken);
}

/**
 * apm_fairness_take:
 * @scene: of the same run as those before it
 *
 * Looks at what has happened since the last scene.
 */
void
apm_fairness_take (ApmFairness    *self,
                   const ApmScene *scene)
{
  for (guint i = 0; i < scene->n_actors; i++)
    take_actor (&self->actors[i], scene, &scene->actors[i]);
}

static gint64
get_median (const ApmActorWaits *self)
{
  guint64 seen = 0;

  for (guint i = 0; i < APM_FAIRNESS_BUCKETS && self->n > 0; i++)
    {
      seen += self->buckets[i];
      if (2 * seen >= self->n)
        return MIN (get_length (i), self->longest_us);
    }

  return 0;
}

/**
 * apm_fairness_get:
 * @actor: its place in @scene
 *
 * Returns: how it has fared until the newest report of @scene
 */
ApmWaits
apm_fairness_get (const ApmFairness *self,
                  const ApmScene    *scene,
                  guint              actor)
{
  const ApmActorWaits *waits = &self->actors[actor];
  gint64 now_us = waits->waiting_us > 0 ? MAX (scene->now_us - waits->waiting_us, 0) : 0;

  return (ApmWaits) { waits->n, get_median (waits), MAX (waits->longest_us, now_us), waits->overtaken };
}
