/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-drain.h"

#include <string.h>
#include <time.h>

/* A number that is further ahead was not counted there. */
#define MOST_AHEAD      ((guint64) 1 << 48)
/* Behind the newest that was overwritten, so that it does not meet us again. */
#define MARGIN          2048
/* For so long the others wait for a thread that is about to write. */
#define MOST_PATIENCE_NS 250000000
/* Between a thread's reading of the clock and our seeing that it was about to. */
#define SLACK_NS        50000
/* Stands among the events of a ring where some are missing; object: how many. */
#define OP_LOST         255u
/* Events that are kept until they can be ordered, at most in all. */
#define MOST_WAITING    (4 * 1024 * 1024)

typedef struct {
  guint64 next;            /* number of the first that was not read */
  gint64 last_ns;          /* time of the last that was */
  gint64 missing_since_ns; /* the next one is reserved but not written; 0: it is not */
} Cursor;

typedef struct {
  GArray *events;          /* read, not yet handed over */
  guint first;             /* the first of them that is not */
} Kept;

/* What one look at the rings has brought. */
struct _ApmLensRound
{
  GArray *events;          /* ring after ring */
  gint64 until_ns;         /* nothing earlier than this can come any more */
};

struct _ApmLensDrain
{
  ApmLensMemory *memory;
  int n_waiting;           /* atomic: events that were read and not handed over */
  int most_waiting;        /* nothing is read while there are so many */

  /* of who reads */
  Cursor cursors[APM_LENS_SLOTS];
  gint64 looked_ns;        /* when the last look began */
  gint64 known_ns;         /* all before has been read */
  guint64 n_lost;
  guint64 n_read;

  /* of who puts in order */
  Kept kept[APM_LENS_SLOTS];
  gint64 until_ns;
  gint64 delivered_ns;     /* all events before have been handed over */
  GArray *batch;           /* of events */
  GArray *heap;            /* of guint: rings that have events, the earliest first */
};

static gint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * 1000000000ll + now.tv_nsec;
}

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
          /* A time that lies in the future holds up nobody. */
          event.time_ns = MIN (event.time_ns, (guint64) self->looked_ns + G_USEC_PER_SEC * 1000);
          place_mark (round, &event);
          g_array_append_val (round->events, event);
          cursor->last_ns = (gint64) event.time_ns;
          cursor->missing_since_ns = 0;
          cursor->next++;
          self->n_read++;
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
  round->until_ns = self->known_ns;
  /* All rings or none: else what is later might be handed over earlier. */
  if (g_atomic_int_get (&self->n_waiting) >= self->most_waiting)
    return round;

  self->looked_ns = now_ns ();
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
 * apm_lens_round_get_n:
 *
 * Returns: how many events it has brought
 */
guint
apm_lens_round_get_n (const ApmLensRound *round)
{
  return round->events->len;
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
  self->delivered_ns = until_ns;
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

guint64
apm_lens_drain_get_read (ApmLensDrain *self)
{
  return self->n_read;
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
