/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-entry.h"

G_BEGIN_DECLS

/* A file that entries are exported to. It appears under its name only when it is
 * complete; until then, and when it is given up, whatever bore the name is there
 * untouched. Blocking; any one thread. Read tests/log/test-sink.c first. */

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
