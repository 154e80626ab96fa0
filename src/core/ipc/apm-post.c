/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-post-private.h"

#include "apm-worker-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#define KILL_AFTER_MS 500

#define NAME_MAX_BYTES 64

guint apm_post_signals[APM_POST_N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmPost, apm_post, G_TYPE_OBJECT)

static void
let_go_of_workers (ApmPost *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->workers));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(ApmWorker) worker = g_list_model_get_item (G_LIST_MODEL (self->workers), i);

      apm_worker_set_pipe_func (worker, NULL, NULL, NULL);
      g_signal_handlers_disconnect_by_data (worker, self);
      apm_worker_kill (worker);
    }
}

static void
apm_post_dispose (GObject *object)
{
  ApmPost *self = APM_POST (object);

  g_clear_handle_id (&self->kill_id, g_source_remove);
  if (self->channels)
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->channels)); i++)
      {
        g_autoptr(ApmChannel) channel = g_list_model_get_item (G_LIST_MODEL (self->channels), i);

        apm_channel_detach (channel);
      }
  if (self->workers)
    let_go_of_workers (self);
  g_clear_object (&self->channels);
  g_clear_object (&self->workers);

  G_OBJECT_CLASS (apm_post_parent_class)->dispose (object);
}

static void
apm_post_finalize (GObject *object)
{
  ApmPost *self = APM_POST (object);

  g_ptr_array_unref (self->batch);
  g_hash_table_unref (self->by_serial);
  apm_message_store_free (self->messages);

  G_OBJECT_CLASS (apm_post_parent_class)->finalize (object);
}

static guint
add_signal (const char *name,
            guint       n_types,
            GType       first,
            GType       second)
{
  return g_signal_new (name, APM_TYPE_POST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_types, first, second);
}

static void
add_channel_signals (void)
{
  /**
   * ApmPost::channel-opened:
   * @channel: the new one
   */
  apm_post_signals[APM_POST_CHANNEL_OPENED] = add_signal ("channel-opened", 1, APM_TYPE_CHANNEL, 0);

  /**
   * ApmPost::channel-closed:
   * @channel: stays in the list for a while
   * @sentence: why
   */
  apm_post_signals[APM_POST_CHANNEL_CLOSED] = add_signal ("channel-closed", 2, APM_TYPE_CHANNEL, G_TYPE_STRING);

  /**
   * ApmPost::arrived:
   * @messages: const ApmMessage *const *, valid during the call
   * @n: how many
   *
   * Emitted once for all that came with one wake-up.
   */
  apm_post_signals[APM_POST_ARRIVED] = add_signal ("arrived", 2, G_TYPE_POINTER, G_TYPE_UINT);

  /**
   * ApmPost::nothing:
   * @channel: where one message was asked for, and there is none
   */
  apm_post_signals[APM_POST_NOTHING] = add_signal ("nothing", 1, APM_TYPE_CHANNEL, 0);

  /**
   * ApmPost::sent:
   * @channel: where
   * @data: the message that is now wholly in the pipe; those of a flood are only counted
   */
  apm_post_signals[APM_POST_SENT] = add_signal ("sent", 2, APM_TYPE_CHANNEL, G_TYPE_BYTES);

  /**
   * ApmPost::refused:
   * @channel: which goes on
   * @sentence: why a message was not sent, or one that came cannot be taken, or its capacity
   *   is not changed
   */
  apm_post_signals[APM_POST_REFUSED] = add_signal ("refused", 2, APM_TYPE_CHANNEL, G_TYPE_STRING);
}

static void
apm_post_class_init (ApmPostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_post_dispose;
  object_class->finalize = apm_post_finalize;

  /**
   * ApmPost::worker-started:
   * @worker: the new one
   */
  apm_post_signals[APM_POST_WORKER_STARTED] = add_signal ("worker-started", 1, APM_TYPE_WORKER, 0);

  /**
   * ApmPost::worker-ended:
   * @worker: no longer in the list
   * @wait_status: as waitpid(2) tells it
   */
  apm_post_signals[APM_POST_WORKER_ENDED] = add_signal ("worker-ended", 2, APM_TYPE_WORKER, G_TYPE_INT);

  /**
   * ApmPost::reported:
   * @worker: who
   * @text: what it says about itself
   */
  apm_post_signals[APM_POST_REPORTED] = add_signal ("reported", 2, APM_TYPE_WORKER, G_TYPE_STRING);

  add_channel_signals ();
}

static void
apm_post_init (ApmPost *self)
{
  self->workers = g_list_store_new (APM_TYPE_WORKER);
  self->channels = g_list_store_new (APM_TYPE_CHANNEL);
  self->by_serial = g_hash_table_new (NULL, NULL);
  self->messages = apm_message_store_new ();
  self->batch = g_ptr_array_new ();
}

/**
 * apm_post_new:
 *
 * From now on SIGPIPE is ignored in this process: a pipe whose reader has gone
 * says so by an error.
 */
ApmPost *
apm_post_new (void)
{
  signal (SIGPIPE, SIG_IGN);

  return g_object_new (APM_TYPE_POST, NULL);
}

static void
on_pipe_report (ApmWorker      *worker,
                const ApmFrame *report,
                gpointer        user_data)
{
  ApmPost *self = user_data;
  ApmChannel *channel = g_hash_table_lookup (self->by_serial, GUINT_TO_POINTER (report->head.id));

  if (channel)
    apm_channel_take_report (channel, report);
}

static void
on_worker_flush (ApmWorker *worker,
                 gpointer   user_data)
{
  apm_post_flush (user_data);
}

static void
on_reported (ApmWorker  *worker,
             const char *text,
             ApmPost    *self)
{
  g_signal_emit (self, apm_post_signals[APM_POST_REPORTED], 0, worker, text);
}

static void
on_worker_ended (ApmWorker *worker,
                 int        wait_status,
                 ApmPost   *self)
{
  guint position;

  g_object_ref (self);
  if (g_list_store_find (self->workers, worker, &position))
    g_list_store_remove (self->workers, position);
  apm_post_tell_channels (self, worker);
  g_signal_emit (self, apm_post_signals[APM_POST_WORKER_ENDED], 0, worker, wait_status);
  g_object_unref (self);
}

static char *
make_name (ApmPost *self)
{
  for (;;)
    {
      /* Translators: the name of a worker that was given none. */
      g_autofree char *name = g_strdup_printf (_("worker-%u"), ++self->n_named);

      if (apm_post_find_worker (self, name) == NULL)
        return g_steal_pointer (&name);
    }
}

static gboolean
check_name (ApmPost     *self,
            const char  *name,
            GError     **error)
{
  if (apm_post_find_worker (self, name))
    g_set_error (error, APM_ERROR, APM_ERROR_EXISTS, _("There is a worker with the name “%s” already"), name);
  else if (*name == '\0' || strlen (name) > NAME_MAX_BYTES || !g_utf8_validate (name, -1, NULL))
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A worker’s name is text of 1 to %d bytes"), NAME_MAX_BYTES);
  else
    return TRUE;

  return FALSE;
}

/**
 * apm_post_create_worker:
 * @name: (nullable): unique among the workers that run; %NULL makes one up
 *
 * Returns: (transfer none): a new worker, in the list of workers; or %NULL with
 *   EXISTS, INVALID, or why it could not be started
 */
ApmWorker *
apm_post_create_worker (ApmPost     *self,
                        const char  *name,
                        GError     **error)
{
  g_autofree char *made_up = NULL;
  g_autoptr(ApmWorker) worker = NULL;

  g_return_val_if_fail (APM_IS_POST (self), NULL);

  if (name == NULL)
    name = made_up = make_name (self);
  if (!check_name (self, name, error))
    return NULL;

  worker = apm_worker_new (name, error);
  if (worker == NULL)
    return NULL;

  apm_worker_set_pipe_func (worker, on_pipe_report, on_worker_flush, self);
  g_signal_connect (worker, "reported", G_CALLBACK (on_reported), self);
  g_signal_connect (worker, "ended", G_CALLBACK (on_worker_ended), self);
  g_list_store_append (self->workers, worker);
  g_signal_emit (self, apm_post_signals[APM_POST_WORKER_STARTED], 0, worker);

  return worker;
}

/**
 * apm_post_find_worker:
 *
 * Returns: (transfer none) (nullable): the running worker of that name
 */
ApmWorker *
apm_post_find_worker (ApmPost    *self,
                      const char *name)
{
  g_return_val_if_fail (APM_IS_POST (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workers)); i++)
    {
      g_autoptr(ApmWorker) worker = g_list_model_get_item (G_LIST_MODEL (self->workers), i);

      if (g_str_equal (apm_worker_get_name (worker), name))
        return worker;
    }

  return NULL;
}

/**
 * apm_post_get_workers:
 *
 * Returns: (transfer none): those that run, in the order of their creation
 */
GListModel *
apm_post_get_workers (ApmPost *self)
{
  g_return_val_if_fail (APM_IS_POST (self), NULL);

  return G_LIST_MODEL (self->workers);
}

static gboolean
on_kill (gpointer user_data)
{
  ApmPost *self = user_data;

  self->kill_id = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workers)); i++)
    {
      g_autoptr(ApmWorker) worker = g_list_model_get_item (G_LIST_MODEL (self->workers), i);

      apm_worker_kill (worker);
    }

  return G_SOURCE_REMOVE;
}

/**
 * apm_post_shutdown:
 *
 * Takes away what was made for channels, asks all workers to exit, and kills those that
 * have not after 500 ms. Returns at once; the list of workers is empty when it is done.
 */
void
apm_post_shutdown (ApmPost *self)
{
  g_return_if_fail (APM_IS_POST (self));

  apm_post_close_planned (self);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workers)); i++)
    {
      g_autoptr(ApmWorker) worker = g_list_model_get_item (G_LIST_MODEL (self->workers), i);

      apm_worker_ask_to_exit (worker);
    }

  if (self->kill_id == 0)
    self->kill_id = g_timeout_add (KILL_AFTER_MS, on_kill, self);
}
