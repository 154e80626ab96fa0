/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-channel-private.h"
#include "apm-message-store.h"
#include "apm-post.h"

G_BEGIN_DECLS

/* The inside of a post: apm-post.c has the workers, apm-post-channels.c the
 * channels and the messages. */

struct _ApmPost
{
  GObject          parent_instance;
  GListStore      *workers;
  GListStore      *channels;
  GHashTable      *by_serial;   /* of open channels, borrowed */
  guint32          last_serial;
  guint            n_named;
  ApmMessageStore *messages;
  GPtrArray       *batch;       /* of const ApmMessage */
  guint            kill_id;
};

enum {
  APM_POST_WORKER_STARTED,
  APM_POST_WORKER_ENDED,
  APM_POST_CHANNEL_OPENED,
  APM_POST_CHANNEL_CLOSED,
  APM_POST_ARRIVED,
  APM_POST_NOTHING,
  APM_POST_SENT,
  APM_POST_REFUSED,
  APM_POST_REPORTED,
  APM_POST_N_SIGNALS
};
extern guint apm_post_signals[];

void apm_post_flush         (gpointer   user_data);
void apm_post_close_planned (ApmPost   *self);
void apm_post_tell_channels (ApmPost   *self,
                             ApmWorker *party);

G_END_DECLS
