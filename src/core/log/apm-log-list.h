/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-filter.h"
#include "apm-view.h"

G_BEGIN_DECLS

/* The store as the filter lets it be seen. Adding is cheap: the view hears of it
 * once in 33 ms at most. Few new entries are filtered at once; many, and all
 * when the filter changes, in a thread on a snapshot, while the rows of before
 * stay. Main thread only. */

typedef struct _ApmLogList ApmLogList;

ApmLogList        *apm_log_list_new            (guint               limit);
void               apm_log_list_free           (ApmLogList         *self);
ApmView           *apm_log_list_get_view       (ApmLogList         *self);
const ApmLogEntry *apm_log_list_add            (ApmLogList         *self,
                                                ApmLevel            level,
                                                const char         *source,
                                                const char         *text);
void               apm_log_list_clear          (ApmLogList         *self);
void               apm_log_list_set_limit      (ApmLogList         *self,
                                                guint               limit);
guint              apm_log_list_get_n_total    (ApmLogList         *self);
guint64            apm_log_list_get_n_dropped  (ApmLogList         *self);
void               apm_log_list_take_filter    (ApmLogList         *self,
                                                ApmLogFilter       *filter);
ApmLogFilter      *apm_log_list_get_filter     (ApmLogList         *self);
gboolean           apm_log_list_get_filtering  (ApmLogList         *self);
ApmLogSnapshot    *apm_log_list_take_snapshot  (ApmLogList         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLogList, apm_log_list_free)

G_END_DECLS
