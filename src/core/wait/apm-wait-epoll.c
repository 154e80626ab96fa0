/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <sys/epoll.h>

/* Who watches more than this serves the world: anybody may end the wait. */
#define MOST_WATCHED 256

#define READING (EPOLLIN | EPOLLPRI | EPOLLRDNORM | EPOLLRDBAND | EPOLLRDHUP)
#define WRITING (EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND)

/* A number is that of who added it: it may have been closed since, while a copy keeps
 * the file open, and be in use for another. */
static gboolean
is_still_meant (const ApmObject  *object,
                const ApmWatched *watched)
{
  switch (object->kind)
    {
    case APM_OBJECT_PIPE:
    case APM_OBJECT_FIFO:
    case APM_OBJECT_SOCKET:
      return watched->inode == 0 || watched->inode == object->id;
    default:
      return TRUE;
    }
}

/**
 * apm_wait_list_watched:
 * @fd: of an epoll instance, in the waiter
 * @is_open: (out): some of it is not known, or there is too much of it
 * @has_unarmed: (out): some was switched off, as EPOLLONESHOT does; its own process may
 *   switch it on again
 *
 * Returns: (transfer full) (element-type ApmWaitFileAsk): what is watched now, by
 *   /proc/PID/fdinfo; any of it ends the wait
 */
GArray *
apm_wait_list_watched (const ApmWait *wait,
                       int            fd,
                       gboolean      *is_open,
                       gboolean      *has_unarmed)
{
  GArray *asks = g_array_new (FALSE, TRUE, sizeof (ApmWaitFileAsk));
  g_auto(ApmFdInfo) info;

  apm_fd_info_init (&info);
  *has_unarmed = FALSE;
  *is_open = !apm_fd_info_read (&info, wait->pid, wait->tid, fd, NULL)
             || (info.watched && info.watched->len > MOST_WATCHED);
  for (guint i = 0; info.watched && !*is_open && i < info.watched->len; i++)
    {
      const ApmWatched *watched = &g_array_index (info.watched, ApmWatched, i);
      ApmWaitFileAsk ask = {
        .fd = watched->fd,
        .access = (watched->events & READING ? APM_ACCESS_READ : 0) | (watched->events & WRITING ? APM_ACCESS_WRITE : 0),
      };
      ApmAccess opened;

      if (ask.access == 0)
        {
          *has_unarmed = TRUE;
          continue;
        }
      ask.is_known = apm_peers_read_object (wait->pid, wait->tid, ask.fd, &ask.object, &opened, NULL)
                     && is_still_meant (&ask.object, watched);
      g_array_append_val (asks, ask);
    }

  return asks;
}
