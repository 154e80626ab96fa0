/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-motion.h"

static void
add_one (ApmMotion          *self,
         const ApmItemEvent *event,
         const ApmScene     *before,
         gint64              now_us)
{
  ApmFlight flight = { event->put, event->actor, event->slot, event->item, -1, now_us };

  if (event->put)
    flight.producer = event->actor;
  else if (event->slot < before->n_slots && before->slots[event->slot].item == event->item)
    flight.producer = before->slots[event->slot].producer;

  self->flights[self->n++] = flight;
}

/**
 * apm_motion_add:
 * @events: what was put and got since the last call, in order
 * @before: the scene last shown; says whose an item was that left its slot
 * @now_us: the frame's time, microseconds
 *
 * Lets each item fly, unless there would be more than APM_MOTION_MAX at once:
 * then all land at once.
 */
void
apm_motion_add (ApmMotion          *self,
                const ApmItemEvent *events,
                guint               n,
                const ApmScene     *before,
                gint64              now_us)
{
  apm_motion_prune (self, now_us);
  if (n > APM_MOTION_MAX - self->n)
    {
      apm_motion_clear (self);
      return;
    }

  for (guint i = 0; i < n; i++)
    add_one (self, &events[i], before, now_us);
}

/**
 * apm_motion_prune:
 *
 * Forgets what has landed.
 *
 * Returns: how many are on their way
 */
guint
apm_motion_prune (ApmMotion *self,
                  gint64     now_us)
{
  guint kept = 0;

  for (guint i = 0; i < self->n; i++)
    if (now_us - self->flights[i].begin_us < APM_FLIGHT_US)
      self->flights[kept++] = self->flights[i];

  self->n = kept;

  return kept;
}

void
apm_motion_clear (ApmMotion *self)
{
  self->n = 0;
}

/**
 * apm_motion_find_put:
 *
 * Returns: (nullable): the item on its way into @slot, which is to look empty
 *   until it lands
 */
const ApmFlight *
apm_motion_find_put (const ApmMotion *self,
                     guint            slot)
{
  for (guint i = 0; i < self->n; i++)
    if (self->flights[i].put && self->flights[i].slot == slot)
      return &self->flights[i];

  return NULL;
}

/**
 * apm_flight_get_way:
 *
 * Returns: the part of the way behind it, 0 to 1, slower towards the end
 */
double
apm_flight_get_way (const ApmFlight *self,
                    gint64           now_us)
{
  double left = 1 - CLAMP ((double) (now_us - self->begin_us) / APM_FLIGHT_US, 0, 1);

  return 1 - left * left * left;
}
