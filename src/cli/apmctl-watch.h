/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What "apmctl watch" says of a program that is over. */

/* A copy of what the model has, to be looked at without holding it. */
typedef struct {
  ApmLens *lens;
  GArray *threads;           /* of ApmLensThread, without what it points to */
  GArray *objects;           /* of ApmLensObject, likewise */
  GArray *processes;         /* of ApmLensProcess */
  guint64 n_events, n_lost;
  gint64 elapsed_ns;
} WatchReport;

/* An edge of the lock order, with all names. */
typedef struct {
  char *from, *to, *thread, *from_place, *to_place;
  guint64 n;
} WatchEdge;

void         watch_report_init         (WatchReport *self,
                                        ApmLens     *lens);
void         watch_report_clear        (WatchReport *self);
char        *watch_report_dup_place    (WatchReport *self,
                                        int          thread,
                                        guint64      caller);
GArray      *watch_report_sort_objects (WatchReport *self);
GPtrArray   *watch_report_take_order   (WatchReport *self);
GPtrArray   *watch_report_take_rings   (WatchReport *self);
GString     *watch_report_dup_text     (ApmLens     *lens);
JsonBuilder *watch_report_dup_json     (ApmLens     *lens,
                                        int          wait_status);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WatchReport, watch_report_clear)

G_END_DECLS
