/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-private.h"

#include "apm-worker-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/**
 * apm_channel_arrive:
 * @sender: (nullable): as the kernel names him
 * @frame: without a time of sending where it came by a channel that carries none
 */
void
apm_channel_arrive (ApmChannel     *self,
                    const char     *sender,
                    const ApmFrame *frame)
{
  ApmFrame arrived = *frame;

  if (self->is_planned)
    arrived.head.sent_us = apm_channel_recall_sent (self, frame);
  self->funcs->arrived (self, self->is_sender_far ? sender : NULL, &arrived, self->user_data);
}

/**
 * apm_party_dup_far_name:
 * @name: (nullable): NULL or empty: not known
 *
 * Returns: (transfer full) (nullable): how somebody who is none of ours is called
 */
char *
apm_party_dup_far_name (int         pid,
                        const char *name)
{
  if (pid <= 0)
    return NULL;
  if (name == NULL || *name == '\0')
    return g_strdup_printf (_("process %d"), pid);

  /* Translators: a process and its PID */
  return g_strdup_printf (_("%s (%d)"), name, pid);
}

static void
on_arrived (const ApmPorted *message,
            gpointer         user_data)
{
  ApmChannel *self = user_data;
  g_autofree char *sender = apm_party_dup_far_name (message->pid, message->name);
  gsize length;
  const ApmFrame frame = {
    .head = { .type = APM_FRAME_MESSAGE, .id = self->serial, .length = g_bytes_get_size (message->data), .arrived_us = message->arrived_us },
    .payload = g_bytes_get_data (message->data, &length),
    .bytes = message->data,
  };

  apm_channel_arrive (self, sender, &frame);
}

static void
on_flush (gpointer user_data)
{
  ApmChannel *self = user_data;

  self->funcs->flush (self->user_data);
}

static void
on_nothing (gpointer user_data)
{
  ApmChannel *self = user_data;

  self->funcs->nothing (self, self->user_data);
}

static void
on_sent (GBytes   *data,
         gpointer  user_data)
{
  ApmChannel *self = user_data;

  self->funcs->sent (self, data, self->user_data);
}

static void
on_refused (GBytes       *data,
            const GError *error,
            gpointer      user_data)
{
  ApmChannel *self = user_data;

  if (data)
    apm_channel_refuse_sent (self, data);
  self->funcs->refused (self, error->message, self->user_data);
}

static void
on_changed (gpointer user_data)
{
  ApmChannel *self = user_data;

  apm_pace_touch (&self->pace);
}

static void
on_closed (const GError *error,
           gpointer      user_data)
{
  apm_channel_refresh (user_data);
  apm_channel_close_with (user_data, error->message);
}

static const ApmPorterFuncs porter_funcs = { on_arrived, on_flush, on_nothing, on_sent, on_refused, on_changed, on_closed };

/* How an end of ours that has no name is made: two descriptors of the same. */
static gboolean
make_ends (ApmMedium   medium,
           const char *name,
           int         ends[2],
           GError    **error)
{
  int done = 0;

  ends[0] = ends[1] = -1;
  if (medium == APM_MEDIUM_PIPE)
    done = pipe2 (ends, O_CLOEXEC);
  else if (medium == APM_MEDIUM_PAIR)
    done = socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
  else if ((ends[0] = eventfd (0, EFD_CLOEXEC)) < 0 || (ends[1] = fcntl (ends[0], F_DUPFD_CLOEXEC, 3)) < 0)
    done = -1;
  if (done == 0)
    return TRUE;
  apm_set_error_from_errno (error, errno, _("Could not make “%s”"), name);
  if (ends[0] >= 0)
    close (ends[0]);

  return FALSE;
}

/* @fd: taken; -1: it has a name */
static void
order_end (ApmChannel           *self,
           const ApmChannelPlan *plan,
           gboolean              sends,
           int                   fd)
{
  g_autoptr(GBytes) payload = NULL;

  payload = apm_order_pack (g_variant_new ("(ysy)", (guint8) plan->medium, self->address ? self->address : plan->name, (guint8) plan->framing));
  apm_worker_order_attach (sends ? self->sender : self->receiver, sends ? APM_ORDER_OPEN_OUT : APM_ORDER_OPEN_IN,
                           self->serial, payload, fd);
}

/* @fd: taken; -1: it has a name */
static gboolean
open_end (ApmChannel            *self,
          const ApmChannelPlan  *plan,
          gboolean               sends,
          int                    fd,
          GError               **error)
{
  ApmPorter **porter = sends ? &self->out_porter : &self->in_porter;
  ApmEndpoint *endpoint;

  if (sends ? self->sender != NULL : self->receiver != NULL)
    {
      order_end (self, plan, sends, fd);
      return TRUE;
    }
  if (fd < 0)
    return (*porter = apm_porter_new (self->address, sends, plan->framing, &porter_funcs, self, error)) != NULL;

  endpoint = apm_endpoint_adopt (plan->medium, plan->name, fd, sends, plan->framing, error);
  if (endpoint)
    *porter = apm_porter_adopt (endpoint, sends, &porter_funcs, self);

  return endpoint != NULL;
}

/* The receiver first: a socket is there when he has made it. */
static gboolean
open_ends (ApmChannel            *self,
           const ApmChannelPlan  *plan,
           GError               **error)
{
  int ends[2] = { -1, -1 };

  if (!apm_medium_is_named (plan->medium) && !make_ends (plan->medium, plan->name, ends, error))
    return FALSE;
  if (!plan->is_receiver_far && !open_end (self, plan, FALSE, ends[0], error))
    {
      if (ends[1] >= 0)
        close (ends[1]);
      return FALSE;
    }

  return plan->is_sender_far || open_end (self, plan, TRUE, ends[1], error);
}

static gboolean
take_name (ApmChannel            *self,
           const ApmChannelPlan  *plan,
           GError               **error)
{
  gboolean is_made = plan->medium == APM_MEDIUM_FIFO || plan->medium == APM_MEDIUM_QUEUE || plan->medium == APM_MEDIUM_RING;
  ApmMedium medium;
  const char *name;

  if (!apm_medium_is_named (plan->medium))
    return TRUE;
  self->address = g_strdup_printf ("%s:%s", apm_medium_get_id (plan->medium), plan->name);
  if (!apm_endpoint_parse (self->address, &medium, &name, error))
    return FALSE;
  if (is_made && !plan->attaches)
    self->has_name = apm_endpoint_make (self->address, plan->n_messages, plan->message_size, error);
  else if (apm_medium_is_socket (plan->medium) && !plan->is_receiver_far)
    self->has_name = apm_endpoint_claim_socket (plan->medium, plan->name, error);
  else
    return TRUE;

  return self->has_name && apm_endpoint_guard (self->address, error);
}

static gboolean
check_plan (const ApmChannelPlan  *plan,
            GError               **error)
{
  gboolean is_far = plan->is_sender_far || plan->is_receiver_far;

  if (plan->is_sender_far && plan->is_receiver_far)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, _("One end belongs to this program or to a worker"));
  else if (is_far && !apm_medium_is_named (plan->medium))
    g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, _("Other programs can only join a channel that has a name"));
  else if (plan->medium == APM_MEDIUM_SIGNAL && !is_far)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, _("Signals go from here to another program, or from there to here"));
  else
    return TRUE;

  return FALSE;
}

static const char *
name_party (gboolean   is_far,
            ApmWorker *party)
{
  return is_far ? _("any program") : apm_party_get_name (party);
}

/**
 * apm_channel_open:
 * @plan: copied
 * @funcs: static
 *
 * Makes what is to be made, and opens the ends that are ours.
 *
 * Returns: (transfer full): NULL and @error: nothing is left behind
 */
ApmChannel *
apm_channel_open (guint32                 serial,
                  const ApmChannelPlan   *plan,
                  const ApmChannelFuncs  *funcs,
                  gpointer                user_data,
                  GError                **error)
{
  g_autoptr(ApmChannel) self = NULL;
  g_autofree char *short_name = NULL;

  if (!check_plan (plan, error))
    return NULL;
  self = g_object_new (APM_TYPE_CHANNEL, NULL);
  self->is_planned = TRUE;
  self->serial = serial;
  self->medium = plan->medium;
  self->framing = plan->framing;
  self->is_sender_far = plan->is_sender_far;
  self->is_receiver_far = plan->is_receiver_far;
  self->sender = plan->sender && !plan->is_sender_far ? g_object_ref (plan->sender) : NULL;
  self->receiver = plan->receiver && !plan->is_receiver_far ? g_object_ref (plan->receiver) : NULL;
  self->funcs = funcs;
  self->user_data = user_data;
  short_name = g_path_get_basename (plan->name);
  self->title = g_strdup_printf ("%s: %s → %s", short_name, name_party (plan->is_sender_far, plan->sender),
                                 name_party (plan->is_receiver_far, plan->receiver));
  if (!take_name (self, plan, error) || !open_ends (self, plan, error))
    {
      self->open = FALSE;
      apm_channel_detach (self);
      return NULL;
    }
  apm_channel_refresh (self);

  return g_steal_pointer (&self);
}

/**
 * apm_channel_detach_planned:
 *
 * Lets go of our ends, and takes away the name that is ours.
 */
void
apm_channel_detach_planned (ApmChannel *self)
{
  g_clear_pointer (&self->out_porter, apm_porter_free);
  g_clear_pointer (&self->in_porter, apm_porter_free);
  apm_channel_forget_sent (self);
  if (!self->has_name)
    return;
  self->has_name = FALSE;
  apm_endpoint_unguard (self->address);
  apm_endpoint_unmake (self->address, NULL);
}

/**
 * apm_channel_send_planned:
 * @priority: of a queue
 */
void
apm_channel_send_planned (ApmChannel *self,
                          GBytes     *data,
                          guint       priority)
{
  g_autoptr(GBytes) order = NULL;

  apm_channel_remember_sent (self, data);
  if (self->out_porter)
    {
      apm_porter_send (self->out_porter, data, priority);
      return;
    }
  order = apm_order_pack (g_variant_new ("u", priority));
  apm_worker_order (self->sender, APM_ORDER_PRIORITY, self->serial, order);
  apm_worker_order (self->sender, APM_ORDER_SEND, self->serial, data);
}

/* The fill as whoever is nearest knows it. */
static void
take_fill (ApmChannel    *self,
           const ApmFill *fill)
{
  if (fill->used < 0 && fill->room < 0)
    return;
  self->waiting = MAX (fill->used, 0);
  self->capacity = MAX (fill->room, 0);
}

/**
 * apm_channel_refresh:
 *
 * Looks at our own ends of a planned channel: what strangers do to it is only seen so, and
 * then told by ::changed.
 */
void
apm_channel_refresh (ApmChannel *self)
{
  gint64 waiting, blocked_since_us;

  g_return_if_fail (APM_IS_CHANNEL (self));

  if (!self->is_planned || !self->open)
    return;

  waiting = self->waiting;
  blocked_since_us = self->blocked_since_us;
  if (self->out_porter)
    {
      apm_porter_read_facts (self->out_porter, &self->out_facts);
      self->out = (ApmEnd) { self->out_facts.n, self->out_facts.bytes };
    }
  if (self->in_porter)
    {
      apm_porter_read_facts (self->in_porter, &self->in_facts);
      self->in = (ApmEnd) { self->in_facts.n, self->in_facts.bytes };
    }
  take_fill (self, &self->in_facts.fill);
  take_fill (self, &self->out_facts.fill);
  self->blocked_since_us = self->out_facts.state == APM_PORTER_BUSY && self->out_facts.since_us < g_get_monotonic_time () - 20000 ?
                           self->out_facts.since_us : 0;
  if (self->waiting != waiting || self->blocked_since_us != blocked_since_us)
    apm_pace_touch (&self->pace);
}
