/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* How a process was started, as far as may be read: so that it can be started again.
 * Read in a thread; the process is meant by (PID, start time). */

typedef struct {
  char  *path;           /* of its program */
  char  *arguments;      /* as a shell would quote them */
  char  *directory;      /* NULL: may not be read */
  GStrv  environment;    /* NULL: likewise */
} ApmRerun;

void      apm_rerun_read_async  (int                  pid,
                                 gint64               started_us,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
ApmRerun *apm_rerun_read_finish (GAsyncResult        *result,
                                 GError             **error);
void      apm_rerun_free        (ApmRerun            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmRerun, apm_rerun_free)

G_END_DECLS
