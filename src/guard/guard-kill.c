/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "guard-kill.h"

#include "guard-order.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <time.h>
#include <unistd.h>

/* Of linux/pidfd.h since 6.9: the whole group, also when its leader is gone. */
#ifndef PIDFD_SIGNAL_PROCESS_GROUP
#define PIDFD_SIGNAL_PROCESS_GROUP (1U << 2)
#endif

#define LARGEST_ENVIRONMENT (8 * 1024 * 1024)
#define MOST_PASSES 100
#define BETWEEN_PASSES_NS 10000000

/* Kills the process group that the process behind @pidfd leads. */
void
guard_kill_group (int pid,
                  int pidfd)
{
  if (pidfd_send_signal (pidfd, SIGKILL, NULL, PIDFD_SIGNAL_PROCESS_GROUP) == 0 || errno != EINVAL)
    return;

  /* Older kernels know groups only by number. It cannot have passed to another
   * group while the leader is there, a zombie included; those who outlived their
   * leader carry the mark. */
  if (pidfd_send_signal (pidfd, 0, NULL, 0) == 0)
    kill (-pid, SIGKILL);
}

/* Returns: all of /proc/PID/environ, malloc'ed, or NULL */
static char *
read_environment (int     proc_fd,
                  int     pid,
                  size_t *length)
{
  size_t size = 16 * 1024;
  char *text = malloc (size);
  char name[32];
  ssize_t got;
  int fd;

  snprintf (name, sizeof name, "%d/environ", pid);
  fd = openat (proc_fd, name, O_RDONLY | O_CLOEXEC);
  *length = 0;
  while (text && fd >= 0 && (got = read (fd, text + *length, size - *length)) > 0)
    {
      *length += got;
      if (*length == size && size < LARGEST_ENVIRONMENT)
        {
          char *larger = realloc (text, size *= 2);

          if (!larger)
            break;
          text = larger;
        }
    }
  if (fd >= 0)
    close (fd);

  return text;
}

static bool
is_marked (int         proc_fd,
           int         pid,
           const char *entry)
{
  size_t length;
  size_t wanted = strlen (entry) + 1;
  char *text = read_environment (proc_fd, pid, &length);
  bool found = false;

  for (size_t at = 0; text && !found && at + wanted <= length;)
    {
      const char *end = memchr (text + at, '\0', length - at);

      if (!end)
        break;
      found = memcmp (text + at, entry, wanted) == 0;
      at = end - text + 1;
    }
  free (text);

  return found;
}

/* Returns: whether there was one to kill */
static bool
kill_if_marked (int         proc_fd,
                int         pid,
                const char *entry)
{
  int pidfd;
  bool killed = false;

  if (!is_marked (proc_fd, pid, entry))
    return false;

  /* The number may have passed on meanwhile: look again with the process held. */
  pidfd = pidfd_open (pid, 0);
  if (pidfd >= 0 && is_marked (proc_fd, pid, entry))
    killed = pidfd_send_signal (pidfd, SIGKILL, NULL, 0) == 0;
  if (pidfd >= 0)
    close (pidfd);

  return killed;
}

static bool
kill_marked_once (const char *entry)
{
  DIR *proc = opendir ("/proc");
  struct dirent *dirent;
  bool any = false;

  while (proc && (dirent = readdir (proc)))
    if (isdigit ((unsigned char) dirent->d_name[0]) &&
        kill_if_marked (dirfd (proc), atoi (dirent->d_name), entry))
      any = true;
  if (proc)
    closedir (proc);

  return any;
}

/* Kills every process that carries @mark, wherever it has gone, again and again
 * until none is found: one may be forking while we look. */
void
guard_kill_marked (const char *mark)
{
  const struct timespec pause = { 0, BETWEEN_PASSES_NS };
  char entry[128];

  snprintf (entry, sizeof entry, "%s=%s", GUARD_MARK_VARIABLE, mark);
  for (int pass = 0; pass < MOST_PASSES && kill_marked_once (entry); pass++)
    nanosleep (&pause, NULL);
}
