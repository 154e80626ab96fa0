/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-pace.h"
#include "apm-thread-list.h"
#include "apm-thread-order.h"
#include "apm-thread-sampler.h"

G_BEGIN_DECLS

/* Another order of so many rows is made here and now; of more, by the sampler, so
 * that the main loop never stops. */
#define APM_THREAD_FEW_ROWS 2000

struct _ApmThreadList
{
  GObject           parent_instance;
  ApmThreadSampler *sampler;
  int               pid;
  guint             interval_ms;
  guint             column_sources;
  gboolean          shows_notes; /* a column does */
  gboolean          paused;
  ApmCrew          *crew;
  gulong            crew_id;
  ApmPace           crew_pace;

  ApmThreadSample  *sample;      /* the newest; its rows are what is shown */
  GPtrArray        *ended;       /* of ApmThread: of the crew, no longer in /proc */
  GPtrArray        *joined;      /* of ApmThread: of the sample, that the crew knows about */
  GPtrArray        *order;       /* of const ApmThread */
  GHashTable       *starts;      /* TID of a member → its started_us: the row outlives /proc */
  guint             n_total;

  ApmThreadOrder    how;
  guint             serial;      /* of @how: counts its changes */
  ApmView          *view;
};

gboolean apm_thread_list_is_crew_here   (ApmThreadList *self);
void     apm_thread_list_join           (ApmThreadList *self);
void     apm_thread_list_change_order   (ApmThreadList *self);
void     apm_thread_list_update_sampler (ApmThreadList *self);

G_END_DECLS
