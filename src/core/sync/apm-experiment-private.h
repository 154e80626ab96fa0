/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"
#include "apm-experiment.h"
#include "apm-rate.h"
#include "apm-referee.h"
#include "apm-report-reader.h"

G_BEGIN_DECLS

struct _ApmExperiment
{
  GObject parent_instance;

  ApmProblem *problem;
  const ApmVariant *variant;
  GHashTable *values;          /* id of a parameter → its value as text */

  ApmRunState state;
  gboolean stopping;
  char *outcome;

  ApmChild *child;
  int report_fd;
  GSource *source;
  guint rate_timer;
  ApmReportReader reader;
  ApmReferee *referee;
  ApmRate produced, consumed, reports;
  GArray *items;               /* of ApmItemEvent: of this wake-up */
};

enum {
  APM_EXPERIMENT_CHANGED,
  APM_EXPERIMENT_ITEMS,
  APM_EXPERIMENT_EVENT,
  APM_EXPERIMENT_OUTPUT,
  APM_EXPERIMENT_ENDED,
  APM_EXPERIMENT_N_SIGNALS,
};
extern guint apm_experiment_signals[APM_EXPERIMENT_N_SIGNALS];

void  apm_experiment_close_reports  (ApmExperiment *self);
void  apm_experiment_set_up_referee (ApmExperiment *self,
                                     gint64         started_us);
guint apm_experiment_get_number     (ApmExperiment *self,
                                     const char    *parameter);

G_END_DECLS
