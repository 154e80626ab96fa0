/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

guint64
apm_channel_get_serial (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->serial;
}

/**
 * apm_channel_get_sender:
 *
 * Returns: (transfer none) (nullable): %NULL for this program
 */
ApmWorker *
apm_channel_get_sender (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->sender;
}

/**
 * apm_channel_get_receiver:
 *
 * Returns: (transfer none) (nullable): %NULL for this program
 */
ApmWorker *
apm_channel_get_receiver (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->receiver;
}

const char *
apm_channel_get_sender_name (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->is_sender_far ? _("any program") : apm_party_get_name (self->sender);
}

const char *
apm_channel_get_receiver_name (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->is_receiver_far ? _("any program") : apm_party_get_name (self->receiver);
}

const char *
apm_channel_get_title (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->title;
}

/**
 * apm_channel_is_planned:
 *
 * Returns: whether it was opened by an #ApmChannelPlan; else it is a pipe of frames
 */
gboolean
apm_channel_is_planned (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), FALSE);

  return self->is_planned;
}

ApmMedium
apm_channel_get_medium (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), APM_MEDIUM_PIPE);

  return self->medium;
}

ApmFraming
apm_channel_get_framing (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), APM_FRAMING_RAW);

  return self->framing;
}

/**
 * apm_channel_get_address:
 *
 * Returns: (nullable): as apm_endpoint_open() takes it; NULL where it has no name
 */
const char *
apm_channel_get_address (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->address;
}

/**
 * apm_channel_get_name:
 *
 * Returns: (nullable): the kernel's name for it: a path, or "/NAME"
 */
const char *
apm_channel_get_name (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->address ? strchr (self->address, ':') + 1 : NULL;
}

gboolean
apm_channel_is_sender_far (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), FALSE);

  return self->is_sender_far;
}

gboolean
apm_channel_is_receiver_far (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), FALSE);

  return self->is_receiver_far;
}

/**
 * apm_channel_counts_messages:
 *
 * Returns: whether what waits and the capacity are messages; else bytes
 */
gboolean
apm_channel_counts_messages (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), FALSE);

  return self->is_planned && (self->medium == APM_MEDIUM_QUEUE || self->medium == APM_MEDIUM_RING);
}

/**
 * apm_channel_get_sender_state:
 *
 * Returns: what our end of it does, of a planned channel
 */
ApmPorterState
apm_channel_get_sender_state (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), APM_PORTER_IDLE);

  return self->out_facts.state;
}

ApmPorterState
apm_channel_get_receiver_state (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), APM_PORTER_IDLE);

  return self->in_facts.state;
}

/**
 * apm_channel_get_queued:
 *
 * Returns: bytes that were to be sent and, as far as we know, are not in the channel yet
 */
gsize
apm_channel_get_queued (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  if (self->writer)
    return apm_frame_writer_get_queued (self->writer);

  return self->out_porter ? apm_porter_get_queued (self->out_porter) : self->n_pending;
}

/**
 * apm_channel_get_waiting:
 *
 * Returns: bytes, or messages, that were sent and have not been received; of a pipe of
 *   frames (FIONREAD) with heads and all
 */
gint64
apm_channel_get_waiting (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->waiting;
}

/**
 * apm_channel_get_capacity:
 *
 * Returns: how many bytes, or messages, it holds (a pipe: F_GETPIPE_SZ); 0: not known
 */
gint64
apm_channel_get_capacity (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->capacity;
}

/**
 * apm_channel_get_n_sent:
 *
 * Returns: messages that are wholly in the pipe or beyond
 */
guint64
apm_channel_get_n_sent (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->out.n;
}

guint64
apm_channel_get_n_received (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->in.n;
}

guint64
apm_channel_get_bytes_sent (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->out.bytes;
}

guint64
apm_channel_get_bytes_received (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->in.bytes;
}

/**
 * apm_channel_get_blocked_since_us:
 *
 * Returns: since when the sender waits for room in the pipe, on the monotonic
 *   clock; 0 if it does not
 */
gint64
apm_channel_get_blocked_since_us (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->blocked_since_us;
}

gboolean
apm_channel_get_open (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), FALSE);

  return self->open;
}

/**
 * apm_channel_get_closed_reason:
 *
 * Returns: (nullable): a sentence, once it is closed
 */
const char *
apm_channel_get_closed_reason (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->closed_reason;
}

gboolean
apm_channel_get_subscribed (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), FALSE);

  return self->subscribed;
}

/**
 * apm_channel_is_closed_here:
 *
 * Returns: whether it was closed since that was wanted, and not by what went wrong
 */
gboolean
apm_channel_is_closed_here (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), FALSE);

  return self->closed_here;
}
