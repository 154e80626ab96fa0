/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-hands.h"

#include <errno.h>
#include <string.h>

/* Much longer than a busy machine takes for a few pages. */
#define LOST_AFTER_US G_USEC_PER_SEC

/* So many threads may hang; then nobody's memory is read until one is back. */
#define MOST_LOST 32

/* A thread and what it reads. Whoever of the two lets go last frees it: what is read
 * too late is written to memory that is its own. */
typedef struct {
  gatomicrefcount  refs;
  GMutex           mutex;
  GCond            cond;
  gboolean         has_work;
  gboolean         must_quit;
  int              pid;
  guint64          start_ticks;
  GArray          *windows;      /* of ApmMemoryWindow */
  GByteArray      *memory;
  gint64           deadline_us;
  int              reason;
} Hand;

struct _ApmWaitHands
{
  Hand      *idle;               /* NULL: none yet, or it was lost */
  GPtrArray *lost;               /* of Hand */
};

static void
hand_unref (gpointer data)
{
  Hand *hand = data;

  if (!g_atomic_ref_count_dec (&hand->refs))
    return;

  g_mutex_clear (&hand->mutex);
  g_cond_clear (&hand->cond);
  g_array_unref (hand->windows);
  g_byte_array_unref (hand->memory);
  g_free (hand);
}

static gpointer
hand_main (gpointer data)
{
  Hand *hand = data;

  g_mutex_lock (&hand->mutex);
  for (;;)
    {
      int reason;

      while (!hand->has_work && !hand->must_quit)
        g_cond_wait (&hand->cond, &hand->mutex);
      if (hand->must_quit)
        break;
      g_mutex_unlock (&hand->mutex);
      reason = apm_wait_memory_read (hand->pid, (ApmMemoryWindow *) (gpointer) hand->windows->data, hand->windows->len,
                                     hand->deadline_us);
      g_mutex_lock (&hand->mutex);
      hand->reason = reason;
      hand->has_work = FALSE;
      g_cond_signal (&hand->cond);
    }
  g_mutex_unlock (&hand->mutex);
  hand_unref (hand);

  return NULL;
}

static Hand *
hand_new (void)
{
  Hand *hand = g_new0 (Hand, 1);

  g_atomic_ref_count_init (&hand->refs);
  g_atomic_ref_count_inc (&hand->refs);
  g_mutex_init (&hand->mutex);
  g_cond_init (&hand->cond);
  hand->windows = g_array_new (FALSE, FALSE, sizeof (ApmMemoryWindow));
  hand->memory = g_byte_array_new ();
  g_thread_unref (g_thread_new ("wait-memory", hand_main, hand));

  return hand;
}

/* It ends when it has done its work, if ever. */
static void
hand_let_go (gpointer data)
{
  Hand *hand = data;

  g_mutex_lock (&hand->mutex);
  hand->must_quit = TRUE;
  g_cond_signal (&hand->cond);
  g_mutex_unlock (&hand->mutex);
  hand_unref (hand);
}

ApmWaitHands *
apm_wait_hands_new (void)
{
  ApmWaitHands *self = g_new0 (ApmWaitHands, 1);

  self->lost = g_ptr_array_new_with_free_func (hand_let_go);

  return self;
}

void
apm_wait_hands_free (ApmWaitHands *self)
{
  g_clear_pointer (&self->idle, hand_let_go);
  g_ptr_array_unref (self->lost);
  g_free (self);
}

static gboolean
is_back (Hand *hand)
{
  gboolean has_work;

  g_mutex_lock (&hand->mutex);
  has_work = hand->has_work;
  g_mutex_unlock (&hand->mutex);

  return !has_work;
}

/**
 * apm_wait_hands_get_n_lost:
 *
 * Returns: how many threads hang in somebody's memory now
 */
guint
apm_wait_hands_get_n_lost (ApmWaitHands *self)
{
  for (guint i = self->lost->len; i > 0; i--)
    if (is_back (self->lost->pdata[i - 1]))
      g_ptr_array_remove_index_fast (self->lost, i - 1);

  return self->lost->len;
}

static gboolean
is_to_be_spared (ApmWaitHands *self,
                 int           pid,
                 guint64       start_ticks)
{
  guint n_lost = apm_wait_hands_get_n_lost (self);

  for (guint i = 0; i < n_lost; i++)
    if (((Hand *) self->lost->pdata[i])->pid == pid && ((Hand *) self->lost->pdata[i])->start_ticks == start_ticks)
      return TRUE;

  return n_lost >= MOST_LOST;
}

static void
give_work (Hand                  *hand,
           const ApmMemoryWindow *windows,
           guint                  n_windows,
           gsize                  size)
{
  guint8 *data;

  g_byte_array_set_size (hand->memory, (guint) size);
  g_array_set_size (hand->windows, 0);
  g_array_append_vals (hand->windows, windows, n_windows);
  data = hand->memory->data;
  for (guint i = 0; i < n_windows; i++)
    {
      g_array_index (hand->windows, ApmMemoryWindow, i).data = data;
      data += windows[i].size;
    }
  hand->has_work = TRUE;
  g_cond_signal (&hand->cond);
}

static void
take_result (Hand            *hand,
             ApmMemoryWindow *windows,
             guint            n_windows)
{
  for (guint i = 0; i < n_windows; i++)
    {
      const ApmMemoryWindow *read = &g_array_index (hand->windows, ApmMemoryWindow, i);

      if (windows[i].size > 0)
        memcpy (windows[i].data, read->data, windows[i].size);
      windows[i].n_read = read->n_read;
    }
}

/**
 * apm_wait_hands_read:
 * @start_ticks: of @pid, who it is
 *
 * As apm_wait_memory_read(), but comes back within a second or so whatever happens:
 * ETIME then, and at once as long as the process does not answer.
 */
int
apm_wait_hands_read (ApmWaitHands    *self,
                     int              pid,
                     guint64          start_ticks,
                     ApmMemoryWindow *windows,
                     guint            n_windows,
                     gint64           deadline_us)
{
  gint64 until_us = MAX (deadline_us, g_get_monotonic_time () + LOST_AFTER_US);
  gsize size = 0;
  gboolean is_lost = FALSE;
  Hand *hand;

  for (guint i = 0; i < n_windows; i++)
    {
      windows[i].n_read = 0;
      if (windows[i].size > 0)
        memset (windows[i].data, 0, windows[i].size);
      size += windows[i].size;
    }
  if (is_to_be_spared (self, pid, start_ticks))
    return ETIME;

  if (self->idle == NULL)
    self->idle = hand_new ();
  hand = self->idle;
  g_mutex_lock (&hand->mutex);
  hand->pid = pid;
  hand->start_ticks = start_ticks;
  hand->deadline_us = deadline_us;
  give_work (hand, windows, n_windows, size);
  while (hand->has_work && !is_lost)
    is_lost = !g_cond_wait_until (&hand->cond, &hand->mutex, until_us);
  is_lost = hand->has_work;
  if (!is_lost)
    take_result (hand, windows, n_windows);
  g_mutex_unlock (&hand->mutex);
  if (!is_lost)
    return hand->reason;

  g_ptr_array_add (self->lost, g_steal_pointer (&self->idle));

  return ETIME;
}
