/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-post.h"

#include "apm-channel-private.h"
#include "apm-message-store.h"
#include "apm-worker-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#define KILL_AFTER_MS 500

/* How many channels that have closed are kept to be looked at. */
#define N_CLOSED_KEPT 32

#define NAME_MAX_BYTES 64

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
  WORKER_STARTED,
  WORKER_ENDED,
  CHANNEL_OPENED,
  CHANNEL_CLOSED,
  ARRIVED,
  NOTHING,
  SENT,
  REPORTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

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
apm_post_class_init (ApmPostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_post_dispose;
  object_class->finalize = apm_post_finalize;

  /**
   * ApmPost::worker-started:
   * @worker: the new one
   */
  signals[WORKER_STARTED] = add_signal ("worker-started", 1, APM_TYPE_WORKER, 0);

  /**
   * ApmPost::worker-ended:
   * @worker: no longer in the list
   * @wait_status: as waitpid(2) tells it
   */
  signals[WORKER_ENDED] = add_signal ("worker-ended", 2, APM_TYPE_WORKER, G_TYPE_INT);

  /**
   * ApmPost::channel-opened:
   * @channel: the new one
   */
  signals[CHANNEL_OPENED] = add_signal ("channel-opened", 1, APM_TYPE_CHANNEL, 0);

  /**
   * ApmPost::channel-closed:
   * @channel: stays in the list for a while
   * @sentence: why
   */
  signals[CHANNEL_CLOSED] = add_signal ("channel-closed", 2, APM_TYPE_CHANNEL, G_TYPE_STRING);

  /**
   * ApmPost::arrived:
   * @messages: const ApmMessage *const *, valid during the call
   * @n: how many
   *
   * Emitted once for all that came with one wake-up.
   */
  signals[ARRIVED] = add_signal ("arrived", 2, G_TYPE_POINTER, G_TYPE_UINT);

  /**
   * ApmPost::nothing:
   * @channel: where one message was asked for, and there is none
   */
  signals[NOTHING] = add_signal ("nothing", 1, APM_TYPE_CHANNEL, 0);

  /**
   * ApmPost::sent:
   * @channel: where
   * @data: the message that is now wholly in the pipe; those of a flood are only counted
   */
  signals[SENT] = add_signal ("sent", 2, APM_TYPE_CHANNEL, G_TYPE_BYTES);

  /**
   * ApmPost::reported:
   * @worker: who
   * @text: what it says about itself
   */
  signals[REPORTED] = add_signal ("reported", 2, APM_TYPE_WORKER, G_TYPE_STRING);
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
on_arrived (ApmChannel     *channel,
            const ApmFrame *frame,
            gpointer        user_data)
{
  ApmPost *self = user_data;
  const char *sender = g_intern_string (apm_channel_get_sender_name (channel));
  const char *receiver = g_intern_string (apm_channel_get_receiver_name (channel));

  g_ptr_array_add (self->batch, (gpointer) apm_message_store_add (self->messages, sender, receiver, frame));
}

static void
on_flush (gpointer user_data)
{
  ApmPost *self = user_data;

  if (self->batch->len == 0)
    return;

  g_signal_emit (self, signals[ARRIVED], 0, self->batch->pdata, self->batch->len);
  g_ptr_array_set_size (self->batch, 0);
}

static void
on_nothing (ApmChannel *channel,
            gpointer    user_data)
{
  g_signal_emit (user_data, signals[NOTHING], 0, channel);
}

static void
on_sent (ApmChannel *channel,
         GBytes     *data,
         gpointer    user_data)
{
  g_signal_emit (user_data, signals[SENT], 0, channel, data);
}

static void
forget_old_closed (ApmPost *self)
{
  guint n_closed = 0;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->channels)); i-- > 0;)
    {
      g_autoptr(ApmChannel) channel = g_list_model_get_item (G_LIST_MODEL (self->channels), i);

      if (!apm_channel_get_open (channel) && ++n_closed > N_CLOSED_KEPT)
        g_list_store_remove (self->channels, i);
    }
}

static void
on_closed (ApmChannel *channel,
           const char *sentence,
           gpointer    user_data)
{
  ApmPost *self = user_data;

  g_hash_table_remove (self->by_serial, GUINT_TO_POINTER ((guint32) apm_channel_get_serial (channel)));
  g_signal_emit (self, signals[CHANNEL_CLOSED], 0, channel, sentence);
  forget_old_closed (self);
}

static const ApmChannelFuncs channel_funcs = { on_arrived, on_flush, on_nothing, on_sent, on_closed };

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
  on_flush (user_data);
}

static void
on_reported (ApmWorker  *worker,
             const char *text,
             ApmPost    *self)
{
  g_signal_emit (self, signals[REPORTED], 0, worker, text);
}

static GPtrArray *
dup_open_channels (ApmPost *self)
{
  GPtrArray *channels = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer channel;

  g_hash_table_iter_init (&iter, self->by_serial);
  while (g_hash_table_iter_next (&iter, NULL, &channel))
    g_ptr_array_add (channels, g_object_ref (channel));

  return channels;
}

static void
on_worker_ended (ApmWorker *worker,
                 int        wait_status,
                 ApmPost   *self)
{
  g_autoptr(GPtrArray) channels = dup_open_channels (self);
  guint position;

  g_object_ref (self);
  if (g_list_store_find (self->workers, worker, &position))
    g_list_store_remove (self->workers, position);
  for (guint i = 0; i < channels->len; i++)
    apm_channel_party_ended (channels->pdata[i], worker);

  g_signal_emit (self, signals[WORKER_ENDED], 0, worker, wait_status);
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
  g_signal_emit (self, signals[WORKER_STARTED], 0, worker);

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

/**
 * apm_post_get_channels:
 *
 * Returns: (transfer none): the open ones, and the last few that have closed
 */
GListModel *
apm_post_get_channels (ApmPost *self)
{
  g_return_val_if_fail (APM_IS_POST (self), NULL);

  return G_LIST_MODEL (self->channels);
}

static ApmChannel *
find_channel (ApmPost   *self,
              ApmWorker *sender,
              ApmWorker *receiver)
{
  GHashTableIter iter;
  gpointer channel;

  g_hash_table_iter_init (&iter, self->by_serial);
  while (g_hash_table_iter_next (&iter, NULL, &channel))
    if (apm_channel_get_sender (channel) == sender && apm_channel_get_receiver (channel) == receiver)
      return channel;

  return NULL;
}

static gboolean
check_parties (ApmWorker  *sender,
               ApmWorker  *receiver,
               GError    **error)
{
  ApmWorker *parties[] = { sender, receiver };

  if (sender == receiver)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A message goes from one process to another"));
      return FALSE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    if (parties[i] && !apm_worker_get_running (parties[i]))
      {
        g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("%s has ended"), apm_worker_get_name (parties[i]));
        return FALSE;
      }

  return TRUE;
}

/**
 * apm_post_get_channel:
 * @sender: (nullable): %NULL for this program
 * @receiver: (nullable): %NULL for this program
 *
 * Returns: (transfer none): the open channel between the two, made on first use;
 *   or %NULL with INVALID, GONE, or why no pipe could be made
 */
ApmChannel *
apm_post_get_channel (ApmPost    *self,
                      ApmWorker  *sender,
                      ApmWorker  *receiver,
                      GError    **error)
{
  ApmChannel *channel;

  g_return_val_if_fail (APM_IS_POST (self), NULL);

  channel = find_channel (self, sender, receiver);
  if (channel)
    return channel;

  if (!check_parties (sender, receiver, error))
    return NULL;

  channel = apm_channel_new (++self->last_serial, sender, receiver, &channel_funcs, self, error);
  if (channel == NULL)
    return NULL;

  g_hash_table_insert (self->by_serial, GUINT_TO_POINTER (self->last_serial), channel);
  g_list_store_append (self->channels, channel);
  g_signal_emit (self, signals[CHANNEL_OPENED], 0, channel);
  g_object_unref (channel);

  return channel;
}

/**
 * apm_post_send:
 * @data: at most APM_MESSAGE_MAX bytes, any bytes
 *
 * Queues a message; never waits. ::sent tells when it is in the pipe.
 */
gboolean
apm_post_send (ApmPost    *self,
               ApmWorker  *sender,
               ApmWorker  *receiver,
               GBytes     *data,
               GError    **error)
{
  ApmChannel *channel;

  g_return_val_if_fail (APM_IS_POST (self) && data != NULL, FALSE);

  if (g_bytes_get_size (data) > APM_MESSAGE_MAX)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A message is at most %d MiB long"),
                   APM_MESSAGE_MAX / 1024 / 1024);
      return FALSE;
    }

  channel = apm_post_get_channel (self, sender, receiver, error);

  return channel && apm_channel_send (channel, data, error);
}

/**
 * apm_post_flood:
 * @sender: a worker
 * @count: how many messages
 * @size: their size, at most APM_MESSAGE_MAX bytes; each begins with its number,
 *   counted from 0
 *
 * Has a worker send messages as fast as the pipe takes them.
 */
gboolean
apm_post_flood (ApmPost    *self,
                ApmWorker  *sender,
                ApmWorker  *receiver,
                guint       count,
                guint       size,
                GError    **error)
{
  ApmChannel *channel;

  g_return_val_if_fail (APM_IS_POST (self) && sender != NULL && size <= APM_MESSAGE_MAX, FALSE);

  channel = apm_post_get_channel (self, sender, receiver, error);

  return channel && apm_channel_flood (channel, count, size, error);
}

/**
 * apm_post_receive:
 *
 * Asks the channel's receiver to take one message: ::arrived or ::nothing answers.
 */
void
apm_post_receive (ApmPost    *self,
                  ApmChannel *channel)
{
  g_return_if_fail (APM_IS_POST (self) && APM_IS_CHANNEL (channel));

  apm_channel_receive (channel);
}

/**
 * apm_post_get_messages:
 *
 * Returns: (transfer none): rows are const ApmMessage *, newest last, as searched
 */
ApmView *
apm_post_get_messages (ApmPost *self)
{
  g_return_val_if_fail (APM_IS_POST (self), NULL);

  return apm_message_store_get_view (self->messages);
}

/**
 * apm_post_get_n_messages:
 *
 * Returns: how many are kept, whatever the search
 */
guint64
apm_post_get_n_messages (ApmPost *self)
{
  g_return_val_if_fail (APM_IS_POST (self), 0);

  return apm_message_store_get_n (self->messages);
}

/**
 * apm_post_get_n_dropped:
 *
 * Returns: how many of the oldest have gone to make room
 */
guint64
apm_post_get_n_dropped (ApmPost *self)
{
  g_return_val_if_fail (APM_IS_POST (self), 0);

  return apm_message_store_get_n_dropped (self->messages);
}

void
apm_post_set_message_search (ApmPost    *self,
                             const char *text)
{
  g_return_if_fail (APM_IS_POST (self));

  apm_message_store_set_search (self->messages, text);
}

void
apm_post_clear_messages (ApmPost *self)
{
  g_return_if_fail (APM_IS_POST (self));

  apm_message_store_clear (self->messages);
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
 * Asks all workers to exit, and kills those that have not after 500 ms. Returns
 * at once; the list of workers is empty when it is done.
 */
void
apm_post_shutdown (ApmPost *self)
{
  g_return_if_fail (APM_IS_POST (self));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->workers)); i++)
    {
      g_autoptr(ApmWorker) worker = g_list_model_get_item (G_LIST_MODEL (self->workers), i);

      apm_worker_ask_to_exit (worker);
    }

  if (self->kill_id == 0)
    self->kill_id = g_timeout_add (KILL_AFTER_MS, on_kill, self);
}
