/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-drain-private.h"

#include "apm-clock.h"

/* A number that is further ahead was not counted there. */
#define MOST_AHEAD      ((guint64) 1 << 48)
/* Behind the newest that was overwritten, so that it does not meet us again. */
#define MARGIN          2048
/* For so long the others wait for a thread that is about to write. */
#define MOST_PATIENCE_NS 250000000
/* Between a thread's reading of the clock and our seeing that it was about to. */
#define SLACK_NS        50000
/* A time that lies further in the future holds up nobody. */
#define MOST_FUTURE_NS  1000000000

static void
lose (ApmLensDrain *self,
      ApmLensRound *round,
      Cursor       *cursor,
      guint64       next)
{
  const struct apm_lens_event mark = {
    .time_ns = (guint64) cursor->last_ns,
    .object = next - cursor->next,
    .place = apm_lens_place (0, OP_LOST, 0),
    .seq = (guint32) (cursor - self->cursors),
  };

  g_array_append_val (round->events, mark);
  self->n_lost += next - cursor->next;
  cursor->next = next;
}

/* Copies an event if it is the one that is wanted, before and after. */
static gboolean
copy_event (struct apm_lens_event *from,
            guint32                seq,
            struct apm_lens_event *to)
{
  if (__atomic_load_n (&from->seq, __ATOMIC_ACQUIRE) != seq)
    return FALSE;
  to->time_ns = __atomic_load_n (&from->time_ns, __ATOMIC_ACQUIRE);
  to->object = __atomic_load_n (&from->object, __ATOMIC_ACQUIRE);
  to->place = __atomic_load_n (&from->place, __ATOMIC_ACQUIRE);
  to->result = __atomic_load_n (&from->result, __ATOMIC_ACQUIRE);

  return __atomic_load_n (&from->seq, __ATOMIC_RELAXED) == seq;
}

/* Returns: the number of the next event that will be written there, or a smaller
 * one than the cursor's if that cannot be */
static guint64
get_end (ApmLensDrain *self,
         guint         ring,
         const Cursor *cursor)
{
  guint64 end = __atomic_load_n (&apm_lens_memory_get_slot (self->memory, ring)->next, __ATOMIC_ACQUIRE);

  return end - cursor->next < MOST_AHEAD ? end : 0;
}

static void
skip_overwritten (ApmLensDrain *self,
                  ApmLensRound *round,
                  Cursor       *cursor,
                  guint64       end)
{
  if (end > cursor->next && end - cursor->next > APM_LENS_RING_EVENTS)
    lose (self, round, cursor, end - APM_LENS_RING_EVENTS + MARGIN);
}

/* What is missing is missing right before the event that comes next. */
static void
place_mark (ApmLensRound                *round,
            const struct apm_lens_event *next)
{
  struct apm_lens_event *last = round->events->len > 0
                                ? &g_array_index (round->events, struct apm_lens_event, round->events->len - 1)
                                : NULL;

  if (last && last->seq == next->seq && APM_LENS_EVENT_OP (last) == OP_LOST)
    last->time_ns = next->time_ns;
}

static void
read_ring (ApmLensDrain *self,
           ApmLensRound *round,
           guint         ring)
{
  struct apm_lens_event *events = apm_lens_memory_get_ring (self->memory, ring);
  Cursor *cursor = &self->cursors[ring];
  guint64 end = get_end (self, ring, cursor);
  struct apm_lens_event event;

  skip_overwritten (self, round, cursor, end);

  while (cursor->next < end)
    {
      if (copy_event (&events[cursor->next % APM_LENS_RING_EVENTS], (guint32) (cursor->next + 1), &event))
        {
          event.seq = ring;
          if (APM_LENS_EVENT_OP (&event) == OP_LOST)
            event.place = 0;
          event.time_ns = MIN (event.time_ns, (guint64) self->looked_ns + MOST_FUTURE_NS);
          place_mark (round, &event);
          g_array_append_val (round->events, event);
          cursor->last_ns = (gint64) event.time_ns;
          cursor->missing_since_ns = 0;
          cursor->next++;
          continue;
        }

      end = get_end (self, ring, cursor);
      if (end - cursor->next > APM_LENS_RING_EVENTS && end > cursor->next)
        skip_overwritten (self, round, cursor, end);
      else if (cursor->missing_since_ns == 0)
        {
          cursor->missing_since_ns = self->looked_ns;
          break;
        }
      else if (self->looked_ns - cursor->missing_since_ns > MOST_PATIENCE_NS && cursor->next + 1 < end)
        {
          /* Its thread was killed while it wrote; there are later ones. */
          lose (self, round, cursor, cursor->next + 1);
          cursor->missing_since_ns = 0;
        }
      else
        break;
    }
}

/* The time up to which nothing more can come. */
static gint64
get_watermark (ApmLensDrain *self)
{
  gint64 until_ns = self->looked_ns - SLACK_NS;

  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    {
      const Cursor *cursor = &self->cursors[i];

      if (cursor->missing_since_ns != 0 && self->looked_ns - cursor->missing_since_ns < MOST_PATIENCE_NS)
        until_ns = MIN (until_ns, cursor->last_ns);
    }

  return until_ns;
}

void
apm_lens_round_free (ApmLensRound *round)
{
  g_array_unref (round->events);
  g_free (round);
}

/**
 * apm_lens_round_get_n:
 *
 * Returns: how many events it has brought
 */
guint
apm_lens_round_get_n (const ApmLensRound *round)
{
  return round->events->len;
}

/* Whether more may be read: while there is enough for who puts in order it may not.
 * Where all has been handed over that may be, only what is still unread can bring more,
 * since somebody is about to write; but not without end, then nobody waits for that. */
static gboolean
has_room (ApmLensDrain *self)
{
  int n_waiting = g_atomic_int_get (&self->n_waiting);

  if (n_waiting < self->most_waiting)
    return TRUE;
  if (__atomic_load_n (&self->delivered_ns, __ATOMIC_ACQUIRE) != self->known_ns)
    return FALSE;
  if (n_waiting >= MOST_WAITING)
    self->known_ns = self->looked_ns + MOST_FUTURE_NS;

  return n_waiting < MOST_WAITING;
}

/**
 * apm_lens_drain_read:
 *
 * Copies what is new out of the rings. This is what must be done often; it may be
 * done in another thread than all the rest.
 *
 * Returns: (transfer full): for apm_lens_drain_absorb(), in this order
 */
ApmLensRound *
apm_lens_drain_read (ApmLensDrain *self)
{
  ApmLensRound *round = g_new0 (ApmLensRound, 1);

  round->events = g_array_new (FALSE, FALSE, sizeof (struct apm_lens_event));
  /* All rings or none: else what is later might be handed over earlier. */
  if (!has_room (self))
    {
      round->until_ns = self->known_ns;
      return round;
    }

  self->looked_ns = apm_clock_monotonic_ns ();
  for (guint i = 0; i < APM_LENS_SLOTS; i++)
    {
      guint64 before = self->cursors[i].next;

      read_ring (self, round, i);
      if (self->cursors[i].next != before)
        apm_lens_memory_set_read (self->memory, i, self->cursors[i].next);
    }
  g_atomic_int_add (&self->n_waiting, (int) round->events->len);
  round->until_ns = self->known_ns = get_watermark (self);

  return round;
}

/**
 * apm_lens_drain_set_most_waiting:
 * @most: nothing is read while so many events were not handed over; writers that
 *   may be only so far ahead then wait for who takes them
 */
void
apm_lens_drain_set_most_waiting (ApmLensDrain *self,
                                 guint         most)
{
  self->most_waiting = (int) MIN (most, MOST_WAITING);
}

/**
 * apm_lens_drain_get_lost:
 *
 * Returns: how many events were overwritten before they were read, in all
 */
guint64
apm_lens_drain_get_lost (ApmLensDrain *self)
{
  return self->n_lost;
}
