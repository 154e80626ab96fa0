/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-sink.h"

#include "apm-error.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER_SIZE (64 * 1024)

struct _ApmLogSink
{
  char *shown;            /* the name for a person to read */
  char *path;             /* NULL for standard output */
  char *temporary;        /* NULL when it is gone or has its name */
  int fd;
  ApmLogFormat format;
  ApmLogStamp stamp;
  GString *buffer;
  guint n_entries;
};

/* A link is followed: the file it points to is the one to be replaced. */
static char *
resolve (const char *path)
{
  char *resolved = realpath (path, NULL);
  char *copy = g_strdup (resolved ? resolved : path);

  free (resolved);

  return copy;
}

static gboolean
open_temporary (ApmLogSink  *self,
                GError     **error)
{
  g_autofree char *temporary = NULL;
  struct stat info;

  /* Renaming over a device or a folder would destroy it, or fail late. */
  if (stat (self->path, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("The log cannot be exported to “%s”: it is not an ordinary file"), self->shown);
      return FALSE;
    }

  temporary = g_strdup_printf ("%s.XXXXXX", self->path);
  self->fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (self->fd < 0)
    {
      apm_set_error_from_errno (error, errno, _("The log cannot be exported to “%s”"), self->shown);
      return FALSE;
    }
  self->temporary = g_steal_pointer (&temporary);

  return TRUE;
}

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
  g_autoptr(ApmLogSink) self = g_new0 (ApmLogSink, 1);

  self->fd = STDOUT_FILENO;
  self->format = format;
  self->stamp = (ApmLogStamp) APM_LOG_STAMP_INIT;
  self->buffer = g_string_sized_new (BUFFER_SIZE);
  self->shown = g_filename_display_name (path);

  if (!g_str_equal (path, "-"))
    {
      self->fd = -1;
      self->path = resolve (path);
      if (!open_temporary (self, error))
        return NULL;
    }

  apm_log_append_head (self->buffer, format);

  return g_steal_pointer (&self);
}

static gboolean
write_buffer (ApmLogSink  *self,
              GError     **error)
{
  gsize written = 0;

  while (written < self->buffer->len)
    {
      gssize n = write (self->fd, self->buffer->str + written, self->buffer->len - written);

      if (n >= 0)
        {
          written += n;
        }
      else if (errno != EINTR)
        {
          apm_set_error_from_errno (error, errno, _("The log cannot be exported to “%s”"), self->shown);
          return FALSE;
        }
    }
  g_string_truncate (self->buffer, 0);

  return TRUE;
}

gboolean
apm_log_sink_add (ApmLogSink         *self,
                  const ApmLogEntry  *entry,
                  GError            **error)
{
  apm_log_append_entry (self->buffer, self->format, entry, self->n_entries == 0, &self->stamp);
  self->n_entries++;

  return self->buffer->len < BUFFER_SIZE || write_buffer (self, error);
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
  apm_log_append_tail (self->buffer, self->format);
  if (!write_buffer (self, error))
    return FALSE;

  /* A disk that is full may say so only now. */
  if (self->path && (fsync (self->fd) != 0 || g_rename (self->temporary, self->path) != 0))
    {
      apm_set_error_from_errno (error, errno, _("The log cannot be exported to “%s”"), self->shown);
      return FALSE;
    }

  g_clear_pointer (&self->temporary, g_free);
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
  if (self->temporary)
    g_unlink (self->temporary);
  if (self->path)
    apm_clear_fd (&self->fd);

  g_string_free (self->buffer, TRUE);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self->shown);
  g_free (self);
}
