/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-explorable.h"

G_BEGIN_DECLS

/* How hard a failure is to see: the same program many times as anybody would run it,
 * as often with its threads in random order, and explored. A meter runs once. Main
 * thread only. Read tests/sync/test-meter.c.
 *
 * ::changed ()   a figure is another now
 * ::ended ()     once */

#define APM_TYPE_METER (apm_meter_get_type ())
G_DECLARE_FINAL_TYPE (ApmMeter, apm_meter, APM, METER, GObject)

typedef enum {
  APM_METER_FREE,
  APM_METER_RANDOM,
  APM_METER_EXPLORED,
  APM_METER_N_WAYS
} ApmMeterWay;

typedef enum {
  APM_FIGURE_WAITS,       /* its turn has not come */
  APM_FIGURE_RUNS,
  APM_FIGURE_DONE,
} ApmFigureState;

typedef struct {
  ApmFigureState state;
  guint64 runs;
  guint64 failed;
  gint64  took_us;
  ApmExploredVerdict verdict;
  char   *outcome;        /* as a sentence without its full stop; NULL: not known yet */
} ApmFigure;

ApmMeter        *apm_meter_new        (const ApmExplorable *program,
                                       guint                n_runs,
                                       guint                seconds);
void             apm_meter_start      (ApmMeter            *self);
void             apm_meter_cancel     (ApmMeter            *self);
gboolean         apm_meter_is_running (ApmMeter            *self);
const ApmFigure *apm_meter_get_figure (ApmMeter            *self,
                                       ApmMeterWay          way);

G_END_DECLS
