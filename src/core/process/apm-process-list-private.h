/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-list.h"
#include "apm-sampler.h"

G_BEGIN_DECLS

/* For apm-process-list.c and apm-process-list-query.c, which says what is listed and
 * how. */

/* Another question about so many rows is answered here and now; about more, by the
 * thread, so that the main loop never stops. */
#define APM_FEW_PROCESSES 2000

struct _ApmProcessList
{
  GObject parent_instance;

  ApmView *view;
  ApmSampler *sampler;
  ApmQuery *query;         /* what is asked for now */
  ApmSnapshot *snapshot;   /* what is shown */
  GPtrArray *children;     /* of ApmChild: those that run */
  guint interval_ms;
  gboolean paused;
  gboolean hold_waits;     /* for the answer to what was asked last */
};

void apm_process_list_refresh      (ApmProcessList *self);
void apm_process_list_take_query   (ApmProcessList *self,
                                    ApmQuery       *query);
void apm_process_list_change_query (ApmProcessList *self,
                                    ApmQuery       *query);
void apm_process_list_hold         (ApmProcessList *self);

G_END_DECLS
