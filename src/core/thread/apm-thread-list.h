/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-crew.h"
#include "apm-filter.h"
#include "apm-thread.h"
#include "apm-view.h"

G_BEGIN_DECLS

/* The threads of one process at a time, or of all, sampled by a thread of its own,
 * joined with what a crew knows about the named ones, filtered and ordered. Main
 * thread only. Read tests/thread/test-thread-list.c first. */

#define APM_TYPE_THREAD_LIST (apm_thread_list_get_type ())
G_DECLARE_FINAL_TYPE (ApmThreadList, apm_thread_list, APM, THREAD_LIST, GObject)

ApmThreadList   *apm_thread_list_new          (void);
ApmView         *apm_thread_list_get_view     (ApmThreadList *self);
void             apm_thread_list_set_pid      (ApmThreadList *self,
                                               int            pid);
int              apm_thread_list_get_pid      (ApmThreadList *self);
void             apm_thread_list_set_crew     (ApmThreadList *self,
                                               ApmCrew       *crew);
void             apm_thread_list_set_interval (ApmThreadList *self,
                                               guint          ms);
void             apm_thread_list_set_paused   (ApmThreadList *self,
                                               gboolean       paused);
gboolean         apm_thread_list_get_paused   (ApmThreadList *self);
void             apm_thread_list_set_sort     (ApmThreadList *self,
                                               const char    *field_id,
                                               gboolean       descending);
void             apm_thread_list_set_search   (ApmThreadList *self,
                                               const char    *text);
void             apm_thread_list_set_filter   (ApmThreadList *self,
                                               ApmFilter     *filter);
void             apm_thread_list_set_notes    (ApmThreadList *self,
                                               ApmProcessNotes *notes);
gboolean         apm_thread_list_needs_notes  (ApmThreadList *self);
void             apm_thread_list_set_order_held
                                              (ApmThreadList *self,
                                               gboolean       held);
gboolean         apm_thread_list_get_order_held
                                              (ApmThreadList *self);
void             apm_thread_list_set_columns  (ApmThreadList *self,
                                               const char *const *ids);
double           apm_thread_list_get_scan_ms  (ApmThreadList *self);
guint            apm_thread_list_get_n_total  (ApmThreadList *self);
const char      *apm_thread_list_get_trouble  (ApmThreadList *self);
const GError    *apm_thread_list_get_error    (ApmThreadList *self);
const ApmThread *apm_thread_list_find         (ApmThreadList *self,
                                               int            tid);
void             apm_thread_list_sample_now   (ApmThreadList *self);

G_END_DECLS
