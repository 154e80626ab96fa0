/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "worker.h"

#include "apm-pace.h"
#include "apm-porter.h"
#include "apm-text.h"

#define FACTS_INTERVAL_MS 100

/* One end of a channel that is no pipe of frames: a thread of ours waits there. */
struct _Carrier
{
  guint32    id;
  gboolean   sends;
  ApmPorter *porter;
  guint      priority;
  int        from;       /* whom the window knows as the sender */
  guint64    n_sent;     /* as far as it was told, in the order of what was refused */
  guint64    n_told;     /* of them, to the window */
  ApmPace    pace;
};

static void
report_facts (gpointer data)
{
  Carrier *self = data;
  g_autoptr(GBytes) payload = NULL;
  ApmPorterFacts facts;

  apm_porter_read_facts (self->porter, &facts);
  if (self->sends)
    facts.n = self->n_told = self->n_sent;
  payload = apm_order_pack (g_variant_new (APM_PORTER_FACTS, (guint8) facts.state, facts.since_us, facts.n, facts.bytes,
                                           facts.fill.used, facts.fill.room, facts.fill.in_messages));
  worker_report (self->sends ? APM_REPORT_OUT_FACTS : APM_REPORT_IN_FACTS, self->id, payload);

  /* What waits in the channel changes without us. */
  apm_pace_touch (&self->pace);
}

static void
report_refusal (Carrier    *self,
                gboolean    was_to_send,
                const char *sentence)
{
  g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("(bs)", was_to_send, sentence));

  worker_report (APM_REPORT_REFUSED, self->id, payload);
}

static void
on_arrived (const ApmPorted *message,
            gpointer         data)
{
  Carrier *self = data;
  const ApmFrame frame = {
    .head = { .id = self->id, .length = g_bytes_get_size (message->data) },
    .payload = g_bytes_get_data (message->data, NULL),
    .bytes = message->data,
  };

  if (message->pid != self->from)
    {
      g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("(is)", message->pid, message->name ? message->name : ""));

      self->from = message->pid;
      worker_report (APM_REPORT_FROM, self->id, payload);
    }
  worker_report_arrived (self->id, &frame);
}

static void
on_flush (gpointer data)
{
}

static void
on_nothing (gpointer data)
{
  Carrier *self = data;

  worker_report (APM_REPORT_NOTHING, self->id, NULL);
}

static void
on_sent (GBytes   *message,
         gpointer  data)
{
  Carrier *self = data;

  self->n_sent++;
}

static void
on_refused (GBytes       *message,
            const GError *error,
            gpointer      data)
{
  Carrier *self = data;

  /* The window takes the oldest for it that it does not know as sent. */
  if (message && self->n_sent > self->n_told)
    report_facts (self);
  report_refusal (self, message != NULL, error->message);
}

static void
on_changed (gpointer data)
{
  Carrier *self = data;

  apm_pace_touch (&self->pace);
}

static void
on_closed (const GError *error,
           gpointer      data)
{
  Carrier *self = data;
  g_autoptr(GBytes) payload = apm_order_pack (g_variant_new ("s", error->message));

  if (self->porter)
    report_facts (self);
  worker_report (APM_REPORT_OVER, self->id, payload);
}

static const ApmPorterFuncs funcs = { on_arrived, on_flush, on_nothing, on_sent, on_refused, on_changed, on_closed };

static void
open_porter (Carrier        *self,
             const ApmFrame *order,
             int             fd)
{
  g_autoptr(GVariant) value = apm_order_unpack (order, "(ysy)");
  g_autoptr(GError) error = NULL;
  const char *name;
  guint8 medium, framing;

  g_variant_get (value, "(y&sy)", &medium, &name, &framing);
  if (medium >= APM_N_MEDIA || apm_medium_is_named (medium))
    {
      apm_clear_fd (&fd);
      self->porter = apm_porter_new (name, self->sends, framing, &funcs, self, &error);
    }
  else
    {
      ApmEndpoint *endpoint = apm_endpoint_adopt (medium, name, fd, self->sends, framing, &error);

      self->porter = endpoint ? apm_porter_adopt (endpoint, self->sends, &funcs, self) : NULL;
    }
  if (!self->porter)
    on_closed (error, self);
}

/**
 * carrier_new:
 * @order: an APM_ORDER_OPEN_…
 * @fd: taken; -1: the end has a name
 *
 * Returns: (nullable): NULL where it could not be opened: the window was told
 */
Carrier *
carrier_new (const ApmFrame *order,
             int             fd)
{
  Carrier *self = g_new0 (Carrier, 1);

  self->id = order->head.id;
  self->sends = order->head.type == APM_ORDER_OPEN_OUT;
  open_porter (self, order, fd);
  if (!self->porter)
    {
      g_free (self);
      return NULL;
    }
  apm_pace_init (&self->pace, FACTS_INTERVAL_MS, report_facts, self);
  apm_pace_touch (&self->pace);

  return self;
}

void
carrier_free (Carrier *self)
{
  apm_pace_clear (&self->pace);
  apm_porter_free (self->porter);
  g_free (self);
}

void
carrier_set_held (Carrier  *self,
                  gboolean  held)
{
  if (!self->sends)
    apm_porter_set_held (self->porter, held);
}

static void
set_capacity (Carrier *self,
              gint64   bytes)
{
  g_autoptr(GError) error = NULL;

  if (!apm_porter_set_room (self->porter, bytes, &error))
    report_refusal (self, FALSE, error->message);
}

void
carrier_order (Carrier        *self,
               const ApmFrame *order)
{
  g_autoptr(GVariant) value = NULL;

  switch (order->head.type)
    {
    case APM_ORDER_SEND:
      {
        g_autoptr(GBytes) data = apm_frame_dup_payload (order);

        apm_porter_send (self->porter, data, self->priority);
        break;
      }

    case APM_ORDER_PRIORITY:
      value = apm_order_unpack (order, "u");
      self->priority = g_variant_get_uint32 (value);
      break;

    case APM_ORDER_RECEIVE:
      value = apm_order_unpack (order, "x");
      apm_porter_receive (self->porter, g_variant_get_int64 (value));
      break;

    case APM_ORDER_SUBSCRIBE:
      value = apm_order_unpack (order, "b");
      apm_porter_set_subscribed (self->porter, g_variant_get_boolean (value));
      break;

    case APM_ORDER_SET_CAPACITY:
      value = apm_order_unpack (order, "x");
      set_capacity (self, g_variant_get_int64 (value));
      break;

    case APM_ORDER_FINISH:
      value = apm_order_unpack (order, "s");
      if (!self->sends)
        apm_porter_finish (self->porter, g_error_new_literal (APM_ERROR, APM_ERROR_CLOSED, g_variant_get_string (value, NULL)));
      break;

    default:
      break;
    }
}
