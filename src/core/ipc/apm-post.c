/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-post.h"

struct _ApmPost
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ApmPost, apm_post, G_TYPE_OBJECT)

enum { WORKER_STARTED, WORKER_ENDED, CHANNEL_OPENED, CHANNEL_CLOSED, ARRIVED, NOTHING, SENT, REPORTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
apm_post_class_init (ApmPostClass *klass)
{
  signals[WORKER_STARTED] = g_signal_new ("worker-started", APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 1, APM_TYPE_WORKER);
  signals[WORKER_ENDED] = g_signal_new ("worker-ended", APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 2, APM_TYPE_WORKER, G_TYPE_INT);
  signals[CHANNEL_OPENED] = g_signal_new ("channel-opened", APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 1, APM_TYPE_CHANNEL);
  signals[CHANNEL_CLOSED] = g_signal_new ("channel-closed", APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 2, APM_TYPE_CHANNEL, G_TYPE_STRING);
  signals[ARRIVED] = g_signal_new ("arrived", APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
  signals[NOTHING] = g_signal_new ("nothing", APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 1, APM_TYPE_CHANNEL);
  signals[SENT] = g_signal_new ("sent", APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 2, APM_TYPE_CHANNEL, G_TYPE_BYTES);
  signals[REPORTED] = g_signal_new ("reported", APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
    G_TYPE_NONE, 2, APM_TYPE_WORKER, G_TYPE_STRING);
}

static void
apm_post_init (ApmPost *self)
{
}

ApmPost *
apm_post_new (void)
{
  return g_object_new (APM_TYPE_POST, NULL);
}

ApmWorker *
apm_post_create_worker (ApmPost *self, const char *name, GError **error)
{
  return NULL;
}

ApmWorker *
apm_post_find_worker (ApmPost *self, const char *name)
{
  return NULL;
}

GListModel *
apm_post_get_workers (ApmPost *self)
{
  static GListStore *store;

  if (store == NULL)
    store = g_list_store_new (APM_TYPE_WORKER);

  return G_LIST_MODEL (store);
}

GListModel *
apm_post_get_channels (ApmPost *self)
{
  static GListStore *store;

  if (store == NULL)
    store = g_list_store_new (APM_TYPE_CHANNEL);

  return G_LIST_MODEL (store);
}

ApmChannel *
apm_post_get_channel (ApmPost *self, ApmWorker *sender, ApmWorker *receiver, GError **error)
{
  return NULL;
}

gboolean
apm_post_send (ApmPost *self, ApmWorker *sender, ApmWorker *receiver, GBytes *data, GError **error)
{
  return 0;
}

gboolean
apm_post_flood (ApmPost *self, ApmWorker *sender, ApmWorker *receiver, guint count, guint size, GError **error)
{
  return 0;
}

void
apm_post_receive (ApmPost *self, ApmChannel *channel)
{
}

ApmView *
apm_post_get_messages (ApmPost *self)
{
  static const ApmViewFuncs funcs = { (gpointer) g_direct_equal, (gpointer) g_direct_hash };
  static ApmView *view;

  if (view == NULL)
    view = apm_view_new (&funcs, self);

  return view;
}

guint64
apm_post_get_n_messages (ApmPost *self)
{
  return 0;
}

guint64
apm_post_get_n_dropped (ApmPost *self)
{
  return 0;
}

void
apm_post_set_message_search (ApmPost *self, const char *text)
{
}

void
apm_post_clear_messages (ApmPost *self)
{
}

void
apm_post_shutdown (ApmPost *self)
{
}
