/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-entry.h"

G_BEGIN_DECLS

/* An ApmFileSink that entries of the log are exported to, in any of their formats.
 * Blocking; any one thread. */

typedef struct _ApmLogSink ApmLogSink;

ApmLogSink *apm_log_sink_new    (const char         *path,
                                 ApmLogFormat        format,
                                 GError            **error);
gboolean    apm_log_sink_add    (ApmLogSink         *self,
                                 const ApmLogEntry  *entry,
                                 GError            **error);
gboolean    apm_log_sink_finish (ApmLogSink         *self,
                                 guint              *n_entries,
                                 GError            **error);
void        apm_log_sink_free   (ApmLogSink         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLogSink, apm_log_sink_free)

G_END_DECLS
