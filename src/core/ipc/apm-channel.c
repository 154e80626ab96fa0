/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel.h"

struct _ApmChannel
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ApmChannel, apm_channel, G_TYPE_OBJECT)

enum { CHANGED, CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
apm_channel_class_init (ApmChannelClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", APM_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
apm_channel_init (ApmChannel *self)
{
}

guint64
apm_channel_get_serial (ApmChannel *self)
{
  return 0;
}

ApmWorker *
apm_channel_get_sender (ApmChannel *self)
{
  return NULL;
}

ApmWorker *
apm_channel_get_receiver (ApmChannel *self)
{
  return NULL;
}

const char *
apm_channel_get_sender_name (ApmChannel *self)
{
  return NULL;
}

const char *
apm_channel_get_receiver_name (ApmChannel *self)
{
  return NULL;
}

const char *
apm_channel_get_title (ApmChannel *self)
{
  return NULL;
}

gint64
apm_channel_get_waiting_bytes (ApmChannel *self)
{
  return 0;
}

gint64
apm_channel_get_capacity (ApmChannel *self)
{
  return 0;
}

guint64
apm_channel_get_n_sent (ApmChannel *self)
{
  return 0;
}

guint64
apm_channel_get_n_received (ApmChannel *self)
{
  return 0;
}

guint64
apm_channel_get_bytes_sent (ApmChannel *self)
{
  return 0;
}

guint64
apm_channel_get_bytes_received (ApmChannel *self)
{
  return 0;
}

gint64
apm_channel_get_blocked_since_us (ApmChannel *self)
{
  return 0;
}

gboolean
apm_channel_get_open (ApmChannel *self)
{
  return 0;
}

const char *
apm_channel_get_closed_reason (ApmChannel *self)
{
  return NULL;
}

gboolean
apm_channel_get_subscribed (ApmChannel *self)
{
  return 0;
}

void
apm_channel_set_subscribed (ApmChannel *self, gboolean subscribed)
{
}
