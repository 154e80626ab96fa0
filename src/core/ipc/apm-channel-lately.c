/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a message took that went through a channel which carries no times: from us to
 * us it is known again by its bytes. Rather nothing is told than something that is not so:
 * in bytes that run together, or after one that somebody else has sent. */

#include "apm-channel-private.h"

/* What is kept at most. */
#define MOST       4096
#define MOST_BYTES (64 * 1024 * 1024)

/* How far in a queue a message is looked for: a priority brings it forward. */
#define NEAR 64

static void
lately_free (ApmLately *lately)
{
  g_bytes_unref (lately->data);
  g_free (lately);
}

/* Returns: when it was sent */
static gint64
forget (ApmChannel *self,
        GList      *at)
{
  ApmLately *lately = at->data;
  gint64 sent_us = lately->sent_us;

  self->lately_bytes -= g_bytes_get_size (lately->data);
  lately_free (lately);
  g_queue_delete_link (&self->lately, at);

  return sent_us;
}

static gboolean
is_ours (ApmChannel *self)
{
  return self->is_planned && !self->is_sender_far && !self->is_receiver_far;
}

void
apm_channel_forget_sent (ApmChannel *self)
{
  g_queue_clear_full (&self->lately, (GDestroyNotify) lately_free);
  self->lately_bytes = 0;
}

/**
 * apm_channel_remember_sent:
 *
 * Where too many are under way nothing is kept until all of them have come: the oldest
 * that is left would be taken for one that was sent before it.
 */
void
apm_channel_remember_sent (ApmChannel *self,
                           GBytes     *data)
{
  ApmLately *lately;

  if (!is_ours (self))
    return;
  if (self->n_said++ == self->n_came)
    {
      apm_channel_forget_sent (self);
      self->is_overrun = FALSE;
    }
  if (self->lately.length >= MOST || self->lately_bytes > MOST_BYTES)
    {
      apm_channel_forget_sent (self);
      self->is_overrun = TRUE;
    }
  if (self->is_overrun)
    return;

  lately = g_new0 (ApmLately, 1);
  lately->data = g_bytes_ref (data);
  lately->sent_us = g_get_monotonic_time ();
  self->lately_bytes += g_bytes_get_size (data);
  g_queue_push_tail (&self->lately, lately);
}

/**
 * apm_channel_refuse_sent:
 * @data: as it was remembered
 *
 * It will not come.
 */
void
apm_channel_refuse_sent (ApmChannel *self,
                         GBytes     *data)
{
  if (!is_ours (self))
    return;
  self->n_said--;
  for (GList *at = self->lately.head; at; at = at->next)
    if (((ApmLately *) at->data)->data == data)
      {
        forget (self, at);
        return;
      }
}

/**
 * apm_channel_recall_sent:
 *
 * Returns: when that was sent which now came; 0: not known
 */
gint64
apm_channel_recall_sent (ApmChannel     *self,
                         const ApmFrame *frame)
{
  guint n = self->medium == APM_MEDIUM_QUEUE ? NEAR : 1;
  g_autoptr(GBytes) data = NULL;

  if (!is_ours (self))
    return 0;
  self->n_came++;
  if (self->lately.length == 0)
    return 0;

  data = apm_frame_dup_payload (frame);
  for (GList *at = self->lately.head; at && n > 0; at = at->next, n--)
    if (g_bytes_equal (((ApmLately *) at->data)->data, data))
      return forget (self, at);

  /* Not what was sent as the next: what follows cannot be told apart any more. */
  if (self->medium != APM_MEDIUM_QUEUE)
    apm_channel_forget_sent (self);

  return 0;
}
