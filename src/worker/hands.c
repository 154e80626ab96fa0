/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "worker.h"

#include "apm-crew-engine.h"

#include <glib-unix.h>
#include <stdlib.h>

struct _Hands
{
  ApmCrewEngine *engine;
};

static void
report_event (const ApmCrewEvent *event)
{
  g_autoptr(GBytes) payload = NULL;

  payload = apm_order_pack (g_variant_new ("(yyixs)", (guint8) event->phase, (guint8) event->work,
                                           (gint32) event->tid, (gint64) event->join_us, event->name));
  worker_report (APM_REPORT_THREAD, 0, payload);
}

static gboolean
on_events (int          fd,
           GIOCondition condition,
           gpointer     data)
{
  Hands *self = data;
  ApmCrewEvent event;

  while (apm_crew_engine_take_event (self->engine, &event))
    {
      report_event (&event);
      free (event.name);
    }

  return G_SOURCE_CONTINUE;
}

/**
 * hands_new:
 *
 * Returns: (nullable): NULL where the system has no descriptor left
 */
Hands *
hands_new (void)
{
  ApmCrewEngine *engine = apm_crew_engine_new ();
  Hands *self;

  if (engine == NULL)
    return NULL;

  self = g_new0 (Hands, 1);
  self->engine = engine;
  g_unix_fd_add (apm_crew_engine_get_fd (engine), G_IO_IN, on_events, self);

  return self;
}

/* A thread that could not be started has ended before it began. */
static void
create (Hands          *self,
        const ApmFrame *frame)
{
  g_autoptr(GVariant) order = apm_order_unpack (frame, "(ys)");
  ApmCrewEvent event = { .phase = APM_PHASE_ENDED, .join_us = -1 };
  const char *name;
  guint8 work;

  g_variant_get (order, "(y&s)", &work, &name);
  if (apm_crew_engine_create (self->engine, name, work) == 0)
    return;

  event.name = (char *) name;
  event.work = work;
  report_event (&event);
}

static int (*const orders[]) (ApmCrewEngine *, const char *) = {
  [APM_ORDER_THREAD_PAUSE] = apm_crew_engine_pause,
  [APM_ORDER_THREAD_RESUME] = apm_crew_engine_resume,
  [APM_ORDER_THREAD_TERMINATE] = apm_crew_engine_terminate,
};

/**
 * hands_order:
 * @frame: one of APM_ORDER_THREAD_…
 */
void
hands_order (Hands          *self,
             const ApmFrame *frame)
{
  g_autoptr(GVariant) name = NULL;

  if (frame->head.type == APM_ORDER_THREAD_CREATE)
    {
      create (self, frame);
      return;
    }

  /* A thread that has just ended: its own event tells that. */
  name = apm_order_unpack (frame, "s");
  orders[frame->head.type] (self->engine, g_variant_get_string (name, NULL));
}

void
hands_shutdown (Hands *self)
{
  apm_crew_engine_shutdown (self->engine);
}

gboolean
hands_are_idle (Hands *self)
{
  return apm_crew_engine_get_n (self->engine) == 0;
}
