/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-private.h"

#include "apm-text.h"
#include "apm-worker-private.h"

#include <glib/gi18n-lib.h>

/* What may wait in our memory to be sent through one channel. */
#define QUEUE_MAX (256 * 1024 * 1024)

static gboolean
check_room (ApmChannel  *self,
            gsize        n,
            GError     **error)
{
  gsize queued = apm_channel_get_queued (self);

  if (!self->open || (self->sender == NULL && self->writer == NULL && self->out_porter == NULL))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_CLOSED, _("The channel %s is closed"), self->title);
      return FALSE;
    }

  if (self->sender_ended)
    {
      apm_fault_set_error (&(ApmFault) { APM_FAULT_ENDED }, apm_party_get_name (self->sender), error);
      return FALSE;
    }

  if (queued + n > QUEUE_MAX)
    {
      g_autofree char *size = apm_text_format_bytes (queued);

      /* Translators: a size such as 256 MiB, and a channel. */
      g_set_error (error, APM_ERROR, APM_ERROR_FAILED, _("%s already wait to be sent: %s"), size, self->title);
      return FALSE;
    }

  return TRUE;
}

/**
 * apm_channel_send:
 *
 * Queues a message of any size that a frame can take; it is told as sent when it
 * is wholly in the pipe.
 * @priority: of a queue
 */
gboolean
apm_channel_send (ApmChannel  *self,
                  GBytes      *data,
                  guint        priority,
                  GError     **error)
{
  const ApmFrameHead head = {
    .type = APM_FRAME_MESSAGE, .id = self->serial, .sent_us = g_get_monotonic_time ()
  };
  ApmPending *pending;

  if (!check_room (self, g_bytes_get_size (data), error))
    return FALSE;

  if (self->writer)
    {
      apm_frame_writer_queue (self->writer, &head, data, -1);
      return TRUE;
    }
  if (self->is_planned)
    apm_channel_send_planned (self, data, priority);
  if (self->sender == NULL)
    return TRUE;

  pending = g_new0 (ApmPending, 1);
  pending->data = g_bytes_ref (data);
  g_queue_push_tail (&self->pending, pending);
  self->n_pending += g_bytes_get_size (data);
  if (!self->is_planned)
    apm_worker_order (self->sender, APM_ORDER_SEND, self->serial, data);

  return TRUE;
}

/**
 * apm_channel_flood:
 *
 * Has the sender, a worker, say @count numbered messages of @size bytes.
 */
gboolean
apm_channel_flood (ApmChannel  *self,
                   guint        count,
                   guint        size,
                   GError     **error)
{
  g_autoptr(GBytes) payload = NULL;
  ApmPending *pending;

  g_return_val_if_fail (self->sender != NULL, FALSE);

  if (!check_room (self, 0, error))
    return FALSE;

  pending = g_new0 (ApmPending, 1);
  pending->count = count;
  g_queue_push_tail (&self->pending, pending);
  payload = apm_order_pack (g_variant_new ("(uu)", count, size));
  apm_worker_order (self->sender, APM_ORDER_FLOOD, self->serial, payload);

  return TRUE;
}

/**
 * apm_channel_receive:
 * @timeout_us: how long to wait for one; 0: not at all; negative: for ever. A pipe of frames
 *   does not wait
 *
 * Takes one message out of the channel, or tells that there is none.
 */
void
apm_channel_receive (ApmChannel *self,
                     gint64      timeout_us)
{
  if (self->open && self->receiver)
    {
      g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("x", timeout_us));

      apm_worker_order (self->receiver, APM_ORDER_RECEIVE, self->serial, payload);
    }
  else if (self->in_porter)
    apm_porter_receive (self->in_porter, timeout_us);
  else if (self->inlet)
    apm_inlet_receive (self->inlet);
  else
    self->funcs->nothing (self, self->user_data);
}

/**
 * apm_channel_set_subscribed:
 *
 * While subscribed the receiver takes every message as it comes; else they wait
 * in the pipe.
 */
void
apm_channel_set_subscribed (ApmChannel *self,
                            gboolean    subscribed)
{
  g_return_if_fail (APM_IS_CHANNEL (self));

  if (!self->open || self->is_receiver_far || self->subscribed == subscribed)
    return;

  self->subscribed = subscribed;
  if (self->inlet)
    apm_inlet_set_subscribed (self->inlet, subscribed);
  else if (self->in_porter)
    apm_porter_set_subscribed (self->in_porter, subscribed);
  else
    {
      g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("b", subscribed));

      apm_worker_order (self->receiver, APM_ORDER_SUBSCRIBE, self->serial, payload);
    }
  apm_pace_touch (&self->pace);
}

static int
get_near_fd (ApmChannel *self)
{
  if (self->inlet)
    return apm_inlet_get_fd (self->inlet);

  return self->writer ? apm_frame_writer_get_fd (self->writer) : -1;
}

/**
 * apm_channel_set_capacity:
 * @bytes: of a pipe or FIFO; the kernel makes it whole pages
 *
 * Where both ends are workers' the order is given, and the capacity follows, or
 * ApmPost::refused tells why not.
 *
 * Returns: FALSE and @error: what the kernel refuses, and its limit
 */
gboolean
apm_channel_set_capacity (ApmChannel  *self,
                          gint64       bytes,
                          GError     **error)
{
  ApmPorter *porter = self->in_porter ? self->in_porter : self->out_porter;
  ApmWorker *worker = self->receiver ? self->receiver : self->sender;
  gboolean done = TRUE;

  g_return_val_if_fail (APM_IS_CHANNEL (self), FALSE);

  if (porter)
    done = apm_porter_set_room (porter, bytes, error);
  else if (get_near_fd (self) >= 0)
    {
      done = apm_pipe_set_capacity (get_near_fd (self), self->title, bytes, error);
      self->capacity = apm_pipe_get_capacity (get_near_fd (self));
    }
  else if (self->open && worker)
    {
      g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("x", bytes));

      apm_worker_order (worker, APM_ORDER_SET_CAPACITY, self->serial, payload);
    }
  apm_pace_touch (&self->pace);

  return done;
}
