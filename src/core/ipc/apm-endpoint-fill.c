/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include "apm-inlet.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <linux/sockios.h>
#include <mqueue.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* How full a channel is, and how much room it has. */

#define PIPE_MOST "/proc/sys/fs/pipe-max-size"

/**
 * apm_endpoint_get_fd:
 *
 * Returns: (transfer none): what it leads to; -1: it has none
 */
int
apm_endpoint_get_fd (ApmEndpoint *self)
{
  return self->fd;
}

/* What we have sent and they have not read; or what those who are connected sent, and
 * we have not read: of packets the kernel tells the first one only. */
static void
read_socket (ApmEndpoint *self,
             ApmFill     *fill)
{
  socklen_t size = sizeof (int);
  int n = 0, room = 0;

  if (self->sends)
    {
      if (ioctl (self->fd, SIOCOUTQ, &n) == 0 && getsockopt (self->fd, SOL_SOCKET, SO_SNDBUF, &room, &size) == 0)
        *fill = (ApmFill) { n, room, FALSE };
      return;
    }
  if (!apm_endpoint_has_peers (self))
    {
      if (ioctl (self->fd, FIONREAD, &n) == 0)
        fill->used = n;
      return;
    }
  apm_endpoint_let_in (self);
  for (guint i = 0; i < self->peers->len; i++)
    if (ioctl (g_array_index (self->peers, ApmEndpointPeer, i).fd, FIONREAD, &n) == 0)
      fill->used = MAX (fill->used, 0) + n;
}

/**
 * apm_endpoint_read_fill:
 * @fill: (out)
 *
 * In the thread that sends or receives, or while none does: senders who wait to be
 * connected are let in.
 */
void
apm_endpoint_read_fill (ApmEndpoint *self,
                        ApmFill     *fill)
{
  struct mq_attr shape;

  *fill = (ApmFill) { -1, -1, FALSE };
  switch (self->medium)
    {
    case APM_MEDIUM_FIFO:
    case APM_MEDIUM_PIPE:
      *fill = (ApmFill) { apm_pipe_get_waiting (self->fd), apm_pipe_get_capacity (self->fd), FALSE };
      break;

    case APM_MEDIUM_STREAM:
    case APM_MEDIUM_SEQPACKET:
    case APM_MEDIUM_DATAGRAM:
    case APM_MEDIUM_PAIR:
      read_socket (self, fill);
      break;

    case APM_MEDIUM_QUEUE:
      if (mq_getattr ((mqd_t) self->fd, &shape) == 0)
        *fill = (ApmFill) { shape.mq_curmsgs, shape.mq_maxmsg, TRUE };
      break;

    case APM_MEDIUM_RING:
      *fill = (ApmFill) { apm_endpoint_count_ring (self), self->ring.n_slots, TRUE };
      break;

    case APM_MEDIUM_SIGNAL:
    case APM_MEDIUM_EVENTFD:
    case APM_N_MEDIA:
    default:
      break;
    }
}

static guint64
read_most (void)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (PIPE_MOST, &text, NULL, NULL) ? g_ascii_strtoull (text, NULL, 10) : 0;
}

static gboolean
refuse_room (const char  *name,
             int          problem,
             gint64       bytes,
             GError     **error)
{
  guint64 most = read_most ();
  g_autofree char *limit = apm_text_format_bytes (most);

  if (problem == EBUSY)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                 _("“%s” cannot be made smaller than what waits in it: have some of it received first"), name);
  else if (problem == EPERM && most > 0 && (guint64) bytes > most)
    g_set_error (error, APM_ERROR, APM_ERROR_DENIED, _("“%s” cannot hold that much: this system allows %s at most (%s)"),
                 name, limit, PIPE_MOST);
  else
    apm_set_error_from_errno (error, problem, _("Could not change how much “%s” holds"), name);

  return FALSE;
}

/**
 * apm_pipe_set_capacity:
 * @fd: either end of a pipe or FIFO
 * @name: what it is called in a sentence
 * @bytes: the kernel makes it whole pages, a power of two of them
 *
 * F_SETPIPE_SZ, fcntl(2).
 */
gboolean
apm_pipe_set_capacity (int           fd,
                       const char   *name,
                       gint64        bytes,
                       GError      **error)
{
  if (bytes < 1 || bytes > G_MAXINT)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A pipe holds 1 to %d bytes"), G_MAXINT);
      return FALSE;
    }

  return fcntl (fd, F_SETPIPE_SZ, (int) bytes) >= 0 || refuse_room (name, errno, bytes, error);
}

/**
 * apm_endpoint_set_room:
 *
 * See apm_pipe_set_capacity(). Any thread.
 */
gboolean
apm_endpoint_set_room (ApmEndpoint  *self,
                       gint64        bytes,
                       GError      **error)
{
  if (self->medium == APM_MEDIUM_FIFO || self->medium == APM_MEDIUM_PIPE)
    return apm_pipe_set_capacity (self->fd, self->name, bytes, error);
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("Only a pipe or FIFO can be made larger or smaller while it is open"));

  return FALSE;
}
