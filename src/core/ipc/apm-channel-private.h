/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-channel.h"
#include "apm-frame-writer.h"
#include "apm-inlet.h"
#include "apm-orders.h"
#include "apm-pace.h"
#include "apm-porter.h"

G_BEGIN_DECLS

/* For the post: what a channel tells it, and what it is told. The inside stands
 * here for the files of it: apm-channel.c has our ends of a pipe of frames,
 * apm-channel-open.c those of any other kind, which strangers may join, and
 * apm-channel-lately.c how long a message took there; apm-channel-reports.c hears
 * about the workers' ends, apm-channel-facts.c tells. */

typedef struct {
  /* @sender: (nullable): who, where it is no party of ours and can be told */
  void (*arrived) (ApmChannel *channel, const char *sender, const ApmFrame *frame, gpointer user_data);
  void (*flush)   (gpointer user_data);
  void (*nothing) (ApmChannel *channel, gpointer user_data);
  void (*sent)    (ApmChannel *channel, GBytes *data, gpointer user_data);
  void (*refused) (ApmChannel *channel, const char *sentence, gpointer user_data);
  void (*closed)  (ApmChannel *channel, const char *sentence, gpointer user_data);
} ApmChannelFuncs;

/* What one end has told, be it ours or a worker's. */
typedef struct {
  guint64 n;
  guint64 bytes;
} ApmEnd;

/* A message or a flood that was ordered from a worker and, as far as we know, is
 * not in the pipe yet. */
typedef struct {
  GBytes *data;  /* or: */
  guint   count;
} ApmPending;

/* What was sent to a receiver of ours by a channel that carries no times. */
typedef struct {
  GBytes *data;
  gint64  sent_us;
} ApmLately;

struct _ApmChannel
{
  GObject                parent_instance;
  guint32                serial;
  ApmWorker             *sender;
  ApmWorker             *receiver;
  char                  *title;
  const ApmChannelFuncs *funcs;
  gpointer               user_data;

  /* Ours if we are a party. */
  ApmFrameWriter        *writer;
  ApmInlet              *inlet;

  /* The same, and more, of one that was opened by a plan. */
  gboolean               is_planned;
  ApmMedium              medium;
  ApmFraming             framing;
  char                  *address;         /* NULL: it has no name */
  gboolean               is_sender_far;   /* any program */
  gboolean               is_receiver_far;
  gboolean               has_name;        /* of ours, and so taken away with us */
  ApmPorter             *out_porter;
  ApmPorter             *in_porter;
  ApmPorterFacts         out_facts;
  ApmPorterFacts         in_facts;
  GQueue                 lately;          /* of ApmLately, oldest first */
  gsize                  lately_bytes;
  guint64                n_said;          /* messages that were to come, and that came */
  guint64                n_came;
  gboolean               is_overrun;      /* too many of them were under way */
  char                  *from;            /* whom a worker's messages are from */

  ApmEnd                 out;
  ApmEnd                 in;
  gint64                 waiting;
  gint64                 capacity;
  gint64                 blocked_since_us;
  GQueue                 pending;
  gsize                  n_pending;
  gboolean               subscribed;

  gboolean               open;
  char                  *closed_reason;
  gboolean               closed_here;     /* it was wanted */
  gboolean               is_drained;      /* a pipe of frames: all was received, and no more can come */
  gboolean               sender_ended;
  gboolean               receiver_ended;
  guint                  grace_id;
  ApmPace                pace;
};

ApmChannel *apm_channel_new           (guint32                 serial,
                                       ApmWorker              *sender,
                                       ApmWorker              *receiver,
                                       const ApmChannelFuncs  *funcs,
                                       gpointer                user_data,
                                       GError                **error);
ApmChannel *apm_channel_open          (guint32                 serial,
                                       const ApmChannelPlan   *plan,
                                       const ApmChannelFuncs  *funcs,
                                       gpointer                user_data,
                                       GError                **error);
void        apm_channel_detach        (ApmChannel             *self);
void        apm_channel_detach_planned
                                      (ApmChannel             *self);
gboolean    apm_channel_send          (ApmChannel             *self,
                                       GBytes                 *data,
                                       guint                   priority,
                                       GError                **error);
void        apm_channel_send_planned  (ApmChannel             *self,
                                       GBytes                 *data,
                                       guint                   priority);
gboolean    apm_channel_flood         (ApmChannel             *self,
                                       guint                   count,
                                       guint                   size,
                                       GError                **error);
void        apm_channel_receive       (ApmChannel             *self,
                                       gint64                  timeout_us);
void        apm_channel_close         (ApmChannel             *self,
                                       const ApmFault         *fault,
                                       ApmWorker              *party);
void        apm_channel_close_with    (ApmChannel             *self,
                                       const char             *sentence);
void        apm_channel_arrive        (ApmChannel             *self,
                                       const char             *sender,
                                       const ApmFrame         *frame);
void        apm_channel_forget_sent   (ApmChannel             *self);
void        apm_channel_remember_sent (ApmChannel             *self,
                                       GBytes                 *data);
void        apm_channel_refuse_sent   (ApmChannel             *self,
                                       GBytes                 *data);
gint64      apm_channel_recall_sent   (ApmChannel             *self,
                                       const ApmFrame         *frame);
void        apm_channel_drained       (ApmChannel             *self,
                                       const ApmFault         *fault);
void        apm_channel_expect_reason (ApmChannel             *self);
void        apm_channel_take_report   (ApmChannel             *self,
                                       const ApmFrame         *report);
void        apm_channel_look_at_left  (ApmChannel             *self);
void        apm_channel_party_ended   (ApmChannel             *self,
                                       ApmWorker              *party);

const char *apm_party_get_name        (ApmWorker              *party);
char       *apm_party_dup_far_name    (int                     pid,
                                       const char             *name);
void        apm_pending_free          (ApmPending             *pending);

G_END_DECLS
