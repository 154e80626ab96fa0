/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-log-disk.h"

#include "apm-error.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void
apm_log_disk_init (ApmLogDisk *self,
                   const char *path)
{
  *self = (ApmLogDisk) { .path = g_strdup (path), .fd = -1 };
}

void
apm_log_disk_free (ApmLogDisk *self)
{
  apm_clear_fd (&self->fd);
  g_clear_pointer (&self->path, g_free);
}

/**
 * apm_log_disk_dup_rotated_path:
 * @number: 1 is the youngest
 */
char *
apm_log_disk_dup_rotated_path (const char *path,
                               guint       number)
{
  return g_strdup_printf ("%s.%u", path, number);
}

static int
open_for_append (const char *path)
{
  /* Without O_NONBLOCK a FIFO of that name would hold us for ever. */
  int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  int fd = open (path, flags, 0600);

  if (fd < 0 && errno == ENOENT)
    {
      g_autofree char *dir = g_path_get_dirname (path);

      if (g_mkdir_with_parents (dir, 0700) == 0)
        fd = open (path, flags, 0600);
    }

  return fd;
}

/* Whether the open file is still the one that the path names. */
static gboolean
is_current (ApmLogDisk  *self,
            struct stat *opened)
{
  struct stat named;

  return self->fd >= 0 && fstat (self->fd, opened) == 0 && stat (self->path, &named) == 0 &&
         named.st_ino == opened->st_ino && named.st_dev == opened->st_dev;
}

static gboolean
ensure_open (ApmLogDisk   *self,
             struct stat  *opened,
             GError      **error)
{
  if (is_current (self, opened))
    return TRUE;

  apm_clear_fd (&self->fd);
  self->fd = open_for_append (self->path);
  if (self->fd >= 0 && fstat (self->fd, opened) == 0)
    {
      self->torn = FALSE;
      return TRUE;
    }

  apm_set_error_from_errno (error, errno, _("The log file “%s” cannot be written"), self->path);
  return FALSE;
}

/**
 * apm_log_disk_open:
 *
 * Opens the file, and makes it (for its owner only) and its folders if need be.
 */
gboolean
apm_log_disk_open (ApmLogDisk  *self,
                   GError     **error)
{
  struct stat opened;

  return ensure_open (self, &opened, error);
}

/* Renames FILE to FILE.1 and so on. FALSE when that cannot be done now: then the
 * file grows beyond its limit, which is better than to lose lines. */
static gboolean
rotate (ApmLogDisk *self)
{
  struct stat opened;
  gboolean done = FALSE;

  /* Another program may be at it: whoever has the lock on the file that bears
   * the name is the one who renames it. Closing the file ends the lock. */
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    return FALSE;

  if (!is_current (self, &opened))
    {
      apm_clear_fd (&self->fd);
      return TRUE;
    }

  for (guint i = self->n_rotated; i > 1; i--)
    {
      g_autofree char *older = apm_log_disk_dup_rotated_path (self->path, i);
      g_autofree char *younger = apm_log_disk_dup_rotated_path (self->path, i - 1);

      g_rename (younger, older);
    }

  if (self->n_rotated > 0)
    {
      g_autofree char *first = apm_log_disk_dup_rotated_path (self->path, 1);

      done = g_rename (self->path, first) == 0;
    }
  else
    {
      done = g_unlink (self->path) == 0;
    }

  if (done)
    apm_clear_fd (&self->fd);
  else
    flock (self->fd, LOCK_UN);

  return done;
}

/* The length of the whole lines at the head of @lines within @room bytes. */
static gsize
whole_lines (const GString *lines,
             gsize          room)
{
  const char *newline;

  if (lines->len <= room)
    return lines->len;

  newline = memrchr (lines->str, '\n', room);

  return newline ? newline + 1 - lines->str : 0;
}

static gsize
first_line (const GString *lines)
{
  const char *newline = memchr (lines->str, '\n', lines->len);

  return newline ? (gsize) (newline + 1 - lines->str) : lines->len;
}

/* How many of the @length bytes the disk took; fewer with errno set. */
static gsize
write_all (int         fd,
           const char *bytes,
           gsize       length)
{
  gsize written = 0;

  while (written < length)
    {
      gssize n = write (fd, bytes + written, length - written);

      if (n >= 0)
        written += n;
      else if (errno != EINTR)
        break;
    }

  return written;
}

/* Writes the first @length bytes of @lines and takes them away. A line of which
 * the disk took only a part is kept, and will stand once more on a line of its own. */
static gboolean
write_head (ApmLogDisk  *self,
            GString     *lines,
            gsize        length,
            GError     **error)
{
  gsize written = 0;
  int saved_errno;

  if (!self->torn || write_all (self->fd, "\n", 1) == 1)
    {
      self->torn = FALSE;
      written = write_all (self->fd, lines->str, length);
      if (written == length)
        {
          g_string_erase (lines, 0, length);
          return TRUE;
        }
    }

  saved_errno = errno;
  if (written > 0)
    {
      gsize whole = whole_lines (lines, written);

      self->torn = written > whole;
      g_string_erase (lines, 0, whole);
    }
  apm_set_error_from_errno (error, saved_errno, _("The log file “%s” cannot be written"), self->path);

  return FALSE;
}

/**
 * apm_log_disk_write:
 * @lines: whole lines; what is written is taken away
 *
 * Appends @lines, by one write(2) unless the file reaches its limit within them.
 *
 * Returns: %FALSE when lines are left, to be tried again
 */
gboolean
apm_log_disk_write (ApmLogDisk  *self,
                    GString     *lines,
                    GError     **error)
{
  while (lines->len > 0)
    {
      struct stat opened;
      gsize length = lines->len;

      if (!ensure_open (self, &opened, error))
        return FALSE;

      if (self->max_bytes > 0 && S_ISREG (opened.st_mode))
        {
          gsize size = opened.st_size;

          length = size < self->max_bytes ? whole_lines (lines, self->max_bytes - size) : 0;
          if (length == 0 && size > 0 && rotate (self))
            continue;
          if (length == 0)
            length = first_line (lines);
        }

      if (!write_head (self, lines, length, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * apm_log_disk_clear:
 *
 * Empties the file and removes the rotated ones.
 */
gboolean
apm_log_disk_clear (ApmLogDisk  *self,
                    GError     **error)
{
  struct stat opened;

  if (!ensure_open (self, &opened, error))
    return FALSE;

  if (S_ISREG (opened.st_mode) && ftruncate (self->fd, 0) != 0)
    {
      apm_set_error_from_errno (error, errno, _("The log file “%s” cannot be cleared"), self->path);
      return FALSE;
    }
  self->torn = FALSE;

  for (guint i = 1; i <= APM_LOG_ROTATED_MAX; i++)
    {
      g_autofree char *rotated = apm_log_disk_dup_rotated_path (self->path, i);

      if (g_unlink (rotated) != 0 && errno != ENOENT)
        {
          apm_set_error_from_errno (error, errno, _("The old log file “%s” cannot be removed"), rotated);
          return FALSE;
        }
    }

  return TRUE;
}
