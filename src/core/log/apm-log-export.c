/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-private.h"

#include "apm-log-sink.h"

typedef struct {
  char *path;
  ApmLogFormat format;
  ApmLogFilter *filter;     /* NULL: everything */
  ApmLogSnapshot *snapshot;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_clear_pointer (&export->filter, apm_log_filter_unref);
  g_clear_pointer (&export->snapshot, apm_log_snapshot_free);
  g_free (export->path);
  g_free (export);
}

static gboolean
export_entries (Export        *export,
                ApmLogSink    *sink,
                GCancellable  *cancellable,
                GError       **error)
{
  const ApmLogEntry *entries;
  guint n;

  while (apm_log_snapshot_next_run (export->snapshot, &entries, &n))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;

      for (guint i = 0; i < n; i++)
        if (!export->filter || apm_log_filter_matches (export->filter, &entries[i]))
          if (!apm_log_sink_add (sink, &entries[i], error))
            return FALSE;
    }

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
export_run (GTask        *task,
            gpointer      source_object,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Export *export = task_data;
  GError *error = NULL;
  g_autoptr(ApmLogSink) sink = apm_log_sink_new (export->path, export->format, &error);
  guint n_entries = 0;

  if (sink && export_entries (export, sink, cancellable, &error) &&
      apm_log_sink_finish (sink, &n_entries, &error))
    g_task_return_int (task, n_entries);
  else
    g_task_return_error (task, error);
}

/**
 * apm_log_export_async:
 * @path: the suffix chooses the format: .log, .txt, .csv, .json, .jsonl
 * @filtered_only: what the filter shows, not everything
 *
 * Writes the entries of this moment in a thread. The file has its name only when
 * it is complete: a failed or cancelled export leaves what was there before.
 */
void
apm_log_export_async (ApmLog              *self,
                      const char          *path,
                      gboolean             filtered_only,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ApmLogList *list;
  ApmLogFormat format;
  GError *error = NULL;
  Export *export;

  g_return_if_fail (APM_IS_LOG (self));
  g_return_if_fail (path != NULL);

  list = apm_log_get_list (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, apm_log_export_async);
  if (!apm_log_format_from_path (path, &format, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  export = g_new0 (Export, 1);
  export->path = g_strdup (path);
  export->format = format;
  export->filter = filtered_only ? apm_log_filter_ref (apm_log_list_get_filter (list)) : NULL;
  export->snapshot = apm_log_list_take_snapshot (list);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, export_run);
}

/**
 * apm_log_export_finish:
 * @n_lines: (out) (optional): how many entries were exported
 */
gboolean
apm_log_export_finish (ApmLog        *self,
                       GAsyncResult  *result,
                       guint         *n_lines,
                       GError       **error)
{
  gssize n;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  n = g_task_propagate_int (G_TASK (result), error);
  if (n >= 0 && n_lines)
    *n_lines = n;

  return n >= 0;
}
