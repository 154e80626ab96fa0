/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"
#include "apm-filter.h"
#include "apm-process.h"
#include "apm-system.h"
#include "apm-view.h"

G_BEGIN_DECLS

/* Every process of the machine, sampled by a thread of its own, filtered and
 * ordered. The thread reads /proc, matches, sorts and hands over a finished
 * snapshot; the main thread only swaps it in. Main thread only.
 * Read tests/process/test-process-list.c first. */

typedef enum {
  APM_SCOPE_ALL,
  APM_SCOPE_MINE,     /* of the user who runs this program */
  APM_SCOPE_CREATED,  /* started by this program */
} ApmScope;

typedef enum {
  APM_GROUPING_FLAT,
  APM_GROUPING_TREE,      /* children under their parents */
  APM_GROUPING_UNIT,      /* by service or application */
  APM_GROUPING_SESSION,   /* by terminal session */
  APM_GROUPING_USER,
  APM_GROUPING_PROJECT,   /* by version-control root of the working directory */
} ApmGrouping;

#define APM_TYPE_PROCESS_LIST (apm_process_list_get_type ())
G_DECLARE_FINAL_TYPE (ApmProcessList, apm_process_list, APM, PROCESS_LIST, GObject)

ApmProcessList   *apm_process_list_new          (void);
ApmView          *apm_process_list_get_view     (ApmProcessList *self);
void              apm_process_list_set_interval (ApmProcessList *self,
                                                 guint           ms);
guint             apm_process_list_get_interval (ApmProcessList *self);
void              apm_process_list_set_paused   (ApmProcessList *self,
                                                 gboolean        paused);
gboolean          apm_process_list_get_paused   (ApmProcessList *self);
void              apm_process_list_set_sort     (ApmProcessList *self,
                                                 const char     *field_id,
                                                 gboolean        descending);
void              apm_process_list_set_search   (ApmProcessList *self,
                                                 const char     *text);
void              apm_process_list_set_scope    (ApmProcessList *self,
                                                 ApmScope        scope);
void              apm_process_list_set_filter   (ApmProcessList *self,
                                                 ApmFilter      *filter);
void              apm_process_list_set_grouping (ApmProcessList *self,
                                                 ApmGrouping     grouping);
ApmGrouping       apm_process_list_get_grouping (ApmProcessList *self);
void              apm_process_list_set_expanded (ApmProcessList *self,
                                                 guint64         key,
                                                 gboolean        expanded);
void              apm_process_list_set_columns  (ApmProcessList *self,
                                                 const char *const *ids);
void              apm_process_list_set_visible  (ApmProcessList *self,
                                                 const guint64  *keys,
                                                 guint           n_keys);
void              apm_process_list_touch        (ApmProcessList *self,
                                                 int             pid);
void              apm_process_list_set_order_held
                                                (ApmProcessList *self,
                                                 gboolean        held);
gboolean          apm_process_list_get_order_held
                                                (ApmProcessList *self);
void              apm_process_list_add_child    (ApmProcessList *self,
                                                 ApmChild       *child);
const ApmProcess *apm_process_list_find         (ApmProcessList *self,
                                                 int             pid);
guint             apm_process_list_get_n_total  (ApmProcessList *self);
guint             apm_process_list_get_n_threads
                                                (ApmProcessList *self);
void              apm_process_list_get_cost     (ApmProcessList *self,
                                                 double         *scan_ms,
                                                 double         *cpu_percent);
const ApmSystem  *apm_process_list_get_system   (ApmProcessList *self);
void              apm_process_list_set_notes    (ApmProcessList *self,
                                                 ApmProcessNotes *notes);
void              apm_process_list_sample_now   (ApmProcessList *self);

G_END_DECLS
