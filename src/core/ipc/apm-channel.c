/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-private.h"

#include "apm-text.h"
#include "apm-worker-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#define CHANGED_INTERVAL_MS 100

/* How long the other party gets to tell why the pipe has closed: it knows better. */
#define REASON_GRACE_MS 1000

enum { CHANGED, CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmChannel, apm_channel, G_TYPE_OBJECT)

void
apm_pending_free (ApmPending *pending)
{
  g_clear_pointer (&pending->data, g_bytes_unref);
  g_free (pending);
}

static void
apm_channel_dispose (GObject *object)
{
  ApmChannel *self = APM_CHANNEL (object);

  apm_channel_detach (self);
  g_clear_object (&self->sender);
  g_clear_object (&self->receiver);

  G_OBJECT_CLASS (apm_channel_parent_class)->dispose (object);
}

static void
apm_channel_finalize (GObject *object)
{
  ApmChannel *self = APM_CHANNEL (object);

  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->closed_reason, g_free);

  G_OBJECT_CLASS (apm_channel_parent_class)->finalize (object);
}

static void
apm_channel_class_init (ApmChannelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_channel_dispose;
  object_class->finalize = apm_channel_finalize;

  /**
   * ApmChannel::changed:
   *
   * What the getters tell has changed; at most ten times a second.
   */
  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  /**
   * ApmChannel::closed:
   * @sentence: why
   */
  signals[CLOSED] = g_signal_new ("closed", APM_TYPE_CHANNEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
emit_changed (gpointer data)
{
  ApmChannel *self = data;

  apm_channel_refresh (self);
  if (self->inlet || self->writer)
    self->waiting = apm_pipe_get_waiting (self->inlet ? apm_inlet_get_fd (self->inlet)
                                                      : apm_frame_writer_get_fd (self->writer));
  if (self->writer)
    self->blocked_since_us = apm_frame_writer_get_blocked_since_us (self->writer);

  g_signal_emit (self, signals[CHANGED], 0);

  /* The far end of a waiting sender is only seen by looking. */
  if (self->blocked_since_us != 0 && (self->writer || self->out_porter))
    apm_pace_touch (&self->pace);

  if (self->open && self->sender_ended && self->is_planned && self->is_receiver_far)
    apm_channel_look_at_left (self);
}

static void
apm_channel_init (ApmChannel *self)
{
  self->open = TRUE;
  g_queue_init (&self->pending);
  g_queue_init (&self->lately);
  self->out_facts.fill = self->in_facts.fill = (ApmFill) { -1, -1, FALSE };
  apm_pace_init (&self->pace, CHANGED_INTERVAL_MS, emit_changed, self);
}

/**
 * apm_party_get_name:
 * @party: (nullable): %NULL for this program
 */
const char *
apm_party_get_name (ApmWorker *party)
{
  return party ? apm_worker_get_name (party) : _("this program");
}

/**
 * apm_channel_detach:
 *
 * Lets go of both ends: ours are closed, workers are told to close theirs.
 */
void
apm_channel_detach (ApmChannel *self)
{
  apm_pace_clear (&self->pace);
  g_clear_handle_id (&self->grace_id, g_source_remove);
  g_clear_pointer (&self->writer, apm_frame_writer_free);
  g_clear_pointer (&self->inlet, apm_inlet_free);
  apm_channel_detach_planned (self);
  g_queue_clear_full (&self->pending, (GDestroyNotify) apm_pending_free);
  self->n_pending = 0;
  self->waiting = 0;
  self->blocked_since_us = 0;

  if (self->sender && !self->sender_ended)
    apm_worker_order (self->sender, APM_ORDER_DETACH, self->serial, NULL);
  if (self->receiver && !self->receiver_ended)
    apm_worker_order (self->receiver, APM_ORDER_DETACH, self->serial, NULL);
}

/**
 * apm_channel_close_with:
 * @sentence: why
 *
 * The channel is of no use any more.
 */
void
apm_channel_close_with (ApmChannel *self,
                        const char *sentence)
{
  if (!self->open)
    return;

  g_object_ref (self);
  self->open = FALSE;
  self->closed_reason = g_strdup (sentence);
  apm_channel_detach (self);

  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[CLOSED], 0, self->closed_reason);
  self->funcs->closed (self, self->closed_reason, self->user_data);
  g_object_unref (self);
}

/**
 * apm_channel_close:
 * @fault: how it came
 * @party: (nullable): whose fault it was
 *
 * See apm_channel_close_with().
 */
void
apm_channel_close (ApmChannel     *self,
                   const ApmFault *fault,
                   ApmWorker      *party)
{
  g_autofree char *sentence = apm_fault_dup_sentence (fault, apm_party_get_name (party));

  apm_channel_close_with (self, sentence);
}

static gboolean
on_grace_over (gpointer user_data)
{
  ApmChannel *self = user_data;
  const ApmFault fault = { APM_FAULT_ENDED };

  self->grace_id = 0;
  apm_channel_close (self, &fault, self->is_drained ? self->sender : self->receiver);

  return G_SOURCE_REMOVE;
}

/**
 * apm_channel_expect_reason:
 *
 * It is over, but the party that knows may still tell how it came.
 */
void
apm_channel_expect_reason (ApmChannel *self)
{
  if (self->open && self->grace_id == 0)
    self->grace_id = g_timeout_add (REASON_GRACE_MS, on_grace_over, self);
}

/**
 * apm_channel_drained:
 * @fault: how the receiver came to the end of the pipe
 *
 * A sender that runs has not ended, but got no descriptor for its end, perhaps: it tells.
 */
void
apm_channel_drained (ApmChannel     *self,
                     const ApmFault *fault)
{
  self->is_drained = TRUE;
  if (fault->kind == APM_FAULT_ENDED && self->sender && !self->sender_ended)
    apm_channel_expect_reason (self);
  else
    apm_channel_close (self, fault, self->sender);
}

static void
on_written (ApmFrameWriter     *writer,
            const ApmFrameHead *head,
            GBytes             *payload,
            gpointer            user_data)
{
  ApmChannel *self = user_data;

  self->out.n++;
  self->out.bytes += head->length;
  self->funcs->sent (self, payload, self->user_data);
}

static void
on_moved (ApmFrameWriter *writer,
          gpointer        user_data)
{
  ApmChannel *self = user_data;

  apm_pace_touch (&self->pace);
}

static void
on_writer_closed (ApmFrameWriter *writer,
                  const ApmFault *fault,
                  gpointer        user_data)
{
  ApmChannel *self = user_data;

  g_clear_pointer (&self->writer, apm_frame_writer_free);
  apm_channel_expect_reason (self);
}

static const ApmFrameWriterFuncs writer_funcs = { on_written, on_moved, on_writer_closed };

static void
on_arrived (const ApmFrame *frame,
            gpointer        user_data)
{
  ApmChannel *self = user_data;
  ApmFrame arrived = *frame;

  arrived.head.arrived_us = g_get_monotonic_time ();
  self->in.n++;
  self->in.bytes += frame->head.length;
  apm_channel_arrive (self, NULL, &arrived);
}

static void
on_flush (gpointer user_data)
{
  ApmChannel *self = user_data;

  self->funcs->flush (self->user_data);
  apm_pace_touch (&self->pace);
}

static void
on_nothing (gpointer user_data)
{
  ApmChannel *self = user_data;

  self->funcs->nothing (self, self->user_data);
}

static void
on_inlet_closed (const ApmFault *fault,
                 gpointer        user_data)
{
  ApmChannel *self = user_data;

  apm_channel_drained (self, fault);
}

static const ApmInletFuncs inlet_funcs = { on_arrived, on_flush, on_nothing, on_inlet_closed };

/**
 * apm_channel_new:
 * @sender: (nullable): %NULL for this program; never the same as @receiver
 * @funcs: static
 *
 * Makes a pipe and gives each party its end.
 */
ApmChannel *
apm_channel_new (guint32                 serial,
                 ApmWorker              *sender,
                 ApmWorker              *receiver,
                 const ApmChannelFuncs  *funcs,
                 gpointer                user_data,
                 GError                **error)
{
  ApmChannel *self;
  int fds[2];

  if (pipe2 (fds, O_CLOEXEC) < 0)
    {
      apm_set_error_from_errno (error, errno, _("No pipe could be made from %s to %s"),
                                apm_party_get_name (sender), apm_party_get_name (receiver));
      return NULL;
    }

  self = g_object_new (APM_TYPE_CHANNEL, NULL);
  self->serial = serial;
  self->sender = sender ? g_object_ref (sender) : NULL;
  self->receiver = receiver ? g_object_ref (receiver) : NULL;
  self->funcs = funcs;
  self->user_data = user_data;
  self->capacity = apm_pipe_get_capacity (fds[0]);
  self->title = g_strdup_printf ("%s → %s", apm_party_get_name (sender), apm_party_get_name (receiver));

  if (receiver)
    apm_worker_order_attach (receiver, APM_ORDER_ATTACH_IN, serial, NULL, fds[0]);
  else
    self->inlet = apm_inlet_new (fds[0], &inlet_funcs, self);

  if (sender)
    apm_worker_order_attach (sender, APM_ORDER_ATTACH_OUT, serial, NULL, fds[1]);
  else
    self->writer = apm_frame_writer_new (fds[1], FALSE, &writer_funcs, self);

  return self;
}
