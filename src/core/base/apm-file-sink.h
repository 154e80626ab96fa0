/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file that is written to. It appears under its name only when it is complete;
 * until then, and when it is given up, whatever bore the name is there untouched.
 * Blocking; one thread at a time. Read tests/base/test-file-sink.c first. */

typedef struct _ApmFileSink ApmFileSink;

ApmFileSink *apm_file_sink_new        (const char   *path,
                                       GError      **error);
GString     *apm_file_sink_get_buffer (ApmFileSink  *self);
gboolean     apm_file_sink_pump       (ApmFileSink  *self,
                                       GError      **error);
gboolean     apm_file_sink_finish     (ApmFileSink  *self,
                                       GError      **error);
void         apm_file_sink_free       (ApmFileSink  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmFileSink, apm_file_sink_free)

G_END_DECLS
