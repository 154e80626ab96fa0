/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-private.h"

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

  return apm_party_get_name (self->sender);
}

const char *
apm_channel_get_receiver_name (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return apm_party_get_name (self->receiver);
}

const char *
apm_channel_get_title (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), NULL);

  return self->title;
}

/**
 * apm_channel_get_waiting_bytes:
 *
 * Returns: what was written and has not been read (FIONREAD), heads and all
 */
gint64
apm_channel_get_waiting_bytes (ApmChannel *self)
{
  g_return_val_if_fail (APM_IS_CHANNEL (self), 0);

  return self->waiting;
}

/**
 * apm_channel_get_capacity:
 *
 * Returns: how many bytes the pipe holds (F_GETPIPE_SZ)
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
