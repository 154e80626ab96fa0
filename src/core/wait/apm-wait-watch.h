/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-note.h"
#include "apm-wait-chain.h"
#include "apm-wait-helper.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A thread that looks at what everybody waits for, each few seconds within a budget
 * of CPU or when asked, proves, and tells the main loop: new deadlocks and those that
 * ended once each, and the newest look for whoever shows waits in a table. All of
 * this is called, and called back, on the main thread.
 * Read tests/wait/test-watch.c first. */

typedef struct {
  guint64       id;            /* of this watch; never given twice */
  ApmWaitRank   rank;          /* STUCK, or STUCK_LIKELY */
  ApmWaitChain *chain;         /* its members are the starts */
  guint         n_members;
  guint         n_behind;
  gint64        seen_us;       /* g_get_monotonic_time() of the first proof */
} ApmWaitDeadlock;

#define APM_TYPE_WAIT_WATCH (apm_wait_watch_get_type ())
G_DECLARE_FINAL_TYPE (ApmWaitWatch, apm_wait_watch, APM, WAIT_WATCH, GObject)

ApmWaitWatch       *apm_wait_watch_new           (void);
void                apm_wait_watch_set_interval  (ApmWaitWatch        *self,
                                                  guint                ms);
void                apm_wait_watch_set_budget    (ApmWaitWatch        *self,
                                                  guint                per_mille);
void                apm_wait_watch_look          (ApmWaitWatch        *self);
const ApmWaitGraph *apm_wait_watch_get_graph     (ApmWaitWatch        *self);
gint64              apm_wait_watch_get_waited_us (ApmWaitWatch        *self,
                                                  const ApmWait       *wait);
ApmProcessNotes    *apm_wait_watch_get_notes     (ApmWaitWatch        *self);
void                apm_wait_watch_set_threads   (ApmWaitWatch        *self,
                                                  int                  pid);
ApmProcessNotes    *apm_wait_watch_get_thread_notes
                                                 (ApmWaitWatch        *self);
const ApmWait      *apm_wait_watch_find          (ApmWaitWatch        *self,
                                                  int                  pid,
                                                  int                  tid);
gboolean            apm_wait_watch_is_settled    (ApmWaitWatch        *self);
const GPtrArray    *apm_wait_watch_get_deadlocks (ApmWaitWatch        *self);
guint               apm_wait_watch_get_n_unreadable
                                                 (ApmWaitWatch        *self);
void                apm_wait_watch_set_helper    (ApmWaitWatch        *self,
                                                  ApmWaitHelper       *helper);
ApmWaitHelper      *apm_wait_watch_get_helper    (ApmWaitWatch        *self);
void                apm_wait_watch_ask_async     (ApmWaitWatch        *self,
                                                  int                  pid,
                                                  int                  tid,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
ApmWaitChain       *apm_wait_watch_ask_finish    (ApmWaitWatch        *self,
                                                  GAsyncResult        *result,
                                                  GError             **error);

G_END_DECLS
