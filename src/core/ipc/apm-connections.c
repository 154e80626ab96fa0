/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-connections.h"

#include "apm-peers-private.h"
#include "apm-text.h"

#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* While they are collected. */
typedef struct {
  const ApmPeers *peers;
  const ApmSockets *sockets;
  GHashTable *ports;        /* set of ports of TCP that somebody listens at */
  GPtrArray *connections;
} Collecting;

static void
end_free (gpointer data)
{
  ApmConnectionEnd *end = data;

  g_free (end->name);
  g_free (end->fds);
  g_free (end);
}

static void
connection_free (gpointer data)
{
  ApmConnection *connection = data;

  g_free (connection->object);
  g_ptr_array_unref (connection->ends);
  g_free (connection);
}

static ApmConnection *
connection_new (const char *kind,
                guint64     inode)
{
  ApmConnection *connection = g_new0 (ApmConnection, 1);

  connection->kind = kind;
  connection->inode = inode != 0 ? (gint64) inode : G_MININT64;
  connection->accepted = TRUE;
  connection->ends = g_ptr_array_new_with_free_func (end_free);

  return connection;
}

static ApmConnectionEnd *
add_end (ApmConnection *connection,
         int            side,
         const char    *role,
         int            pid)
{
  ApmConnectionEnd *end = g_new0 (ApmConnectionEnd, 1);

  end->connection = connection;
  end->end = side;
  end->role = role;
  end->pid = pid;
  end->unread_bytes = G_MININT64;
  g_ptr_array_add (connection->ends, end);

  return end;
}

static void
add_fd (ApmConnectionEnd *end,
        int               fd)
{
  g_autofree char *before = g_steal_pointer (&end->fds);

  if (fd < 0)
    end->fds = g_strdup (before ? before : "");
  else
    end->fds = before && *before ? g_strdup_printf ("%s %d", before, fd) : g_strdup_printf ("%d", fd);
}

/* What a process may do with it, by all its descriptors. */
static const char *
find_role (const ApmHolder *holders,
           guint            n,
           int              pid)
{
  ApmAccess access = 0;

  for (guint i = 0; i < n; i++)
    if (holders[i].pid == pid)
      access |= holders[i].access;

  return access != 0 ? apm_access_word (access) : "read-write";
}

/* @holders are by PID. @role may be %NULL: as it is open. */
static void
add_side (Collecting      *self,
          ApmConnection   *connection,
          int              side,
          const char      *role,
          const ApmHolder *holders,
          guint            n,
          ApmAccess        wanted)
{
  ApmConnectionEnd *end = NULL;

  for (guint i = 0; i < n; i++)
    {
      int pid = holders[i].pid;

      if (wanted != 0 && holders[i].access != 0 && !(holders[i].access & wanted))
        continue;
      if (!end || end->pid != pid)
        {
          const ApmPeersProcess *process = apm_peers_find_process (self->peers, pid);

          end = add_end (connection, side, role ? role : find_role (holders, n, pid), pid);
          end->name = process ? g_strdup (process->name) : NULL;
        }
      add_fd (end, holders[i].fd);
    }
}

static gboolean
has_side (const ApmConnection *connection,
          int                  side)
{
  for (guint i = 0; i < connection->ends->len; i++)
    if (((ApmConnectionEnd *) connection->ends->pdata[i])->end == side)
      return TRUE;

  return FALSE;
}

/* Whether it joins two processes, as far as can be seen. */
static gboolean
joins (const ApmConnection *connection)
{
  gboolean has_sides = has_side (connection, 1);

  for (guint i = 0; i < connection->ends->len; i++)
    for (guint j = i + 1; j < connection->ends->len; j++)
      {
        const ApmConnectionEnd *one = connection->ends->pdata[i];
        const ApmConnectionEnd *other = connection->ends->pdata[j];

        if (one->pid != other->pid && (one->end != other->end || !has_sides))
          return TRUE;
      }

  return FALSE;
}

static void
take (Collecting    *self,
      ApmConnection *connection)
{
  if (joins (connection))
    g_ptr_array_add (self->connections, connection);
  else
    connection_free (connection);
}

/* Somebody has the other end, and we may not know who. */
static void
add_unknown (Collecting    *self,
             ApmConnection *connection,
             int            side,
             const char    *role)
{
  guint last = connection->ends->len;

  if (apm_peers_is_complete (self->peers) || has_side (connection, side) || last == 0)
    return;

  add_end (connection, side, role, G_MININT);
  if (side == 0)
    g_ptr_array_insert (connection->ends, 0, g_ptr_array_steal_index (connection->ends, last));
}

/* What it is called where it is open or mapped. */
static char *
dup_name (const ApmObject *object,
          const ApmHolder *holders,
          guint            n)
{
  if (object->kind == APM_OBJECT_MEMORY && holders[0].fd < 0)
    return apm_peers_dup_mapping_name (holders[0].pid, object);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/fd/%d", holders[i].pid, holders[i].tid, holders[i].fd);
      char target[PATH_MAX + 1];
      gssize length = holders[i].fd >= 0 ? readlink (path, target, sizeof target) : -1;

      if (length > 0)
        return apm_text_to_utf8 (target, length);
    }

  return NULL;
}

static void
take_directed (Collecting      *self,
               const ApmObject *object,
               const ApmHolder *holders,
               guint            n)
{
  ApmConnection *connection = connection_new (apm_object_kind_word (object->kind), object->id);

  connection->one_way = TRUE;
  if (object->kind != APM_OBJECT_PIPE)
    connection->object = dup_name (object, holders, n);
  add_side (self, connection, 0, "write", holders, n, APM_ACCESS_WRITE);
  add_side (self, connection, 1, "read", holders, n, APM_ACCESS_READ);
  add_unknown (self, connection, 0, "write");
  add_unknown (self, connection, 1, "read");
  take (self, connection);
}

/* What nobody can write to says nothing to anybody: a font, a cache of icons. */
static gboolean
can_tell (const ApmHolder *holders,
          guint            n)
{
  for (guint i = 0; i < n; i++)
    if (holders[i].access & APM_ACCESS_WRITE)
      return TRUE;

  return FALSE;
}

static void
take_common (Collecting      *self,
             const ApmObject *object,
             const ApmHolder *holders,
             guint            n)
{
  ApmConnection *connection;

  if (object->kind == APM_OBJECT_MEMORY && !can_tell (holders, n))
    return;
  connection = connection_new (apm_object_kind_word (object->kind), object->kind == APM_OBJECT_MEMORY ? object->id : 0);
  if (object->kind == APM_OBJECT_MEMORY)
    connection->object = dup_name (object, holders, n);
  add_side (self, connection, 0, NULL, holders, n, 0);
  take (self, connection);
}

static gboolean
is_server (const Collecting *self,
           const ApmSocket  *socket,
           const ApmSocket  *peer)
{
  if (socket->family == APM_SOCKET_UNIX)
    return socket->name && !(peer && peer->name);

  return g_hash_table_contains (self->ports, GUINT_TO_POINTER (socket->local.port)) &&
         !(peer && g_hash_table_contains (self->ports, GUINT_TO_POINTER (peer->local.port)));
}

static void
add_socket (Collecting      *self,
            ApmConnection   *connection,
            int              side,
            const char      *role,
            guint64          inode,
            const ApmSocket *socket)
{
  ApmObject object = { APM_OBJECT_SOCKET, inode, 0 };
  guint first = connection->ends->len;
  guint n;
  const ApmHolder *holders = apm_peers_get_holders (self->peers, &object, &n);

  add_side (self, connection, side, role, holders, n, 0);
  for (guint i = first; socket && !socket->listens && i < connection->ends->len; i++)
    ((ApmConnectionEnd *) connection->ends->pdata[i])->unread_bytes = socket->unread;
}

static char *
dup_socket_name (const ApmSocket *client,
                 const ApmSocket *server)
{
  g_autofree char *local = NULL;
  g_autofree char *remote = NULL;

  if (client->family == APM_SOCKET_UNIX)
    return g_strdup (server && server->name ? server->name : client->name);
  local = apm_address_dup_text (&client->local);
  remote = apm_address_dup_text (&client->remote);

  return g_strdup_printf ("%s → %s", local, remote);
}

static void
take_socket (Collecting      *self,
             const ApmSocket *socket)
{
  static const char *const kinds[] = { "unix", "tcp", "udp" };
  const ApmSocket *peer = apm_sockets_find (self->sockets, socket->peer ? socket->peer : socket->listener);
  gboolean both = peer && peer->peer == socket->inode;
  gboolean serves = socket->peer != 0 && is_server (self, socket, peer);
  gboolean served = peer && is_server (self, peer, socket);
  ApmConnection *connection;

  /* Each pair once: from the client, else from the older. */
  if ((socket->peer == 0 && socket->listener == 0) || (both && (served ? FALSE : serves || socket->inode > peer->inode)))
    return;

  connection = connection_new (kinds[socket->family], socket->inode);
  connection->accepted = socket->peer != 0;
  connection->object = dup_socket_name (socket, peer);
  connection->one_way = socket->family == APM_SOCKET_UNIX && !both && socket->peer != 0;
  add_socket (self, connection, 0, served || !connection->accepted || !both ? "client" : "peer", socket->inode, socket);
  add_socket (self, connection, 1, !connection->accepted ? "listener" : served || !both ? "server" : "peer",
              socket->peer ? socket->peer : socket->listener, peer);
  add_unknown (self, connection, 0, served ? "client" : "peer");
  add_unknown (self, connection, 1, served ? "server" : "peer");
  take (self, connection);
}

static void
take_object (const ApmObject *object,
             const ApmHolder *holders,
             guint            n,
             gpointer         data)
{
  Collecting *self = data;
  const ApmSocket *socket;

  switch (object->kind)
    {
    case APM_OBJECT_PIPE:
    case APM_OBJECT_FIFO:
    case APM_OBJECT_QUEUE:
      take_directed (self, object, holders, n);
      break;
    case APM_OBJECT_EVENTFD:
    case APM_OBJECT_MEMORY:
      take_common (self, object, holders, n);
      break;
    case APM_OBJECT_SOCKET:
      socket = apm_sockets_find (self->sockets, object->id);
      if (socket)
        take_socket (self, socket);
      break;
    case APM_OBJECT_OTHER:
    case APM_OBJECT_FILE:
    case APM_OBJECT_DIRECTORY:
    case APM_OBJECT_DEVICE:
    case APM_OBJECT_TERMINAL:
    case APM_OBJECT_MASTER:
    case APM_OBJECT_EPOLL:
    case APM_OBJECT_TIMERFD:
    case APM_OBJECT_SIGNALFD:
    case APM_OBJECT_INOTIFY:
    case APM_OBJECT_PIDFD:
    case APM_OBJECT_FUSE:
    default:
      break;
    }
}

/**
 * apm_connections_list:
 * @peers: read with APM_PEERS_MEMORY where shared memory is wanted
 *
 * Returns: (transfer full): of ApmConnection, by kind and age: each that joins two
 *   processes, or one with somebody who may not be looked at
 */
GPtrArray *
apm_connections_list (const ApmPeers *peers)
{
  Collecting self = { .peers = peers, .sockets = apm_peers_get_sockets (peers) };

  self.connections = g_ptr_array_new_with_free_func (connection_free);
  self.ports = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < apm_sockets_get_n (self.sockets); i++)
    {
      const ApmSocket *socket = apm_sockets_get_nth (self.sockets, i);

      if (socket->family != APM_SOCKET_UNIX && (socket->listens || !socket->connected))
        g_hash_table_add (self.ports, GUINT_TO_POINTER (socket->local.port));
    }
  apm_peers_for_each_object (peers, take_object, &self);
  g_hash_table_unref (self.ports);

  return self.connections;
}

/**
 * apm_connections_keep:
 *
 * Leaves only those in @connections that have one of @pids at an end.
 */
void
apm_connections_keep (GPtrArray *connections,
                      const int *pids,
                      guint      n_pids)
{
  for (guint i = connections->len; i-- > 0;)
    {
      const ApmConnection *connection = connections->pdata[i];
      gboolean keep = FALSE;

      for (guint j = 0; j < connection->ends->len && !keep; j++)
        for (guint k = 0; k < n_pids; k++)
          keep |= ((ApmConnectionEnd *) connection->ends->pdata[j])->pid == pids[k];
      if (!keep)
        g_ptr_array_remove_index (connections, i);
    }
}
