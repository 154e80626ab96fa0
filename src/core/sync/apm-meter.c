/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-meter.h"

struct _ApmMeter
{
  GObject parent_instance;
  ApmExplorable *program;
  guint n_runs, seconds;     /* at most, for each way */
  ApmFigure figures[APM_METER_N_WAYS];
  guint current;
  ApmExploration *exploration;
  gboolean running, cancelled;
};

enum { CHANGED, ENDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmMeter, apm_meter, G_TYPE_OBJECT)

static void run_next (ApmMeter *self);

static void
on_progress (ApmMeter *self)
{
  const ApmExploredProgress *progress = apm_exploration_get_progress (self->exploration);
  ApmFigure *figure = &self->figures[self->current];

  figure->runs = progress->executions;
  figure->took_us = progress->elapsed_us;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
end (ApmMeter *self)
{
  self->running = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
on_ended (ApmMeter *self)
{
  const ApmExplored *explored = apm_exploration_get_result (self->exploration);
  ApmFigure *figure = &self->figures[self->current];
  G_GNUC_UNUSED g_autoptr(ApmMeter) keep = g_object_ref (self);   /* who hears of it may let go of us */

  figure->state = APM_FIGURE_DONE;
  figure->runs = apm_explored_get_count (explored, "executions");
  figure->failed = apm_explored_get_count (explored, "failed");
  figure->took_us = (gint64) apm_explored_get_count (explored, "search_us");
  figure->verdict = apm_explored_get_verdict (explored);
  figure->outcome = apm_explored_dup_title (explored);
  self->current++;
  if (self->cancelled || self->current == APM_METER_N_WAYS)
    end (self);
  else
    run_next (self);
}

static void
run_next (ApmMeter *self)
{
  ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  g_autofree char *free_runs = g_strdup_printf ("--free=%u", self->n_runs);
  const char *more[] = { free_runs, NULL };
  ApmFigure *figure = &self->figures[self->current];
  g_autoptr(GError) error = NULL;

  options.seconds = self->seconds;
  if (self->current == APM_METER_FREE)
    options.more = more;
  else if (self->current == APM_METER_RANDOM)
    {
      options.mode = "random";
      options.executions = self->n_runs;
      options.all = TRUE;
    }
  g_clear_object (&self->exploration);
  self->exploration = apm_explorable_explore (self->program, options);
  g_signal_connect_object (self->exploration, "progress", G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->exploration, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  figure->state = APM_FIGURE_RUNS;
  if (!apm_exploration_start (self->exploration, &error))
    {
      figure->state = APM_FIGURE_DONE;
      figure->verdict = APM_EXPLORED_BROKEN;
      figure->outcome = g_strdup (error->message);
      end (self);
      return;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
apm_meter_dispose (GObject *object)
{
  ApmMeter *self = APM_METER (object);

  if (self->exploration)
    g_signal_handlers_disconnect_by_data (self->exploration, self);
  g_clear_object (&self->exploration);

  G_OBJECT_CLASS (apm_meter_parent_class)->dispose (object);
}

static void
apm_meter_finalize (GObject *object)
{
  ApmMeter *self = APM_METER (object);

  for (guint i = 0; i < APM_METER_N_WAYS; i++)
    g_free (self->figures[i].outcome);
  apm_explorable_free (self->program);

  G_OBJECT_CLASS (apm_meter_parent_class)->finalize (object);
}

static void
apm_meter_class_init (ApmMeterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = apm_meter_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_meter_finalize;

  signals[CHANGED] = g_signal_new ("changed", APM_TYPE_METER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", APM_TYPE_METER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_meter_init (ApmMeter *self)
{
}

/**
 * apm_meter_new:
 * @n_runs: freely, and in random order; where there is no time for all, as many as there is
 * @seconds: for each of the three
 */
ApmMeter *
apm_meter_new (const ApmExplorable *program,
               guint                n_runs,
               guint                seconds)
{
  ApmMeter *self = g_object_new (APM_TYPE_METER, NULL);

  self->program = apm_explorable_copy (program);
  self->n_runs = n_runs;
  self->seconds = seconds;

  return self;
}

void
apm_meter_start (ApmMeter *self)
{
  g_return_if_fail (APM_IS_METER (self) && self->exploration == NULL);

  self->running = TRUE;
  run_next (self);
}

/**
 * apm_meter_cancel:
 *
 * ::ended follows within 0.1 s; figures that are there stay.
 */
void
apm_meter_cancel (ApmMeter *self)
{
  g_return_if_fail (APM_IS_METER (self));

  self->cancelled = TRUE;
  if (self->running && self->exploration)
    apm_exploration_cancel (self->exploration);
}

gboolean
apm_meter_is_running (ApmMeter *self)
{
  g_return_val_if_fail (APM_IS_METER (self), FALSE);

  return self->running;
}

const ApmFigure *
apm_meter_get_figure (ApmMeter    *self,
                      ApmMeterWay  way)
{
  g_return_val_if_fail (APM_IS_METER (self) && way < APM_METER_N_WAYS, NULL);

  return &self->figures[way];
}
