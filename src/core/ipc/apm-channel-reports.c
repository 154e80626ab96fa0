/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-channel-private.h"

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
take_fault (ApmChannel     *self,
            const ApmFrame *report)
{
  g_autoptr(GVariant) value = apm_order_unpack (report, "(ytt)");
  ApmFault fault;
  guint8 kind;

  g_variant_get (value, "(ytt)", &kind, &fault.have, &fault.want);
  fault.kind = MIN (kind, APM_N_FAULTS - 1);
  apm_channel_close (self, &fault, self->sender);
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
      self->funcs->arrived (self, report, self->user_data);
      break;

    case APM_REPORT_NOTHING:
      self->funcs->nothing (self, self->user_data);
      break;

    case APM_REPORT_OUT_STATE:
    case APM_REPORT_IN_STATE:
      take_state (self, report);
      break;

    case APM_REPORT_IN_CLOSED:
      take_fault (self, report);
      break;

    case APM_REPORT_OUT_CLOSED:
      apm_channel_expect_reason (self);
      break;

    default:
      break;
    }
}

/**
 * apm_channel_party_ended:
 * @party: a worker that has ended and reports nothing more
 */
void
apm_channel_party_ended (ApmChannel *self,
                         ApmWorker  *party)
{
  const ApmFault fault = { APM_FAULT_ENDED };

  self->sender_ended |= party == self->sender;
  self->receiver_ended |= party == self->receiver;

  if (self->receiver_ended)
    apm_channel_close (self, &fault, party);
  else if (self->sender_ended)
    apm_channel_expect_reason (self);
}
