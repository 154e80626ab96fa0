/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-note.h"
#include "apm-wait-helper.h"
#include "apm-wait-watch.h"

G_BEGIN_DECLS

/* The thread of an ApmWaitWatch. It hands over what it found as plain structs, to the
 * main context that it was made in. Private to the room. */

typedef struct _ApmWaitWatcher ApmWaitWatcher;

typedef struct {
  ApmWaitGraph *graph;
  gint64       *waited_us;
  ApmProcessNotes *notes;
  ApmProcessNotes *thread_notes;
  gint64        looked_us;
  guint         n_unreadable;
  gboolean      is_settled;    /* no knot has yet to last before it is told */
  GPtrArray    *found;         /* of ApmWaitDeadlock */
  GArray       *ended;         /* of guint64 */
} ApmWaitReport;

typedef void (*ApmWaitReportFunc) (ApmWaitReport *report,
                                   gpointer       user_data);

ApmWaitWatcher *apm_wait_watcher_new          (ApmWaitReportFunc  func,
                                               gpointer           user_data);
void            apm_wait_watcher_free         (ApmWaitWatcher    *self);
void            apm_wait_watcher_set_interval (ApmWaitWatcher    *self,
                                               guint              ms);
void            apm_wait_watcher_set_threads  (ApmWaitWatcher    *self,
                                               int                pid);
void            apm_wait_watcher_set_budget   (ApmWaitWatcher    *self,
                                               guint              per_mille);
void            apm_wait_watcher_look         (ApmWaitWatcher    *self);
void            apm_wait_watcher_set_helper   (ApmWaitWatcher    *self,
                                               ApmWaitHelper     *helper);
void            apm_wait_watcher_ask          (ApmWaitWatcher    *self,
                                               GTask             *task,
                                               int                pid,
                                               int                tid);
void            apm_wait_report_free          (ApmWaitReport     *report);
void            apm_wait_deadlock_free        (ApmWaitDeadlock   *deadlock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmWaitReport, apm_wait_report_free)

G_END_DECLS
