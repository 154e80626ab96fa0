/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is at the other end. */

#include "apm-peers-private.h"

static void
add_holders (const ApmPeers  *self,
             ApmFarEnd       *far,
             const ApmObject *object,
             ApmAccess        wanted)
{
  guint n;
  const ApmHolder *holders = apm_peers_get_holders (self, object, &n);

  for (guint i = 0; i < n; i++)
    if (wanted == 0 || holders[i].access == 0 || (holders[i].access & wanted) != 0)
      g_array_append_val (far->holders, holders[i]);
}

static void
add_socket (const ApmPeers *self,
            ApmFarEnd      *far,
            guint64         inode)
{
  ApmObject object = { APM_OBJECT_SOCKET, inode, 0 };

  add_holders (self, far, &object, 0);
}

static void
add_clients (const ApmPeers  *self,
             ApmFarEnd       *far,
             const ApmSocket *socket)
{
  guint n;
  const guint64 *clients = apm_sockets_find_clients (apm_peers_get_sockets (self), socket->inode, &n);

  for (guint i = 0; i < n; i++)
    if (clients[i] != socket->peer)
      add_socket (self, far, clients[i]);
}

static void
find_peer (const ApmPeers  *self,
           ApmFarEnd       *far,
           const ApmSocket *socket)
{
  const ApmSocket *peer = apm_sockets_find (apm_peers_get_sockets (self), socket->peer);

  far->state = APM_FAR_HELD;
  add_socket (self, far, socket->peer);
  add_clients (self, far, socket);
  if (peer && socket->family == APM_SOCKET_TCP)
    far->unread_bytes = (gint64) peer->unread + socket->backlog;
  else if (peer && apm_sockets_know_peers (apm_peers_get_sockets (self)))
    far->unread_bytes = peer->unread;
}

static void
find_far_of_socket (const ApmPeers *self,
                    ApmFarEnd      *far,
                    guint64         inode)
{
  const ApmSocket *socket = apm_sockets_find (apm_peers_get_sockets (self), inode);

  if (!socket)
    {
      far->state = APM_FAR_UNKNOWN;
    }
  else if (socket->peer != 0)
    {
      find_peer (self, far, socket);
    }
  else if (socket->listener != 0)
    {
      far->state = APM_FAR_NOT_ACCEPTED;
      add_socket (self, far, socket->listener);
    }
  else if (socket->family == APM_SOCKET_UNIX && !apm_sockets_know_peers (apm_peers_get_sockets (self)))
    {
      far->state = socket->listens || !socket->connected ? APM_FAR_OPEN : APM_FAR_UNKNOWN;
    }
  else if (socket->listens || !(socket->connected || socket->connects))
    {
      far->state = APM_FAR_OPEN;
      add_clients (self, far, socket);
    }
  else if (socket->family == APM_SOCKET_UNIX || apm_address_is_loopback (&socket->remote))
    {
      far->state = APM_FAR_CLOSED;
    }
  else
    {
      far->state = APM_FAR_REMOTE;
      far->address = apm_address_dup_text (&socket->remote);
    }
}

/* Of a pipe whose other end is gone nobody waits for anything any more, and no socket is
 * told of that nobody has. */
static gboolean
must_have_holder (const ApmObject *object,
                  ApmFarState      state)
{
  return object->kind == APM_OBJECT_PIPE || object->kind == APM_OBJECT_FIFO
         || (object->kind == APM_OBJECT_SOCKET && state == APM_FAR_HELD);
}

/* Those who have this end are asked too: who started them may have either. */
static void
tell_doubts (const ApmPeers  *self,
             ApmFarEnd       *far,
             const ApmObject *object)
{
  g_autoptr(GArray) all = g_array_copy (far->holders);
  gboolean is_missing = far->holders->len == 0 && must_have_holder (object, far->state);
  guint n;
  const ApmHolder *own = apm_peers_get_holders (self, object, &n);

  if (n > 0)
    g_array_append_vals (all, own, n);
  far->in_flight = apm_peers_is_in_flight (self, all, is_missing);
  far->doubtful = far->in_flight || apm_peers_is_doubtful (self, object, all);
  far->likely_complete = !far->doubtful && all->len > 0 && !is_missing;
}

/**
 * apm_peers_find_far:
 * @object: as apm_peers_find_object() tells it
 * @wanted: of a pipe, FIFO or queue: what those who are looked for must be able to do
 *   with it; whoever waits to read needs APM_ACCESS_WRITE. 0: everybody
 *
 * Of what has no ends (an eventfd, shared memory) the other end is everybody who has it.
 *
 * Returns: (transfer full): who is at the other end
 */
ApmFarEnd *
apm_peers_find_far (const ApmPeers  *self,
                    const ApmObject *object,
                    ApmAccess        wanted)
{
  ApmFarEnd *far = g_new0 (ApmFarEnd, 1);
  ApmObject other = *object;

  far->holders = g_array_new (FALSE, FALSE, sizeof (ApmHolder));
  far->complete = far->likely_complete = apm_peers_is_complete (self);
  far->unread_bytes = -1;
  switch (object->kind)
    {
    case APM_OBJECT_SOCKET:
      find_far_of_socket (self, far, object->id);
      break;
    case APM_OBJECT_TERMINAL:
    case APM_OBJECT_MASTER:
      other.kind = object->kind == APM_OBJECT_TERMINAL ? APM_OBJECT_MASTER : APM_OBJECT_TERMINAL;
      far->state = object->id != 0 ? APM_FAR_HELD : APM_FAR_UNKNOWN;
      add_holders (self, far, &other, 0);
      break;
    case APM_OBJECT_PIPE:
    case APM_OBJECT_FIFO:
    case APM_OBJECT_EVENTFD:
    case APM_OBJECT_QUEUE:
    case APM_OBJECT_MEMORY:
    case APM_OBJECT_FUSE:
      far->state = object->id != 0 ? APM_FAR_HELD : APM_FAR_UNKNOWN;
      add_holders (self, far, object, wanted);
      break;
    case APM_OBJECT_OTHER:
    case APM_OBJECT_FILE:
    case APM_OBJECT_DIRECTORY:
    case APM_OBJECT_DEVICE:
    case APM_OBJECT_EPOLL:
    case APM_OBJECT_TIMERFD:
    case APM_OBJECT_SIGNALFD:
    case APM_OBJECT_INOTIFY:
    case APM_OBJECT_PIDFD:
    default:
      far->state = APM_FAR_NONE;
    }
  if (!far->complete)
    tell_doubts (self, far, object);

  return far;
}

void
apm_far_end_free (ApmFarEnd *self)
{
  if (!self)
    return;

  g_array_unref (self->holders);
  g_free (self->address);
  g_free (self);
}
