/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-channel.h"
#include "apm-frame-writer.h"
#include "apm-inlet.h"
#include "apm-orders.h"
#include "apm-pace.h"

G_BEGIN_DECLS

/* For the post: what a channel tells it, and what it is told. The inside stands
 * here for the three files of it: apm-channel.c has our ends of the pipe,
 * apm-channel-reports.c hears about the far ones, apm-channel-facts.c tells. */

typedef struct {
  void (*arrived) (ApmChannel *channel, const ApmFrame *frame, gpointer user_data);
  void (*flush)   (gpointer user_data);
  void (*nothing) (ApmChannel *channel, gpointer user_data);
  void (*sent)    (ApmChannel *channel, GBytes *data, gpointer user_data);
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
void        apm_channel_detach        (ApmChannel             *self);
gboolean    apm_channel_send          (ApmChannel             *self,
                                       GBytes                 *data,
                                       GError                **error);
gboolean    apm_channel_flood         (ApmChannel             *self,
                                       guint                   count,
                                       guint                   size,
                                       GError                **error);
void        apm_channel_receive       (ApmChannel             *self);
void        apm_channel_close         (ApmChannel             *self,
                                       const ApmFault         *fault,
                                       ApmWorker              *party);
void        apm_channel_expect_reason (ApmChannel             *self);
void        apm_channel_take_report   (ApmChannel             *self,
                                       const ApmFrame         *report);
void        apm_channel_party_ended   (ApmChannel             *self,
                                       ApmWorker              *party);

const char *apm_party_get_name        (ApmWorker              *party);
void        apm_pending_free          (ApmPending             *pending);

G_END_DECLS
