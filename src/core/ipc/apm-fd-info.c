/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* /proc/PID/fdinfo/FD, proc_pid_fdinfo(5). */

#include "apm-descriptor.h"

#include "apm-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* An epoll descriptor may watch many; what lies behind that is not read. */
#define MOST_BYTES (1024 * 1024)

void
apm_fd_info_init (ApmFdInfo *info)
{
  *info = (ApmFdInfo) {
    .offset = -1, .flags = -1, .mount_id = -1, .inode = -1, .eventfd_id = -1, .eventfd_count = -1,
    .terminal = -1, .pid = -1, .fuse_connection = -1, .in_flight = -1, .timer_left_ns = -1,
  };
}

void
apm_fd_info_clear (ApmFdInfo *info)
{
  g_clear_pointer (&info->watched, g_array_unref);
  g_clear_pointer (&info->locks, g_ptr_array_unref);
}

static void
take_watched (ApmFdInfo  *info,
              const char *rest)
{
  ApmWatched watched = { 0 };
  const char *inode = strstr (rest, "ino:");

  if (sscanf (rest, "%d events: %x", &watched.fd, &watched.events) != 2 || watched.fd < 0)
    return;
  if (inode)
    watched.inode = g_ascii_strtoull (inode + strlen ("ino:"), NULL, 16);
  if (!info->watched)
    info->watched = g_array_new (FALSE, FALSE, sizeof (ApmWatched));
  g_array_append_val (info->watched, watched);
}

static void
take_lock (ApmFdInfo  *info,
           const char *rest)
{
  if (!info->locks)
    info->locks = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (info->locks, g_strdup (rest));
}

/* "(3, 500000000)": seconds and nanoseconds */
static void
take_timer (ApmFdInfo  *info,
            const char *rest)
{
  gint64 seconds = 0, ns = 0;

  if (sscanf (rest, "(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")", &seconds, &ns) == 2 &&
      seconds >= 0 && seconds < G_MAXINT64 / 2000000000 && ns >= 0 && ns < 1000000000)
    info->timer_left_ns = seconds * 1000000000 + ns;
}

static void
take_line (ApmFdInfo  *info,
           const char *line)
{
  const struct { const char *key; gint64 *number; guint base; } numbers[] = {
    { "pos:", &info->offset, 10 },
    { "flags:", &info->flags, 8 },
    { "mnt_id:", &info->mount_id, 10 },
    { "ino:", &info->inode, 10 },
    { "eventfd-id:", &info->eventfd_id, 10 },
    { "eventfd-count:", &info->eventfd_count, 16 },
    { "tty-index:", &info->terminal, 10 },
    { "Pid:", &info->pid, 10 },
    { "fuse_connection:", &info->fuse_connection, 10 },
    { "scm_fds:", &info->in_flight, 10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_has_prefix (line, numbers[i].key))
      {
        *numbers[i].number = g_ascii_strtoll (line + strlen (numbers[i].key), NULL, numbers[i].base);
        info->has_pid |= numbers[i].number == &info->pid;
        return;
      }
  if (g_str_has_prefix (line, "tfd:"))
    take_watched (info, line + strlen ("tfd:"));
  else if (g_str_has_prefix (line, "lock:\t"))
    take_lock (info, line + strlen ("lock:\t"));
  else if (g_str_has_prefix (line, "it_value:"))
    take_timer (info, line + strlen ("it_value:") + strspn (line + strlen ("it_value:"), " \t"));
}

/**
 * apm_fd_info_parse:
 * @info: initialised
 * @text: what the file says; a last line without its end is left out
 */
void
apm_fd_info_parse (ApmFdInfo  *info,
                   const char *text,
                   gsize       length)
{
  const char *end;

  for (const char *at = text; (end = memchr (at, '\n', length - (gsize) (at - text))); at = end + 1)
    {
      g_autofree char *line = g_strndup (at, (gsize) (end - at));

      take_line (info, line);
    }
}

static GString *
read_all (int fd)
{
  g_autoptr(GString) text = g_string_sized_new (1024);
  char part[4096];
  gssize length;

  while ((length = read (fd, part, sizeof part)) > 0 && text->len < MOST_BYTES)
    g_string_append_len (text, part, length);
  if (length < 0)
    return NULL;

  return g_steal_pointer (&text);
}

/**
 * apm_fd_info_read:
 * @info: (out caller-allocates): to be cleared, also where this fails
 * @tid: a thread of @pid, or @pid itself
 *
 * Returns: whether the kernel told; else @error is APM_ERROR_GONE (no such
 *   descriptor, or process) or APM_ERROR_DENIED
 */
gboolean
apm_fd_info_read (ApmFdInfo  *info,
                  int         pid,
                  int         tid,
                  int         fd,
                  GError    **error)
{
  g_autoptr(GString) text = NULL;
  char path[80];
  int reason;
  int file;

  apm_fd_info_init (info);
  if (tid == pid)
    g_snprintf (path, sizeof path, "/proc/%d/fdinfo/%d", pid, fd);
  else
    g_snprintf (path, sizeof path, "/proc/%d/task/%d/fdinfo/%d", pid, tid, fd);
  file = open (path, O_RDONLY | O_CLOEXEC);
  if (file >= 0)
    text = read_all (file);
  reason = errno;
  if (file >= 0)
    close (file);
  if (!text)
    {
      apm_set_error_from_errno (error, reason == ENOENT ? ESRCH : reason,
                                _("Cannot look at descriptor %d of process %d"), fd, pid);
      return FALSE;
    }
  apm_fd_info_parse (info, text->str, text->len);

  return TRUE;
}
