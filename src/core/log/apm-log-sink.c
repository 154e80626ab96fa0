/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-sink.h"

#include "apm-file-sink.h"

struct _ApmLogSink
{
  ApmFileSink *file;
  ApmLogFormat format;
  ApmLogStamp stamp;
  guint n_entries;
};

/**
 * apm_log_sink_new:
 * @path: the file's name, or "-" for standard output
 *
 * Returns: (transfer full) (nullable): %NULL with a sentence when no file can be
 *   made there
 */
ApmLogSink *
apm_log_sink_new (const char    *path,
                  ApmLogFormat   format,
                  GError       **error)
{
  g_autoptr(ApmFileSink) file = apm_file_sink_new (path, error);
  ApmLogSink *self;

  if (!file)
    return NULL;

  self = g_new0 (ApmLogSink, 1);
  self->format = format;
  self->stamp = (ApmLogStamp) APM_LOG_STAMP_INIT;
  self->file = g_steal_pointer (&file);
  apm_log_append_head (apm_file_sink_get_buffer (self->file), format);

  return self;
}

gboolean
apm_log_sink_add (ApmLogSink         *self,
                  const ApmLogEntry  *entry,
                  GError            **error)
{
  apm_log_append_entry (apm_file_sink_get_buffer (self->file), self->format, entry, self->n_entries == 0,
                        &self->stamp);
  self->n_entries++;

  return apm_file_sink_pump (self->file, error);
}

/**
 * apm_log_sink_finish:
 * @n_entries: (out) (optional): how many were added
 *
 * Completes the file and gives it its name. Nothing can be added afterwards.
 */
gboolean
apm_log_sink_finish (ApmLogSink  *self,
                     guint       *n_entries,
                     GError     **error)
{
  apm_log_append_tail (apm_file_sink_get_buffer (self->file), self->format);
  if (!apm_file_sink_finish (self->file, error))
    return FALSE;

  if (n_entries)
    *n_entries = self->n_entries;

  return TRUE;
}

/**
 * apm_log_sink_free:
 *
 * Of a sink that was not finished, nothing stays behind.
 */
void
apm_log_sink_free (ApmLogSink *self)
{
  apm_file_sink_free (self->file);
  g_free (self);
}
