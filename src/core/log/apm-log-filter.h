/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which entries are wanted: every word of the search occurs in the text, the
 * source or the level (in any case), the source is the one, the level is reached.
 * Never changes once made; shared by threads. */

typedef struct _ApmLogFilter ApmLogFilter;

ApmLogFilter *apm_log_filter_new            (const char          *search,
                                             const char          *source,
                                             ApmLevel             least);
ApmLogFilter *apm_log_filter_ref            (ApmLogFilter        *self);
void          apm_log_filter_unref          (ApmLogFilter        *self);
gboolean      apm_log_filter_get_takes_all  (const ApmLogFilter  *self);
gboolean      apm_log_filter_matches        (const ApmLogFilter  *self,
                                             const ApmLogEntry   *entry);
GPtrArray    *apm_log_filter_run            (const ApmLogFilter  *self,
                                             ApmLogSnapshot      *snapshot,
                                             GCancellable        *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLogFilter, apm_log_filter_unref)

G_END_DECLS
