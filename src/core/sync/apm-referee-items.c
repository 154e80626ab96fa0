/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-referee-private.h"

#include <glib/gi18n-lib.h>

#define LLU(number) ((unsigned long long) (number))

/* The rules of the ring. Each producer numbers its items upwards, so "first in
 * first out" of one producer means: no smaller item of his is in a slot when
 * one of his comes out. No queue has to be kept beside the slots. */

static int
place_of (ApmReferee *self,
          ApmActor   *actor)
{
  return (int) (actor - self->scene.actors);
}

static gboolean
check_item_report (ApmReferee      *self,
                   ApmActor        *actor,
                   const ApmReport *report,
                   GError         **error)
{
  gboolean put = report->op == APM_REPORT_PUT;

  if (self->scene.kind != APM_SCENE_BUFFER)
    return apm_referee_lie (error, _("An item was reported where there is no buffer."));
  if (actor == NULL || actor->producer != put)
    return apm_referee_lie (error, put ? _("An item was put by somebody who is not a producer.")
                                       : _("An item was got by somebody who is not a consumer."));
  if (report->a < 0 || (report->a == 0 && put))
    return apm_referee_lie (error, _("An item has the number %lld: they begin at 1."),
                            (long long) report->a);

  return TRUE;
}

static void
check_alone (ApmReferee *self,
             ApmActor   *actor,
             guint64     item)
{
  int owner = self->scene.mutex_owner;

  if (owner >= 0 && owner != place_of (self, actor))
    apm_referee_break (self, "critical",
                       _("%s touched the buffer with item %llu while %s was in the critical section."),
                       actor->name, LLU (item), self->scene.actors[owner].name);
}

static gboolean
slot_exists (ApmReferee *self,
             ApmActor   *actor,
             gint64      slot)
{
  if (slot >= 0 && slot < self->scene.n_slots)
    return TRUE;

  apm_referee_break (self, "range", _("%s used slot %lld, but there are only %u."),
                     actor->name, (long long) slot, self->scene.n_slots);
  return FALSE;
}

static gboolean
is_in_a_slot (ApmReferee *self,
              guint64     item)
{
  for (guint i = 0; i < self->scene.n_slots; i++)
    if (self->scene.slots[i].item == item)
      return TRUE;

  return FALSE;
}

gboolean
apm_referee_take_put (ApmReferee      *self,
                      ApmActor        *actor,
                      const ApmReport *report,
                      GError         **error)
{
  ApmScene *scene = &self->scene;
  guint64 item = (guint64) report->a;
  ApmSlot *slot;
  int place;

  if (!check_item_report (self, actor, report, error))
    return FALSE;

  place = place_of (self, actor);
  check_alone (self, actor, item);
  if (!slot_exists (self, actor, report->b))
    return TRUE;

  slot = &scene->slots[report->b];
  if (item <= self->last_put[place] || is_in_a_slot (self, item))
    apm_referee_break (self, "twice", _("%s put item %llu a second time."),
                       actor->name, LLU (item));
  if (slot->item != 0)
    apm_referee_break (self, "range", _("%s put item %llu into slot %d, "
                                        "which still held item %llu."),
                       actor->name, LLU (item), (int) report->b, LLU (slot->item));
  else
    scene->filled++;

  *slot = (ApmSlot) { item, place };
  scene->in = (guint) (report->b + 1) % scene->n_slots;
  scene->produced++;
  self->last_put[place] = item;
  actor->item = item;
  actor->n_items++;

  return TRUE;
}

static void
check_order (ApmReferee *self,
             ApmSlot    *slot)
{
  for (guint i = 0; i < self->scene.n_slots; i++)
    {
      ApmSlot *other = &self->scene.slots[i];

      if (other->item != 0 && other->producer == slot->producer && other->item < slot->item)
        apm_referee_break (self, "order",
                           _("Item %llu of %s came out before item %llu."),
                           LLU (slot->item), self->scene.actors[slot->producer].name, LLU (other->item));
    }
}

static gboolean
check_slot_holds (ApmReferee *self,
                  ApmActor   *actor,
                  guint       index,
                  guint64     item)
{
  ApmSlot *slot = &self->scene.slots[index];

  if (slot->item == item && item != 0)
    return TRUE;

  if (item != 0 && slot->item == 0 && self->last_got[index] == item)
    apm_referee_break (self, "twice", _("%s got item %llu a second time."),
                       actor->name, LLU (item));
  else if (item == 0)
    apm_referee_break (self, "range", _("%s took something out of slot %u, and nothing was ever put there."),
                       actor->name, index);
  else if (slot->item == 0)
    apm_referee_break (self, "range", _("%s got item %llu out of slot %u, which was empty."),
                       actor->name, LLU (item), index);
  else
    apm_referee_break (self, "lost", _("Slot %u held item %llu, but %s got item %llu out of it."),
                       index, LLU (slot->item), actor->name, LLU (item));

  return FALSE;
}

gboolean
apm_referee_take_got (ApmReferee      *self,
                      ApmActor        *actor,
                      const ApmReport *report,
                      GError         **error)
{
  ApmScene *scene = &self->scene;
  guint64 item = (guint64) report->a;
  guint index;

  if (!check_item_report (self, actor, report, error))
    return FALSE;

  check_alone (self, actor, item);
  if (!slot_exists (self, actor, report->b))
    return TRUE;

  index = (guint) report->b;
  if (check_slot_holds (self, actor, index, item))
    {
      check_order (self, &scene->slots[index]);
      scene->slots[index] = (ApmSlot) { 0, -1 };
      scene->filled--;
    }

  scene->out = (index + 1) % scene->n_slots;
  scene->consumed++;
  self->last_got[index] = item;
  actor->item = item;
  actor->n_items++;

  return TRUE;
}

/* At the end of a run that had an end. */
void
apm_referee_check_lost (ApmReferee *self)
{
  ApmScene *scene = &self->scene;

  if (scene->kind != APM_SCENE_BUFFER || scene->total == 0)
    return;

  if (scene->produced != scene->total || scene->consumed != scene->total)
    apm_referee_break (self, "lost",
                       _("At the end %llu items were put and %llu got; it should have been %llu."),
                       LLU (scene->produced), LLU (scene->consumed), LLU (scene->total));
}
