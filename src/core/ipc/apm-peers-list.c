/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The descriptors of one process, and the ports it listens at, as lists. */

#include "apm-peers-private.h"

#include "apm-error.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIELD(type_, member) { #member, APM_FIELD_##type_, G_STRUCT_OFFSET (ApmPort, member), 0, 0 }

const ApmField apm_port_fields[] = {
  FIELD (INT, pid),
  FIELD (INT, fd),
  FIELD (STRING, protocol),
  FIELD (STRING, address),
  FIELD (INT, port),
  FIELD (INT, waiting),
  FIELD (INT, backlog),
  FIELD (INT64, inode),
  { NULL }
};

static const char *const family_words[] = {
  [APM_SOCKET_UNIX] = "unix",
  [APM_SOCKET_TCP] = "tcp",
  [APM_SOCKET_UDP] = "udp",
};

static const struct { int flag; const char *word; } flag_words[] = {
  { O_APPEND, "append" },
  { O_NONBLOCK, "nonblock" },
  { O_CLOEXEC, "close-on-exec" },
  { O_DIRECT, "direct" },
  { O_SYNC, "sync" },
  { O_PATH, "path" },
};

typedef struct {
  const ApmPeers *peers;
  GPtrArray *list;
  int pid;
  int dir_fd;
  gboolean denied;
} Listing;

static char *
dup_flags (gint64 flags)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (flag_words); i++)
    if ((flags & flag_words[i].flag) == flag_words[i].flag)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", flag_words[i].word);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static ApmAccess
access_of_flags (gint64 flags)
{
  static const ApmAccess modes[] = { APM_ACCESS_READ, APM_ACCESS_WRITE, APM_ACCESS_BOTH, 0 };

  return flags & O_PATH ? 0 : modes[flags & O_ACCMODE];
}

/* Memory that never had a name says so too. */
static const char *const nameless[] = {
  "/memfd:", "/SYSV", "/dev/zero (deleted)", "/anon_hugepage (deleted)", "/[aio] (deleted)",
};

gboolean
apm_peers_is_deleted (const char *link,
                      guint       n_links)
{
  if (n_links > 0 || !g_str_has_suffix (link, APM_PEERS_DELETED))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (nameless); i++)
    if (g_str_has_prefix (link, nameless[i]))
      return FALSE;

  return TRUE;
}

/* What the kernel adds to a deleted name is told by the flag. */
static void
take_size (ApmDescriptor *descriptor,
           Listing       *listing,
           char          *link)
{
  struct statx status;
  char name[16];

  g_snprintf (name, sizeof name, "%d", descriptor->fd);
  if (link[0] != '/' || statx (listing->dir_fd, name, AT_STATX_DONT_SYNC, STATX_TYPE | STATX_SIZE | STATX_NLINK, &status) < 0)
    return;
  if (S_ISREG (status.stx_mode))
    descriptor->size_bytes = (gint64) MIN (status.stx_size, (guint64) G_MAXINT64);
  descriptor->deleted = apm_peers_is_deleted (link, status.stx_nlink);
  if (descriptor->deleted)
    link[strlen (link) - strlen (APM_PEERS_DELETED)] = '\0';
}

/* What a socket is called: its name, or its two addresses. */
static char *
dup_socket_target (const ApmSockets *sockets,
                   const ApmSocket  *socket)
{
  const ApmSocket *peer = apm_sockets_find (sockets, socket->peer ? socket->peer : socket->listener);
  g_autofree char *local = NULL;
  g_autofree char *remote = NULL;

  if (socket->family == APM_SOCKET_UNIX)
    {
      if (socket->name)
        return g_strdup (socket->name);
      return peer && peer->name ? g_strdup_printf ("→ %s", peer->name) : NULL;
    }
  local = apm_address_dup_text (&socket->local);
  remote = apm_address_dup_text (&socket->remote);

  return socket->connected || socket->connects ? g_strdup_printf ("%s → %s", local, remote) : g_steal_pointer (&local);
}

static void
take_socket (ApmDescriptor  *descriptor,
             const ApmPeers *peers)
{
  const ApmSockets *sockets = apm_peers_get_sockets (peers);
  const ApmSocket *socket = apm_sockets_find (sockets, descriptor->object.id);
  char *target;

  if (!socket)
    return;
  descriptor->kind = family_words[socket->family];
  if (!socket->listens && (socket->family != APM_SOCKET_UNIX || apm_sockets_know_peers (sockets)))
    descriptor->unread_bytes = socket->unread;
  target = dup_socket_target (sockets, socket);
  if (target)
    {
      g_free (descriptor->target);
      descriptor->target = target;
    }
}

static void
take_peer (ApmDescriptor   *descriptor,
           Listing         *listing,
           const ApmFdInfo *info)
{
  const ApmObject *object = &descriptor->object;

  if (object->kind == APM_OBJECT_SOCKET)
    take_socket (descriptor, listing->peers);
  if (object->kind != APM_OBJECT_PIDFD)
    {
      descriptor->peer = apm_peers_dup_peer_text (listing->peers, listing->pid, object, descriptor->mode,
                                                  &descriptor->peer_pid);
    }
  else if (info->has_pid && info->pid > 0)
    {
      descriptor->peer_pid = (int) info->pid;
      descriptor->peer = apm_peers_dup_process_text (listing->peers, descriptor->peer_pid);
    }
  else if (info->has_pid)
    {
      descriptor->peer = g_strdup (_("a process that has ended"));
    }
}

static void
take_info (ApmDescriptor   *descriptor,
           const ApmFdInfo *info)
{
  ApmObject *object = &descriptor->object;

  if (info->flags >= 0)
    {
      descriptor->flags = dup_flags (info->flags);
      descriptor->mode = access_of_flags (info->flags);
      descriptor->access = apm_access_word (descriptor->mode);
    }
  if (object->kind == APM_OBJECT_EVENTFD && info->eventfd_id >= 0)
    object->id = (guint64) info->eventfd_id + 1;
  else if (object->kind == APM_OBJECT_MASTER && info->terminal >= 0)
    object->id = (guint64) info->terminal + 1;
  else if (object->kind == APM_OBJECT_FUSE && info->fuse_connection >= 0)
    object->id = (guint64) info->fuse_connection;
  else if (object->kind == APM_OBJECT_FILE || object->kind == APM_OBJECT_DIRECTORY || object->kind == APM_OBJECT_MEMORY)
    descriptor->offset_bytes = info->offset >= 0 ? info->offset : G_MININT64;
}

static gboolean
has_inode (ApmObjectKind kind)
{
  return kind == APM_OBJECT_FILE || kind == APM_OBJECT_DIRECTORY || kind == APM_OBJECT_DEVICE ||
         kind == APM_OBJECT_PIPE || kind == APM_OBJECT_FIFO || kind == APM_OBJECT_SOCKET ||
         kind == APM_OBJECT_QUEUE || kind == APM_OBJECT_MEMORY;
}

static void
take_descriptor (int      fd,
                 gpointer data)
{
  Listing *listing = data;
  ApmDescriptor *descriptor;
  ApmPeersLink found;
  char link[PATH_MAX + 1];
  g_auto(ApmFdInfo) info;
  int reason;

  apm_fd_info_init (&info);
  if (fd == listing->dir_fd && listing->pid == getpid ())
    return;

  reason = apm_peers_read_link (listing->dir_fd, fd, link, sizeof link, &found);
  listing->denied |= reason == EACCES || reason == EPERM;
  if (reason != 0)
    return;

  descriptor = g_new0 (ApmDescriptor, 1);
  descriptor->fd = fd;
  descriptor->tid = listing->pid;
  descriptor->object = found.object;
  descriptor->kind = apm_object_kind_word (found.object.kind);
  descriptor->inode = has_inode (found.object.kind) && found.object.id != 0 ? (gint64) found.object.id : G_MININT64;
  descriptor->offset_bytes = descriptor->size_bytes = descriptor->unread_bytes = G_MININT64;
  descriptor->peer_pid = G_MININT;
  take_size (descriptor, listing, link);
  descriptor->target = apm_text_to_utf8 (link, -1);
  if (!g_utf8_validate (link, -1, NULL))
    descriptor->target_base64 = g_base64_encode ((const guchar *) link, strlen (link));
  if (apm_fd_info_read (&info, listing->pid, listing->pid, fd, NULL))
    take_info (descriptor, &info);
  if (listing->peers)
    take_peer (descriptor, listing, &info);
  g_ptr_array_add (listing->list, descriptor);
}

static void
fail (GError **error,
      int      reason,
      int      pid)
{
  if (reason == ENOENT || reason == ESRCH)
    g_set_error (error, APM_ERROR, APM_ERROR_GONE, _("There is no process %d"), pid);
  else
    apm_set_error_from_errno (error, reason, _("Cannot see the open files of process %d"), pid);
}

/**
 * apm_peers_read_descriptors:
 * @self: (nullable): without it no peers are told, and of sockets no names
 *
 * Reads the open descriptors of @pid, now. Not for the main thread.
 *
 * Returns: (transfer full) (nullable): of ApmDescriptor, by number; else @error is
 *   APM_ERROR_GONE, or APM_ERROR_DENIED
 */
GPtrArray *
apm_peers_read_descriptors (const ApmPeers  *self,
                            int              pid,
                            GError         **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_descriptor_free);
  Listing listing = { .peers = self, .list = list, .pid = pid };
  char path[32];

  g_snprintf (path, sizeof path, "/proc/%d/fd", pid);
  listing.dir_fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (listing.dir_fd < 0)
    {
      fail (error, errno, pid);
      return NULL;
    }
  apm_peers_for_each_number (listing.dir_fd, take_descriptor, &listing);
  close (listing.dir_fd);
  if (listing.denied && list->len == 0)
    {
      fail (error, EACCES, pid);
      return NULL;
    }

  return g_steal_pointer (&list);
}

/**
 * apm_peers_read_object:
 * @tid: a thread of @pid that may have a table of its own, else @pid
 * @object: (out): what descriptor @fd leads to, now
 * @access: (out): as which it is open; 0 where that is not known of its kind
 *
 * Returns: whether it could be read; else @error is APM_ERROR_GONE (no such process
 *   or descriptor), or APM_ERROR_DENIED
 */
gboolean
apm_peers_read_object (int         pid,
                       int         tid,
                       int         fd,
                       ApmObject  *object,
                       ApmAccess  *access,
                       GError    **error)
{
  char path[64];
  char link[PATH_MAX + 1];
  ApmPeersLink found;
  int reason;
  int dir_fd;

  if (tid == pid)
    g_snprintf (path, sizeof path, "/proc/%d/fd", pid);
  else
    g_snprintf (path, sizeof path, "/proc/%d/task/%d/fd", pid, tid);
  dir_fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  reason = dir_fd < 0 ? errno : apm_peers_read_link (dir_fd, fd, link, sizeof link, &found);
  if (dir_fd >= 0)
    close (dir_fd);
  if (reason != 0)
    {
      apm_set_error_from_errno (error, reason == ENOENT ? ESRCH : reason,
                                _("Cannot look at descriptor %d of process %d"), fd, pid);
      return FALSE;
    }

  found.tid = tid;
  apm_peers_ask_fd_info (&found, pid);
  *object = found.object;
  *access = found.access;

  return TRUE;
}

static void
port_free (gpointer data)
{
  ApmPort *port = data;

  g_free (port->address);
  g_free (port);
}

static gboolean
waits_for_others (const ApmSocket *socket)
{
  if (socket->family == APM_SOCKET_UDP)
    return !socket->connected && socket->local.port != 0;

  return socket->listens || (socket->family == APM_SOCKET_UNIX && socket->name && !socket->connected);
}

static ApmPort *
port_new (const ApmPeersLink *link,
          int                 pid,
          const ApmSocket    *socket)
{
  ApmPort *port = g_new0 (ApmPort, 1);

  port->pid = pid;
  port->fd = link->fd;
  port->protocol = family_words[socket->family];
  port->inode = (gint64) socket->inode;
  port->port = socket->family == APM_SOCKET_UNIX ? G_MININT : socket->local.port;
  port->address = socket->family == APM_SOCKET_UNIX ? g_strdup (socket->name) : apm_address_dup_host (&socket->local);
  port->waiting = socket->listens ? (int) MIN (socket->unread, G_MAXINT) : G_MININT;
  port->backlog = socket->listens ? (int) MIN (socket->backlog, G_MAXINT) : G_MININT;

  return port;
}

/**
 * apm_peers_list_ports:
 *
 * Returns: (transfer full): of ApmPort: where @pid waits for others, each once
 */
GPtrArray *
apm_peers_list_ports (const ApmPeers *self,
                      int             pid)
{
  g_autoptr(GPtrArray) ports = g_ptr_array_new_with_free_func (port_free);
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  const ApmPeersEntry *entry = apm_peers_find_entry (self, pid);

  for (guint i = 0; entry && i < entry->links->len; i++)
    {
      const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, i);
      const ApmSocket *socket = link->object.kind == APM_OBJECT_SOCKET
                                ? apm_sockets_find (apm_peers_get_sockets (self), link->object.id) : NULL;

      if (socket && waits_for_others (socket) && g_hash_table_add (seen, (gpointer) socket))
        g_ptr_array_add (ports, port_new (link, pid, socket));
    }

  return g_steal_pointer (&ports);
}
