/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-drain-private.h"

ApmLensDrain *
apm_lens_drain_new (ApmLensMemory *memory)
{
  ApmLensDrain *self = g_new0 (ApmLensDrain, 1);

  self->memory = memory;
  self->most_waiting = MOST_WAITING;
  self->batch = g_array_new (FALSE, FALSE, sizeof (struct apm_lens_event));
  self->heap = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

void
apm_lens_drain_free (ApmLensDrain *self)
{
  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    g_clear_pointer (&self->kept[i].events, g_array_unref);
  g_array_unref (self->batch);
  g_array_unref (self->heap);
  g_free (self);
}

/**
 * apm_lens_drain_absorb:
 * @round: (transfer full): what is to be handed over in its turn
 */
void
apm_lens_drain_absorb (ApmLensDrain *self,
                       ApmLensRound *round)
{
  for (guint i = 0, n; i < round->events->len; i += n)
    {
      const struct apm_lens_event *events = &g_array_index (round->events, struct apm_lens_event, i);
      Kept *kept = &self->kept[events->seq];

      for (n = 1; i + n < round->events->len && events[n].seq == events->seq; n++)
        ;
      if (kept->events == NULL)
        kept->events = g_array_new (FALSE, FALSE, sizeof *events);
      g_array_append_vals (kept->events, events, n);
    }
  self->until_ns = round->until_ns;
  apm_lens_round_free (round);
}

/**
 * apm_lens_drain_collect:
 *
 * Reads and absorbs, for who has one thread only.
 */
void
apm_lens_drain_collect (ApmLensDrain *self)
{
  apm_lens_drain_absorb (self, apm_lens_drain_read (self));
}

static const struct apm_lens_event *
get_first (ApmLensDrain *self,
           guint         ring)
{
  return &g_array_index (self->kept[ring].events, struct apm_lens_event, self->kept[ring].first);
}

/* In the same nanosecond what is released comes before what is acquired. */
static gboolean
comes_before (const struct apm_lens_event *a,
              const struct apm_lens_event *b)
{
  if (a->time_ns != b->time_ns)
    return a->time_ns < b->time_ns;

  switch (APM_LENS_EVENT_OP (a))
    {
    case APM_LENS_OP_MUTEX_UNLOCK:
    case APM_LENS_OP_RWLOCK_UNLOCK:
    case APM_LENS_OP_SPIN_UNLOCK:
    case APM_LENS_OP_SEM_POST:
      return TRUE;
    default:
      return FALSE;
    }
}

#define HEAP(i) g_array_index (self->heap, guint, (i))

static void
sift_down (ApmLensDrain *self,
           guint         at)
{
  for (;;)
    {
      guint least = at;

      for (guint child = 2 * at + 1; child <= 2 * at + 2 && child < self->heap->len; child++)
        if (comes_before (get_first (self, HEAP (child)), get_first (self, HEAP (least))))
          least = child;
      if (least == at)
        return;

      guint ring = HEAP (at);
      HEAP (at) = HEAP (least);
      HEAP (least) = ring;
      at = least;
    }
}

static void
fill_heap (ApmLensDrain *self)
{
  g_array_set_size (self->heap, 0);
  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    if (self->kept[i].events && self->kept[i].first < self->kept[i].events->len)
      g_array_append_val (self->heap, i);
  for (guint i = self->heap->len / 2; i > 0; i--)
    sift_down (self, i - 1);
}

/* What waits is moved only where that is less than what goes. */
static void
drop_delivered (Kept *kept)
{
  if (kept->events == NULL || kept->first < kept->events->len - kept->first)
    return;
  if (kept->first == kept->events->len)
    g_array_set_size (kept->events, 0);
  else
    g_array_remove_range (kept->events, 0, kept->first);
  kept->first = 0;
}

static void
hand_over (ApmLensDrain     *self,
           ApmLensDrainFunc  func,
           gpointer          data)
{
  if (self->batch->len > 0)
    func ((gpointer) self->batch->data, self->batch->len, data);
  g_atomic_int_add (&self->n_waiting, -(int) self->batch->len);
  g_array_set_size (self->batch, 0);
}

/**
 * apm_lens_drain_deliver:
 * @everything: also what others may still be earlier than; for the end
 * @func: is handed the events, some thousands at a time
 * @lost: (nullable): is told where events of a ring are missing
 */
void
apm_lens_drain_deliver (ApmLensDrain     *self,
                        gboolean          everything,
                        ApmLensDrainFunc  func,
                        ApmLensLostFunc   lost,
                        gpointer          data)
{
  gint64 until_ns = everything ? G_MAXINT64 : self->until_ns;

  fill_heap (self);
  while (self->heap->len > 0 && (gint64) get_first (self, HEAP (0))->time_ns <= until_ns)
    {
      Kept *kept = &self->kept[HEAP (0)];

      const struct apm_lens_event *event = get_first (self, HEAP (0));

      if (APM_LENS_EVENT_OP (event) == OP_LOST)
        {
          hand_over (self, func, data);
          g_atomic_int_add (&self->n_waiting, -1);
          if (lost)
            lost (HEAP (0), event->object, data);
        }
      else
        {
          g_array_append_vals (self->batch, event, 1);
        }
      if (++kept->first == kept->events->len)
        {
          HEAP (0) = HEAP (self->heap->len - 1);
          g_array_set_size (self->heap, self->heap->len - 1);
        }
      if (self->heap->len > 0)
        sift_down (self, 0);

      if (self->batch->len == 4096)
        hand_over (self, func, data);
    }
  hand_over (self, func, data);

  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    drop_delivered (&self->kept[i]);
  __atomic_store_n (&self->delivered_ns, until_ns, __ATOMIC_RELEASE);
}

/**
 * apm_lens_drain_get_read_ns:
 *
 * Returns: the time before which everything has been delivered
 */
gint64
apm_lens_drain_get_read_ns (ApmLensDrain *self)
{
  return self->delivered_ns;
}
