/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-porter.h"
#include "apm-worker.h"

G_BEGIN_DECLS

/* One real anonymous pipe from a sender to a receiver; its two ends live in
 * these two parties only. A party is a worker, or NULL for this program. Or a
 * channel of any other kind, by a plan: one of the two may be any program then.
 * An ApmPost makes channels, reads and writes their near ends, and tells here what
 * the far ends reported. Main thread only. Read tests/ipc/test-post.c and
 * test-plan.c first. */

typedef struct {
  ApmMedium   medium;
  const char *name;              /* as behind the colon of an address; of one without: what it
                                  * is called. A signal's: its own where we receive, else "PID" */
  gboolean    attaches;          /* to a FIFO, queue or ring that is there */
  guint       n_messages;        /* room of a new queue or ring */
  guint       message_size;
  ApmFraming  framing;
  gboolean    is_sender_far;     /* any program; else: */
  ApmWorker  *sender;            /* NULL for this program */
  gboolean    is_receiver_far;
  ApmWorker  *receiver;
} ApmChannelPlan;

#define APM_TYPE_CHANNEL (apm_channel_get_type ())
G_DECLARE_FINAL_TYPE (ApmChannel, apm_channel, APM, CHANNEL, GObject)

guint64     apm_channel_get_serial           (ApmChannel *self);
ApmWorker  *apm_channel_get_sender           (ApmChannel *self);
ApmWorker  *apm_channel_get_receiver         (ApmChannel *self);
const char *apm_channel_get_sender_name      (ApmChannel *self);
const char *apm_channel_get_receiver_name    (ApmChannel *self);
const char *apm_channel_get_title            (ApmChannel *self);
gboolean    apm_channel_is_planned           (ApmChannel *self);
ApmMedium   apm_channel_get_medium           (ApmChannel *self);
ApmFraming  apm_channel_get_framing          (ApmChannel *self);
const char *apm_channel_get_address          (ApmChannel *self);
const char *apm_channel_get_name             (ApmChannel *self);
gboolean    apm_channel_is_sender_far        (ApmChannel *self);
gboolean    apm_channel_is_receiver_far      (ApmChannel *self);
gboolean    apm_channel_counts_messages      (ApmChannel *self);
ApmPorterState
            apm_channel_get_sender_state     (ApmChannel *self);
ApmPorterState
            apm_channel_get_receiver_state   (ApmChannel *self);
gboolean    apm_channel_set_capacity         (ApmChannel *self,
                                              gint64      bytes,
                                              GError    **error);
void        apm_channel_refresh              (ApmChannel *self);
gsize       apm_channel_get_queued           (ApmChannel *self);
gint64      apm_channel_get_waiting          (ApmChannel *self);
gint64      apm_channel_get_capacity         (ApmChannel *self);
guint64     apm_channel_get_n_sent           (ApmChannel *self);
guint64     apm_channel_get_n_received       (ApmChannel *self);
guint64     apm_channel_get_bytes_sent       (ApmChannel *self);
guint64     apm_channel_get_bytes_received   (ApmChannel *self);
gint64      apm_channel_get_blocked_since_us (ApmChannel *self);
gboolean    apm_channel_get_open             (ApmChannel *self);
const char *apm_channel_get_closed_reason    (ApmChannel *self);
gboolean    apm_channel_is_closed_here       (ApmChannel *self);
gboolean    apm_channel_get_subscribed       (ApmChannel *self);
void        apm_channel_set_subscribed       (ApmChannel *self,
                                              gboolean    subscribed);

G_END_DECLS
