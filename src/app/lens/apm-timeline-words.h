/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-timeline-source.h"

G_BEGIN_DECLS

/* What a timeline says. Times are in nanoseconds, or steps. */

char       *apm_timeline_dup_length    (double               length,
                                        gboolean             logical);
char       *apm_timeline_dup_time      (double               time,
                                        double               tick,
                                        gboolean             logical);
const char *apm_timeline_get_kind_word (guint                kind);
char       *apm_timeline_dup_span_text (ApmTimelineSource   *source,
                                        const ApmSpan       *span,
                                        gboolean             lasts,
                                        gint64               first);
char       *apm_timeline_dup_several   (guint                n,
                                        guint                kind,
                                        double               busy);
char       *apm_timeline_dup_totals    (ApmTimelineSource   *source,
                                        double               length,
                                        const ApmSpanTotals *totals,
                                        const ApmSpan       *longest);

G_END_DECLS
