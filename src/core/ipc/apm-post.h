/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-channel.h"
#include "apm-message.h"
#include "apm-view.h"

G_BEGIN_DECLS

/* The post: all workers, the channels between them and this program, and the
 * messages that arrived. It owns them all; what it is asked to do it orders, and
 * what really happened it tells by signals. Main thread only.
 * Read tests/ipc/test-post.c first. */

#define APM_MESSAGE_MAX (16 * 1024 * 1024)

#define APM_TYPE_POST (apm_post_get_type ())
G_DECLARE_FINAL_TYPE (ApmPost, apm_post, APM, POST, GObject)

ApmPost    *apm_post_new                (void);
ApmWorker  *apm_post_create_worker      (ApmPost     *self,
                                         const char  *name,
                                         GError     **error);
ApmWorker  *apm_post_find_worker        (ApmPost     *self,
                                         const char  *name);
GListModel *apm_post_get_workers        (ApmPost     *self);
GListModel *apm_post_get_channels       (ApmPost     *self);
ApmChannel *apm_post_get_channel        (ApmPost     *self,
                                         ApmWorker   *sender,
                                         ApmWorker   *receiver,
                                         GError     **error);
ApmChannel *apm_post_open_channel       (ApmPost     *self,
                                         const ApmChannelPlan *plan,
                                         GError     **error);
void        apm_post_close_channel      (ApmPost     *self,
                                         ApmChannel  *channel);
void        apm_post_forget_channel     (ApmPost     *self,
                                         ApmChannel  *channel);
gboolean    apm_post_send               (ApmPost     *self,
                                         ApmWorker   *sender,
                                         ApmWorker   *receiver,
                                         GBytes      *data,
                                         GError     **error);
gboolean    apm_post_send_through       (ApmPost     *self,
                                         ApmChannel  *channel,
                                         GBytes      *data,
                                         guint        priority,
                                         GError     **error);
gboolean    apm_post_flood              (ApmPost     *self,
                                         ApmWorker   *sender,
                                         ApmWorker   *receiver,
                                         guint        count,
                                         guint        size,
                                         GError     **error);
void        apm_post_receive            (ApmPost     *self,
                                         ApmChannel  *channel,
                                         gint64       timeout_us);
ApmView    *apm_post_get_messages       (ApmPost     *self);
guint64     apm_post_get_n_messages     (ApmPost     *self);
guint64     apm_post_get_n_dropped      (ApmPost     *self);
void        apm_post_set_message_search (ApmPost     *self,
                                         const char  *text);
void        apm_post_clear_messages     (ApmPost     *self);
void        apm_post_shutdown           (ApmPost     *self);

G_END_DECLS
