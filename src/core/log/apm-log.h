/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-entry.h"
#include "apm-view.h"

G_BEGIN_DECLS

/* What the whole program did, in order: a bounded list in memory that can be
 * searched, and a file that is appended to as things happen. The list belongs to
 * the main thread, which alone may call; searching, writing and exporting work
 * in threads of their own on entries that never change.
 * Read tests/log/test-log.c first. */

#define APM_LOG_DEFAULT_LIMIT 1000000

#define APM_TYPE_LOG (apm_log_get_type ())
G_DECLARE_FINAL_TYPE (ApmLog, apm_log, APM, LOG, GObject)

ApmLog  *apm_log_new             (void);
void     apm_log_add             (ApmLog               *self,
                                  ApmLevel              level,
                                  const char           *source,
                                  const char           *format,
                                  ...) G_GNUC_PRINTF (4, 5);
void     apm_log_add_busy        (ApmLog               *self,
                                  ApmLevel              level,
                                  const char           *source,
                                  guint64               bytes,
                                  const char           *format,
                                  ...) G_GNUC_PRINTF (5, 6);
void     apm_log_clear           (ApmLog               *self);

ApmView *apm_log_get_view        (ApmLog               *self);
void     apm_log_set_filter      (ApmLog               *self,
                                  const char           *search,
                                  const char           *source,
                                  ApmLevel              least);
gboolean apm_log_get_filtering   (ApmLog               *self);
void     apm_log_set_limit       (ApmLog               *self,
                                  guint                 n_entries);
guint    apm_log_get_n_total     (ApmLog               *self);
guint64  apm_log_get_n_dropped   (ApmLog               *self);

gboolean apm_log_open_file       (ApmLog               *self,
                                  const char           *path,
                                  GError              **error);
void     apm_log_set_file_limits (ApmLog               *self,
                                  guint64               bytes,
                                  guint                 n_rotated);
gboolean apm_log_flush           (ApmLog               *self);

void     apm_log_export_async    (ApmLog               *self,
                                  const char           *path,
                                  gboolean              filtered_only,
                                  GCancellable         *cancellable,
                                  GAsyncReadyCallback   callback,
                                  gpointer              user_data);
gboolean apm_log_export_finish   (ApmLog               *self,
                                  GAsyncResult         *result,
                                  guint                *n_lines,
                                  GError              **error);

/* Without a running log, for the command line. */
char    *apm_log_file_dup_path   (void);
gboolean apm_log_file_export     (const char           *from,
                                  const char           *to,
                                  ApmLogFormat          format,
                                  GError              **error);

G_END_DECLS
