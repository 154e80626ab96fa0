/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log.h"

#include "apm-error.h"
#include "apm-log-disk.h"
#include "apm-log-sink.h"
#include "apm-paths.h"
#include "apm-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_NAME "Advanced_Process_Manager.log"

/**
 * apm_log_file_dup_path:
 *
 * Returns: (transfer full): where the log file is, whether it exists or not
 */
char *
apm_log_file_dup_path (void)
{
  g_autofree char *state = apm_paths_dup_state ();

  return g_build_filename (state, FILE_NAME, NULL);
}

/* A line that is not in our form (a torn one, another program's) is not lost: it
 * stands as a warning at the time of the line before it. */
static gboolean
add_line (ApmLogSink  *sink,
          const char  *line,
          gint64      *last_us,
          GError     **error)
{
  g_autofree char *valid = apm_text_to_utf8 (line, -1);
  g_autofree char *text = NULL;
  ApmLogEntry entry = { .level = APM_LEVEL_WARNING, .source = "log", .real_us = *last_us, .text = valid };

  if (*valid == '\0')
    return TRUE;

  apm_log_entry_parse (valid, &entry, &text);
  *last_us = entry.real_us;

  return apm_log_sink_add (sink, &entry, error);
}

static gboolean
add_file (ApmLogSink  *sink,
          const char  *path,
          gint64      *last_us,
          GError     **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  FILE *file = fopen (path, "re");
  char *line = NULL;
  size_t size = 0;
  gssize length;
  gboolean done = TRUE;

  if (!file)
    {
      apm_set_error_from_errno (error, errno, _("The log file “%s” cannot be read"), shown);
      return FALSE;
    }

  while (done && (length = getline (&line, &size, file)) >= 0)
    {
      if (length > 0 && line[length - 1] == '\n')
        line[length - 1] = '\0';
      done = add_line (sink, line, last_us, error);
    }
  if (done && ferror (file))
    {
      apm_set_error_from_errno (error, errno, _("The log file “%s” cannot be read"), shown);
      done = FALSE;
    }

  free (line);
  fclose (file);

  return done;
}

/**
 * apm_log_file_export:
 * @from: a log file; the rotated ones beside it come first, the oldest at the head
 * @to: the file to write, or "-" for standard output
 *
 * Reads back what was logged and writes it as @format. Blocking; any thread.
 *
 * Returns: %FALSE with a sentence when @from cannot be read or @to not be written
 */
gboolean
apm_log_file_export (const char    *from,
                     const char    *to,
                     ApmLogFormat   format,
                     GError       **error)
{
  g_autoptr(ApmLogSink) sink = NULL;
  gint64 last_us = 0;
  gboolean any = FALSE;

  g_return_val_if_fail (from != NULL && to != NULL, FALSE);

  sink = apm_log_sink_new (to, format, error);
  if (!sink)
    return FALSE;

  for (guint i = APM_LOG_ROTATED_MAX; i > 0; i--)
    {
      g_autofree char *rotated = apm_log_disk_dup_rotated_path (from, i);

      if (!g_file_test (rotated, G_FILE_TEST_EXISTS))
        continue;
      if (!add_file (sink, rotated, &last_us, error))
        return FALSE;
      any = TRUE;
    }

  /* Right after a rotation there is no file yet. */
  if (!any || g_file_test (from, G_FILE_TEST_EXISTS))
    if (!add_file (sink, from, &last_us, error))
      return FALSE;

  return apm_log_sink_finish (sink, NULL, error);
}
