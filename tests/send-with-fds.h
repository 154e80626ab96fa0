/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <string.h>
#include <sys/socket.h>

/* Sends @size bytes with descriptors, however many and whatever they are: orders as no
 * library of ours would write them. */
static inline void
test_send_with_fds (int            socket,
                    gconstpointer  bytes,
                    gsize          size,
                    const int     *fds,
                    guint          n_fds)
{
  gsize space = CMSG_SPACE (n_fds * sizeof (int));
  /* From the heap: it is aligned for the head. */
  g_autofree struct cmsghdr *head = g_malloc0 (space);
  struct iovec part = { (void *) bytes, size };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

  if (n_fds > 0)
    {
      message.msg_control = head;
      message.msg_controllen = space;
      head->cmsg_level = SOL_SOCKET;
      head->cmsg_type = SCM_RIGHTS;
      head->cmsg_len = CMSG_LEN (n_fds * sizeof (int));
      memcpy (CMSG_DATA (head), fds, n_fds * sizeof (int));
    }
  g_assert_cmpint (sendmsg (socket, &message, MSG_NOSIGNAL), ==, size);
}
