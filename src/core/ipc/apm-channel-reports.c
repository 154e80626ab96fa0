/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-private.h"

#include "apm-worker-private.h"

static void
drop_pending (ApmChannel *self)
{
  ApmPending *pending = g_queue_pop_head (&self->pending);

  if (!pending)
    return;
  self->n_pending -= pending->data ? g_bytes_get_size (pending->data) : 0;
  apm_pending_free (pending);
}

/* The sender has now sent @n more than we knew of: the oldest of the pending. */
static void
settle_pending (ApmChannel *self,
                guint64     n)
{
  ApmPending *pending;

  while (n > 0 && (pending = g_queue_peek_head (&self->pending)))
    {
      guint64 done = pending->data ? 1 : MIN (n, pending->count);

      n -= done;
      if (pending->data)
        {
          self->n_pending -= g_bytes_get_size (pending->data);
          self->funcs->sent (self, pending->data, self->user_data);
        }
      else if ((pending->count -= done) > 0)
        break;

      apm_pending_free (g_queue_pop_head (&self->pending));
    }
}

static void
take_state (ApmChannel     *self,
            const ApmFrame *report)
{
  g_autoptr(GVariant) state = apm_order_unpack (report, APM_PIPE_STATE);
  gint64 waiting, capacity, blocked_since_us;
  ApmEnd end;

  g_variant_get (state, APM_PIPE_STATE, &waiting, &capacity, &end.n, &end.bytes, &blocked_since_us);

  if (report->head.type == APM_REPORT_OUT_STATE)
    {
      guint64 n_before = self->out.n;

      self->out = end;
      self->blocked_since_us = blocked_since_us;
      settle_pending (self, end.n - MIN (n_before, end.n));
    }
  else
    self->in = end;

  self->waiting = waiting;
  if (capacity > 0)
    self->capacity = capacity;
  apm_pace_touch (&self->pace);
}

static void
take_facts (ApmChannel     *self,
            const ApmFrame *report)
{
  g_autoptr(GVariant) value = apm_order_unpack (report, APM_PORTER_FACTS);
  gboolean is_out = report->head.type == APM_REPORT_OUT_FACTS;
  ApmPorterFacts *facts = is_out ? &self->out_facts : &self->in_facts;
  guint64 n_before = self->out.n;
  guint8 state;

  g_variant_get (value, APM_PORTER_FACTS, &state, &facts->since_us, &facts->n, &facts->bytes,
                 &facts->fill.used, &facts->fill.room, &facts->fill.in_messages);
  facts->state = MIN (state, APM_PORTER_N_STATES - 1);
  if (is_out)
    {
      self->out = (ApmEnd) { facts->n, facts->bytes };
      settle_pending (self, facts->n - MIN (n_before, facts->n));
    }
  else
    self->in = (ApmEnd) { facts->n, facts->bytes };
  apm_pace_touch (&self->pace);
}

/* What was to be sent is the oldest that is pending. */
static void
take_refusal (ApmChannel     *self,
              const ApmFrame *report)
{
  g_autoptr(GVariant) value = apm_order_unpack (report, "(bs)");
  const char *sentence;
  gboolean was_to_send;

  g_variant_get (value, "(b&s)", &was_to_send, &sentence);
  if (was_to_send)
    {
      ApmPending *oldest = g_queue_peek_head (&self->pending);

      if (oldest && oldest->data)
        apm_channel_refuse_sent (self, oldest->data);
      drop_pending (self);
    }
  self->funcs->refused (self, sentence, self->user_data);
}

static void
take_sender (ApmChannel     *self,
             const ApmFrame *report)
{
  g_autoptr(GVariant) value = apm_order_unpack (report, "(is)");
  const char *name;
  gint32 pid;

  g_variant_get (value, "(i&s)", &pid, &name);
  g_clear_pointer (&self->from, g_free);
  self->from = apm_party_dup_far_name (pid, name);
}

static void
take_end (ApmChannel     *self,
          const ApmFrame *report)
{
  g_autoptr(GVariant) value = apm_order_unpack (report, "s");

  apm_channel_close_with (self, g_variant_get_string (value, NULL));
}

/* An end that is of no use any more. */
static void
take_fault (ApmChannel     *self,
            const ApmFrame *report)
{
  g_autoptr(GVariant) value = apm_order_unpack (report, "(ytt)");
  ApmFault fault;
  guint8 kind;

  g_variant_get (value, "(ytt)", &kind, &fault.have, &fault.want);
  fault.kind = MIN (kind, APM_N_FAULTS - 1);
  if (report->head.type == APM_REPORT_IN_CLOSED)
    apm_channel_drained (self, &fault);
  else if (fault.kind == APM_FAULT_FAILED)
    apm_channel_close (self, &fault, self->sender);
  else
    apm_channel_expect_reason (self);   /* nobody reads any more: the receiver knows why */
}

/**
 * apm_channel_take_report:
 * @report: what one of the workers said about its end
 */
void
apm_channel_take_report (ApmChannel     *self,
                         const ApmFrame *report)
{
  if (!self->open)
    return;

  switch (report->head.type)
    {
    case APM_REPORT_ARRIVED:
      apm_channel_arrive (self, self->from, report);
      break;

    case APM_REPORT_NOTHING:
      self->funcs->nothing (self, self->user_data);
      break;

    case APM_REPORT_OUT_STATE:
    case APM_REPORT_IN_STATE:
      take_state (self, report);
      break;

    case APM_REPORT_OUT_FACTS:
    case APM_REPORT_IN_FACTS:
      take_facts (self, report);
      break;

    case APM_REPORT_REFUSED:
      take_refusal (self, report);
      break;

    case APM_REPORT_FROM:
      take_sender (self, report);
      break;

    case APM_REPORT_OVER:
      take_end (self, report);
      break;

    case APM_REPORT_IN_CLOSED:
    case APM_REPORT_OUT_CLOSED:
      take_fault (self, report);
      break;

    default:
      break;
    }
}

/* Whoever receives takes what is left, and then it is over; but a queue or ring of ours
 * that any program may read from keeps it until somebody has. */
static void
finish_planned (ApmChannel *self)
{
  const ApmFault fault = { APM_FAULT_ENDED };
  g_autoptr(GError) error = NULL;

  apm_fault_set_error (&fault, apm_party_get_name (self->sender), &error);
  if (self->in_porter)
    apm_porter_finish (self->in_porter, g_steal_pointer (&error));
  else if (self->receiver)
    {
      g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("s", error->message));

      apm_worker_order (self->receiver, APM_ORDER_FINISH, self->serial, payload);
    }
  else if (self->has_name && apm_channel_counts_messages (self))
    apm_channel_look_at_left (self);
  else
    apm_channel_close (self, &fault, self->sender);
}

/**
 * apm_channel_look_at_left:
 *
 * Nobody of ours is at it any more: it closes once it is empty.
 */
void
apm_channel_look_at_left (ApmChannel *self)
{
  ApmEndpoint *endpoint = apm_endpoint_open (self->address, TRUE, self->framing, 0, NULL);
  ApmFill fill = { 0 };

  if (endpoint)
    {
      apm_endpoint_read_fill (endpoint, &fill);
      apm_endpoint_free (endpoint);
    }
  self->waiting = fill.used;
  if (fill.used > 0)
    apm_pace_touch (&self->pace);
  else
    apm_channel_close (self, &(ApmFault) { APM_FAULT_ENDED }, self->sender);
}

/**
 * apm_channel_party_ended:
 * @party: a worker that has ended and reports nothing more
 *
 * What its sender had sent whole still arrives.
 */
void
apm_channel_party_ended (ApmChannel *self,
                         ApmWorker  *party)
{
  const ApmFault fault = { APM_FAULT_ENDED };

  if (party == self->receiver)
    {
      self->receiver_ended = TRUE;
      apm_channel_close (self, &fault, party);
    }
  else if (party == self->sender)
    {
      self->sender_ended = TRUE;
      self->out_facts.state = APM_PORTER_IDLE;
      self->blocked_since_us = 0;
      while (!g_queue_is_empty (&self->pending))
        drop_pending (self);
      if (self->is_planned)
        finish_planned (self);
      else if (self->is_drained)
        apm_channel_close (self, &fault, party);
    }
}
