/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-post-private.h"

#include <glib/gi18n-lib.h>

/* How many channels that have closed are kept to be looked at. */
#define N_CLOSED_KEPT 100

static void
on_arrived (ApmChannel     *channel,
            const char     *sender,
            const ApmFrame *frame,
            gpointer        user_data)
{
  ApmPost *self = user_data;
  const char *receiver = apm_channel_get_receiver_name (channel);

  if (sender == NULL)
    sender = apm_channel_get_sender_name (channel);
  g_ptr_array_add (self->batch, (gpointer) apm_message_store_add (self->messages, sender, receiver, frame));
}

/**
 * apm_post_flush:
 * @user_data: the post
 *
 * Tells all that has arrived with this wake-up.
 */
void
apm_post_flush (gpointer user_data)
{
  ApmPost *self = user_data;

  if (self->batch->len == 0)
    return;

  g_signal_emit (self, apm_post_signals[APM_POST_ARRIVED], 0, self->batch->pdata, self->batch->len);
  g_ptr_array_set_size (self->batch, 0);
}

static void
on_nothing (ApmChannel *channel,
            gpointer    user_data)
{
  g_signal_emit (user_data, apm_post_signals[APM_POST_NOTHING], 0, channel);
}

static void
on_sent (ApmChannel *channel,
         GBytes     *data,
         gpointer    user_data)
{
  g_signal_emit (user_data, apm_post_signals[APM_POST_SENT], 0, channel, data);
}

static void
on_refused (ApmChannel *channel,
            const char *sentence,
            gpointer    user_data)
{
  g_signal_emit (user_data, apm_post_signals[APM_POST_REFUSED], 0, channel, sentence);
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
  g_signal_emit (self, apm_post_signals[APM_POST_CHANNEL_CLOSED], 0, channel, sentence);
  forget_old_closed (self);
}

static const ApmChannelFuncs channel_funcs = { on_arrived, apm_post_flush, on_nothing, on_sent, on_refused, on_closed };

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

/**
 * apm_post_tell_channels:
 * @party: a worker that has ended
 */
void
apm_post_tell_channels (ApmPost   *self,
                        ApmWorker *party)
{
  g_autoptr(GPtrArray) channels = dup_open_channels (self);

  for (guint i = 0; i < channels->len; i++)
    apm_channel_party_ended (channels->pdata[i], party);
}

/**
 * apm_post_close_planned:
 *
 * Closes those that may have a name.
 */
void
apm_post_close_planned (ApmPost *self)
{
  g_autoptr(GPtrArray) channels = dup_open_channels (self);

  for (guint i = 0; i < channels->len; i++)
    if (apm_channel_is_planned (channels->pdata[i]))
      apm_post_close_channel (self, channels->pdata[i]);
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
    if (!apm_channel_is_planned (channel) &&
        apm_channel_get_sender (channel) == sender && apm_channel_get_receiver (channel) == receiver)
      return channel;

  return NULL;
}

/* @channel: taken; the list keeps it */
static ApmChannel *
add_channel (ApmPost    *self,
             ApmChannel *channel)
{
  g_hash_table_insert (self->by_serial, GUINT_TO_POINTER (self->last_serial), channel);
  g_list_store_append (self->channels, channel);
  g_signal_emit (self, apm_post_signals[APM_POST_CHANNEL_OPENED], 0, channel);
  g_object_unref (channel);

  return channel;
}

static gboolean
check_parties (ApmWorker  *sender,
               ApmWorker  *receiver,
               GError    **error)
{
  ApmWorker *parties[] = { sender, receiver };

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

  if (sender == receiver)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A message goes from one process to another"));
      return NULL;
    }
  if (!check_parties (sender, receiver, error))
    return NULL;

  channel = apm_channel_new (++self->last_serial, sender, receiver, &channel_funcs, self, error);

  return channel ? add_channel (self, channel) : NULL;
}

/**
 * apm_post_open_channel:
 * @plan: any kind of channel, and who is at its ends
 *
 * Returns: (transfer none): a new one, which takes nothing until it is asked to; or %NULL with
 *   INVALID, EXISTS, DENIED, GONE…
 */
ApmChannel *
apm_post_open_channel (ApmPost               *self,
                       const ApmChannelPlan  *plan,
                       GError               **error)
{
  ApmChannel *channel;

  g_return_val_if_fail (APM_IS_POST (self) && plan->medium < APM_N_MEDIA && plan->name != NULL, NULL);

  if (!check_parties (plan->sender, plan->receiver, error))
    return NULL;

  channel = apm_channel_open (++self->last_serial, plan, &channel_funcs, self, error);

  return channel ? add_channel (self, channel) : NULL;
}

/**
 * apm_post_close_channel:
 *
 * Lets go of both ends; what was made for it is removed.
 */
void
apm_post_close_channel (ApmPost    *self,
                        ApmChannel *channel)
{
  g_return_if_fail (APM_IS_POST (self) && APM_IS_CHANNEL (channel));

  channel->closed_here = TRUE;
  apm_channel_close_with (channel, _("It was closed here"));
}

/**
 * apm_post_forget_channel:
 * @channel: one that has closed
 *
 * Takes it out of the list.
 */
void
apm_post_forget_channel (ApmPost    *self,
                         ApmChannel *channel)
{
  guint position;

  g_return_if_fail (APM_IS_POST (self) && APM_IS_CHANNEL (channel));

  if (!apm_channel_get_open (channel) && g_list_store_find (self->channels, channel, &position))
    g_list_store_remove (self->channels, position);
}

/**
 * apm_post_send_through:
 * @data: at most APM_MESSAGE_MAX bytes, any bytes
 * @priority: of a queue, the highest comes out first; 0 for all else
 *
 * Queues a message; never waits. ::sent tells when the channel has taken it.
 */
gboolean
apm_post_send_through (ApmPost     *self,
                       ApmChannel  *channel,
                       GBytes      *data,
                       guint        priority,
                       GError     **error)
{
  g_return_val_if_fail (APM_IS_POST (self) && APM_IS_CHANNEL (channel) && data != NULL, FALSE);

  if (g_bytes_get_size (data) > APM_MESSAGE_MAX)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A message is at most %d MiB long"),
                   APM_MESSAGE_MAX / 1024 / 1024);
      return FALSE;
    }

  return apm_channel_send (channel, data, priority, error);
}

/**
 * apm_post_send:
 *
 * The same through the pipe between the two, which is made on first use.
 */
gboolean
apm_post_send (ApmPost    *self,
               ApmWorker  *sender,
               ApmWorker  *receiver,
               GBytes     *data,
               GError    **error)
{
  ApmChannel *channel = apm_post_get_channel (self, sender, receiver, error);

  return channel && apm_post_send_through (self, channel, data, 0, error);
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
 * @timeout_us: see apm_channel_receive()
 *
 * Asks the channel's receiver to take one message: ::arrived or ::nothing answers.
 */
void
apm_post_receive (ApmPost    *self,
                  ApmChannel *channel,
                  gint64      timeout_us)
{
  g_return_if_fail (APM_IS_POST (self) && APM_IS_CHANNEL (channel));

  apm_channel_receive (channel, timeout_us);
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
