/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-entry.h"

G_BEGIN_DECLS

/* The log file and the thread that appends to it. The owner only ever queues a
 * line; the thread gathers lines for 25 ms and writes them by one write(2) of
 * whole lines, so that several programs may append to one file. When the file is
 * full by its limit it becomes FILE.1, FILE.1 becomes FILE.2, and so on.
 * Read tests/log/test-file.c first. */

#define APM_LOG_FILE_DEFAULT_BYTES (8 * 1024 * 1024)
#define APM_LOG_FILE_DEFAULT_ROTATED 4

typedef struct _ApmLogFile ApmLogFile;

/* In the main context that was the default where the file was made. */
typedef void (*ApmLogFileFailedFunc) (const char *sentence,
                                      gpointer    user_data);

ApmLogFile *apm_log_file_new          (const char            *path,
                                       ApmLogFileFailedFunc   failed,
                                       gpointer               user_data);
gboolean    apm_log_file_start        (ApmLogFile            *self,
                                       GError               **error);
void        apm_log_file_set_limits   (ApmLogFile            *self,
                                       guint64                bytes,
                                       guint                  n_rotated);
void        apm_log_file_set_retry_us (ApmLogFile            *self,
                                       gint64                 us);
void        apm_log_file_push         (ApmLogFile            *self,
                                       const ApmLogEntry     *entry);
void        apm_log_file_clear        (ApmLogFile            *self);
gboolean    apm_log_file_flush        (ApmLogFile            *self);
void        apm_log_file_close        (ApmLogFile            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmLogFile, apm_log_file_close)

G_END_DECLS
