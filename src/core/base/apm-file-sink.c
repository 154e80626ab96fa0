/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-file-sink.h"

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

struct _ApmFileSink
{
  char *shown;            /* the name for a person to read */
  char *path;             /* NULL for standard output */
  char *temporary;        /* NULL when it is gone or has its name */
  int fd;
  GString *buffer;
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
open_temporary (ApmFileSink  *self,
                GError      **error)
{
  g_autofree char *temporary = NULL;
  struct stat info;

  /* Renaming over a device or a folder would destroy it, or fail late. */
  if (stat (self->path, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("“%s” cannot be written: it is not an ordinary file"), self->shown);
      return FALSE;
    }

  temporary = g_strdup_printf ("%s.XXXXXX", self->path);
  self->fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (self->fd < 0)
    {
      apm_set_error_from_errno (error, errno, _("“%s” cannot be written"), self->shown);
      return FALSE;
    }
  self->temporary = g_steal_pointer (&temporary);

  return TRUE;
}

/**
 * apm_file_sink_new:
 * @path: the file's name, or "-" for standard output
 *
 * Returns: (transfer full) (nullable): %NULL with a sentence when no file can be
 *   made there
 */
ApmFileSink *
apm_file_sink_new (const char  *path,
                   GError     **error)
{
  g_autoptr(ApmFileSink) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (ApmFileSink, 1);
  self->fd = STDOUT_FILENO;
  self->buffer = g_string_sized_new (BUFFER_SIZE);
  self->shown = g_filename_display_name (path);

  if (!g_str_equal (path, "-"))
    {
      self->fd = -1;
      self->path = resolve (path);
      if (!open_temporary (self, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * apm_file_sink_get_buffer:
 *
 * Returns: (transfer none): what is appended here comes into the file, by
 *   apm_file_sink_pump() or apm_file_sink_finish()
 */
GString *
apm_file_sink_get_buffer (ApmFileSink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->buffer;
}

static gboolean
write_buffer (ApmFileSink  *self,
              GError      **error)
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
          apm_set_error_from_errno (error, errno, _("“%s” cannot be written"), self->shown);
          return FALSE;
        }
    }
  g_string_truncate (self->buffer, 0);

  return TRUE;
}

/**
 * apm_file_sink_pump:
 *
 * Writes the buffer once it is worth it; to be called after each line or record.
 */
gboolean
apm_file_sink_pump (ApmFileSink  *self,
                    GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->buffer->len < BUFFER_SIZE || write_buffer (self, error);
}

/**
 * apm_file_sink_finish:
 *
 * Completes the file and gives it its name. Nothing can be added afterwards.
 */
gboolean
apm_file_sink_finish (ApmFileSink  *self,
                      GError      **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!write_buffer (self, error))
    return FALSE;

  /* A disk that is full may say so only now. */
  if (self->path && (fsync (self->fd) != 0 || g_rename (self->temporary, self->path) != 0))
    {
      apm_set_error_from_errno (error, errno, _("“%s” cannot be written"), self->shown);
      return FALSE;
    }
  g_clear_pointer (&self->temporary, g_free);

  return TRUE;
}

/**
 * apm_file_sink_free:
 *
 * Of a sink that was not finished, nothing stays behind.
 */
void
apm_file_sink_free (ApmFileSink *self)
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
