/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "worker.h"

#include "apm-endpoint.h"
#include "apm-inlet.h"
#include "apm-pace.h"

#include <glib/gi18n-lib.h>

#define STATE_INTERVAL_MS 100

struct _Ear
{
  guint32   id;
  ApmInlet *inlet;
  ApmPace   pace;
  guint64   n_received;
  guint64   bytes_received;
};

static void
report_state (gpointer data)
{
  Ear *self = data;

  worker_report_state (APM_REPORT_IN_STATE, self->id, apm_inlet_get_fd (self->inlet),
                       self->n_received, self->bytes_received, 0);
}

static void
on_arrived (const ApmFrame *frame,
            gpointer        data)
{
  Ear *self = data;

  self->n_received++;
  self->bytes_received += frame->head.length;
  worker_report_arrived (self->id, frame);
}

static void
on_flush (gpointer data)
{
  Ear *self = data;

  apm_pace_touch (&self->pace);
}

static void
on_nothing (gpointer data)
{
  Ear *self = data;

  worker_report (APM_REPORT_NOTHING, self->id, NULL);
}

static void
on_closed (const ApmFault *fault,
           gpointer        data)
{
  Ear *self = data;

  apm_pace_clear (&self->pace);
  report_state (self);
  worker_report_closed (APM_REPORT_IN_CLOSED, self->id, fault);
}

static const ApmInletFuncs funcs = { on_arrived, on_flush, on_nothing, on_closed };

/**
 * ear_new:
 * @fd: the receiving end of a pipe, taken
 */
Ear *
ear_new (guint32 id,
         int     fd)
{
  Ear *self = g_new0 (Ear, 1);

  self->id = id;
  self->inlet = apm_inlet_new (fd, &funcs, self);
  apm_pace_init (&self->pace, STATE_INTERVAL_MS, report_state, self);

  return self;
}

void
ear_free (Ear *self)
{
  apm_pace_clear (&self->pace);
  apm_inlet_free (self->inlet);
  g_free (self);
}

void
ear_receive (Ear *self)
{
  apm_inlet_receive (self->inlet);
}

void
ear_set_subscribed (Ear      *self,
                    gboolean  subscribed)
{
  apm_inlet_set_subscribed (self->inlet, subscribed);
}

void
ear_set_held (Ear      *self,
              gboolean  held)
{
  apm_inlet_set_held (self->inlet, held);
}

/**
 * ear_set_capacity:
 *
 * See apm_pipe_set_capacity().
 */
gboolean
ear_set_capacity (Ear     *self,
                  gint64   bytes,
                  GError **error)
{
  gboolean done = apm_pipe_set_capacity (apm_inlet_get_fd (self->inlet), _("the pipe"), bytes, error);

  apm_pace_touch (&self->pace);

  return done;
}
