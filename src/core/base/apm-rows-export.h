/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "apm-rows-format.h"
#include "apm-view.h"

G_BEGIN_DECLS

/* Writes the rows of a view, as they stand there, to a file or into a text: they
 * are read some milliseconds at a time, so that the main loop turns, and written
 * by a thread. Where rows change meanwhile it begins again, so that each is there
 * once. Main thread. Read tests/base/test-rows-export.c first. */

typedef struct {
  const char     *key;       /* what the rows are: "processes" */
  const ApmField *fields;    /* what is told of each, in this order */
  ApmRowsFormat   format;
  gboolean      (*is_wanted) (gconstpointer row);   /* (nullable): NULL for all */
  gboolean        is_log;    /* rows only come at the end and go at the start, keys ascend */
} ApmRowsForm;

void     apm_rows_export_async  (ApmView              *view,
                                 const ApmRowsForm    *form,
                                 const char           *path,
                                 GCancellable         *cancellable,
                                 GFileProgressCallback progress,
                                 gpointer              progress_data,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
gboolean apm_rows_export_finish (ApmView              *view,
                                 GAsyncResult         *result,
                                 char                **text,
                                 guint                *n_rows,
                                 GError              **error);

G_END_DECLS
