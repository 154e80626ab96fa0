/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipe.h"

#include "apm-text.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 48

static void
make_path (char *path,
           int   pid,
           int   fd)
{
  g_snprintf (path, PATH_SIZE, "/proc/%d/fd/%d", pid, fd);
}

/* No server is waited for. */
static gboolean
is_pipe (int         dir_fd,
         const char *name,
         guint64     inode)
{
  struct statx status;

  return statx (dir_fd, name, AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO, &status) == 0
         && S_ISFIFO (status.stx_mode) && status.stx_ino == inode;
}

/**
 * apm_pipe_is_at:
 *
 * Returns: whether the descriptor leads to this pipe, as far as one may see
 */
gboolean
apm_pipe_is_at (int     pid,
                int     fd,
                guint64 inode)
{
  char path[PATH_SIZE];

  make_path (path, pid, fd);

  return is_pipe (AT_FDCWD, path, inode);
}

/**
 * apm_pipe_read_fill:
 * @pid: who can read from it; and @fd, where
 * @waiting_bytes: (out): written, and not read yet
 * @capacity_bytes: (out): the most of those
 *
 * A descriptor of our own is needed for the question, and only for a moment: while one is
 * open the pipe's writer would not learn that its reader is gone.
 *
 * Returns: FALSE: it may not be asked, or is not there any more
 */
gboolean
apm_pipe_read_fill (int      pid,
                    int      fd,
                    guint64  inode,
                    gint64  *waiting_bytes,
                    gint64  *capacity_bytes)
{
  char path[PATH_SIZE];
  int n = 0, capacity = -1, own;

  make_path (path, pid, fd);
  own = is_pipe (AT_FDCWD, path, inode) ? open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
  if (own >= 0 && is_pipe (own, "", inode) && ioctl (own, FIONREAD, &n) == 0)
    capacity = fcntl (own, F_GETPIPE_SZ);
  apm_clear_fd (&own);
  if (capacity < 0)
    return FALSE;

  *waiting_bytes = n;
  *capacity_bytes = capacity;

  return TRUE;
}

/**
 * apm_pipe_read_capacity:
 * @pid: who has either end; and @fd, where
 *
 * Opens nothing: a copy of that end is asked, see pidfd_getfd(2), which the system lets
 * fewer have than may look.
 *
 * Returns: in bytes; -1: it may not be asked, or is not there any more
 */
gint64
apm_pipe_read_capacity (int     pid,
                        int     fd,
                        guint64 inode)
{
  int pidfd = apm_pipe_is_at (pid, fd, inode) ? pidfd_open (pid, 0) : -1;
  int copy = pidfd >= 0 ? pidfd_getfd (pidfd, fd, 0) : -1;
  int capacity = copy >= 0 && is_pipe (copy, "", inode) ? fcntl (copy, F_GETPIPE_SZ) : -1;

  apm_clear_fd (&copy);
  apm_clear_fd (&pidfd);

  return capacity;
}
