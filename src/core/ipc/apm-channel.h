/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-worker.h"

G_BEGIN_DECLS

/* One real anonymous pipe from a sender to a receiver; its two ends live in
 * these two parties only. A party is a worker, or NULL for this program. An
 * ApmPost makes channels, reads and writes their near ends, and tells here what
 * the far ends reported. Main thread only. Read tests/ipc/test-post.c first. */

#define APM_TYPE_CHANNEL (apm_channel_get_type ())
G_DECLARE_FINAL_TYPE (ApmChannel, apm_channel, APM, CHANNEL, GObject)

guint64     apm_channel_get_serial           (ApmChannel *self);
ApmWorker  *apm_channel_get_sender           (ApmChannel *self);
ApmWorker  *apm_channel_get_receiver         (ApmChannel *self);
const char *apm_channel_get_sender_name      (ApmChannel *self);
const char *apm_channel_get_receiver_name    (ApmChannel *self);
const char *apm_channel_get_title            (ApmChannel *self);
gint64      apm_channel_get_waiting_bytes    (ApmChannel *self);
gint64      apm_channel_get_capacity         (ApmChannel *self);
guint64     apm_channel_get_n_sent           (ApmChannel *self);
guint64     apm_channel_get_n_received       (ApmChannel *self);
guint64     apm_channel_get_bytes_sent       (ApmChannel *self);
guint64     apm_channel_get_bytes_received   (ApmChannel *self);
gint64      apm_channel_get_blocked_since_us (ApmChannel *self);
gboolean    apm_channel_get_open             (ApmChannel *self);
const char *apm_channel_get_closed_reason    (ApmChannel *self);
gboolean    apm_channel_get_subscribed       (ApmChannel *self);
void        apm_channel_set_subscribed       (ApmChannel *self,
                                              gboolean    subscribed);

G_END_DECLS
