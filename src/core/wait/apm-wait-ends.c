/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-private.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

/* Ends of files that the table of descriptors alone does not tell: the listener that
 * connect() waits for, the partner of a FIFO that is being opened, the process behind
 * a pidfd, and who holds a lock. */

/**
 * apm_wait_set_address:
 *
 * Names the wait for a connection by whom it is to reach: the path or the '@' name of
 * a Unix socket, else host and port.
 */
void
apm_wait_set_address (ApmWaitSubject   *subject,
                      const ApmWaitAsk *ask,
                      ApmWait          *wait)
{
  gsize n_read;
  const guint8 *bytes = apm_wait_get_window (subject, ask, 0, &n_read);
  g_autofree char *name = NULL;
  ApmAddress address = { .is_v4 = TRUE };
  sa_family_t family = AF_UNSPEC;

  if (n_read >= sizeof family)
    memcpy (&family, bytes, sizeof family);
  if (family == AF_UNIX && n_read > offsetof (struct sockaddr_un, sun_path))
    {
      const char *path = (const char *) bytes + offsetof (struct sockaddr_un, sun_path);
      gsize length = n_read - offsetof (struct sockaddr_un, sun_path);

      name = apm_socket_dup_name (path, *path ? strnlen (path, length) : length);
    }
  else if (family == AF_INET && n_read >= sizeof (struct sockaddr_in))
    {
      address.bytes[10] = address.bytes[11] = 0xff;
      memcpy (address.bytes + 12, bytes + offsetof (struct sockaddr_in, sin_addr), 4);
      address.port = (guint16) (bytes[2] << 8 | bytes[3]);
      name = apm_address_dup_text (&address);
    }
  else if (family == AF_INET6 && n_read >= sizeof (struct sockaddr_in6))
    {
      address.is_v4 = FALSE;
      memcpy (address.bytes, bytes + offsetof (struct sockaddr_in6, sin6_addr), 16);
      address.port = (guint16) (bytes[2] << 8 | bytes[3]);
      name = apm_address_dup_text (&address);
    }
  if (name)
    apm_wait_set_name (subject->look->pass, wait, name, strlen (name));
}

static void
add_holders_of (const ApmPeers  *peers,
                const ApmObject *object,
                ApmWaitFar      *far)
{
  guint n;
  const ApmHolder *holders = apm_peers_get_holders (peers, object, &n);

  for (guint i = 0; i < n; i++)
    {
      ApmWaitEnder ender = { holders[i].pid, 0 };

      if (i == 0 || holders[i].pid != holders[i - 1].pid)
        g_array_append_val (far->enders, ender);
    }
}

/**
 * apm_wait_add_listener:
 *
 * connect() to a Unix socket waits while the listener's queue is full.
 */
void
apm_wait_add_listener (ApmWaitLook     *look,
                       const ApmWait   *wait,
                       const ApmObject *object,
                       ApmWaitFar      *far)
{
  const ApmPeers *peers = apm_wait_get_peers (look);
  const ApmSocket *own = peers ? apm_sockets_find (apm_peers_get_sockets (peers), object->id) : NULL;
  const ApmSocket *listener = NULL;

  if (peers && wait->object.name)
    listener = apm_sockets_find_name (apm_peers_get_sockets (peers), wait->object.name);
  if (!listener || (own && own->family != APM_SOCKET_UNIX))
    {
      far->is_open = TRUE;
      return;
    }
  far->is_complete = far->is_likely = apm_peers_is_complete (peers);
  add_holders_of (peers, &(ApmObject) { APM_OBJECT_SOCKET, listener->inode, 0 }, far);
  if (far->enders->len > 0)
    far->is_likely = TRUE;
}

/**
 * apm_wait_add_pidfd:
 *
 * A pidfd is ready when its process has ended.
 */
void
apm_wait_add_pidfd (const ApmWait        *wait,
                    const ApmWaitFileAsk *ask,
                    ApmWaitFar           *far)
{
  g_auto(ApmFdInfo) info;
  ApmWaitEnder ender = { 0, 0 };

  apm_fd_info_init (&info);
  if (apm_fd_info_read (&info, wait->pid, wait->tid, ask->fd, NULL) && info.has_pid && info.pid > 0)
    {
      ender.pid = (int) info.pid;
      g_array_append_val (far->enders, ender);
    }
  else
    far->is_open = TRUE;
}

/**
 * apm_wait_tell_fifo:
 *
 * open() of a FIFO waits for somebody who opens the other end: anybody may, nobody has.
 * Its name is all that is told: to ask the file system may take for ever.
 */
void
apm_wait_tell_fifo (ApmWait              *wait,
                    const ApmWaitFileAsk *ask)
{
  wait->nature = APM_WAIT_OPEN;
  wait->finding = APM_WAIT_NOBODY;
  wait->grade = APM_WAIT_GRADE_PROVEN;
  wait->count[0] = ask->access == APM_ACCESS_READ;
}

/**
 * apm_wait_tell_daemon:
 * @object: a file on a FUSE mount, whose device's minor number is that of the connection
 *
 * The daemon that serves it.
 */
void
apm_wait_tell_daemon (ApmWaitLook     *look,
                      ApmWait         *wait,
                      const ApmObject *object)
{
  const ApmPeers *peers = object->device ? apm_wait_get_peers (look) : NULL;
  ApmWaitFar far = { .enders = g_array_new (FALSE, FALSE, sizeof (ApmWaitEnder)) };

  look->is_unsettled = look->needs_all = look->is_near;
  if (peers)
    add_holders_of (peers, &(ApmObject) { APM_OBJECT_FUSE, minor (object->device), 0 }, &far);
  if (far.enders->len > 0)
    {
      wait->nature = APM_WAIT_HARD;
      wait->grade = APM_WAIT_GRADE_LIKELY;
      apm_wait_add_group (look->pass, wait, (const ApmWaitEnder *) (gconstpointer) far.enders->data, far.enders->len,
                          TRUE);
    }
  g_array_unref (far.enders);
}

static ApmFileLocks *
get_locks (ApmWaitLook *look)
{
  const ApmPeers *peers = apm_wait_get_peers (look);

  /* Heirs of a lock may be anywhere. */
  look->is_unsettled = look->is_near;
  if (!look->locks && peers)
    look->locks = apm_file_locks_read (peers, NULL);

  return look->locks;
}

static const ApmFileLock *
find_waiting (ApmFileLocks    *locks,
              const ApmWait   *wait,
              const ApmObject *object)
{
  g_autoptr(GPtrArray) rows = apm_file_locks_list_for (locks, wait->pid);
  ApmLockKind kind = wait->kind == APM_WAIT_FLOCK   ? APM_LOCK_FLOCK
                     : wait->kind == APM_WAIT_LEASE ? APM_LOCK_LEASE
                                                    : APM_LOCK_POSIX;
  const ApmFileLock *found = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const ApmFileLock *row = g_ptr_array_index (rows, i);

      if (!row->waits || row->lock != kind)
        continue;
      if (object && object->id == (guint64) row->inode)
        return row;
      found = found ? found : row;
    }

  return found;
}

/* All who are in the way must go; of each lock any one who has it can give it back. */
static void
add_blockers (ApmWaitLook       *look,
              ApmWait           *wait,
              const ApmFileLock *waiting)
{
  g_autoptr(GPtrArray) rows = apm_file_locks_find_blockers (look->locks, waiting);
  gboolean is_complete = apm_file_locks_is_complete (look->locks);
  gboolean is_hidden = rows->len > 0 && !is_complete;
  gboolean is_any_hidden = FALSE;

  for (guint i = 0; i < rows->len;)
    {
      g_autoptr(GArray) enders = g_array_new (FALSE, FALSE, sizeof (ApmWaitEnder));
      guint group = ((ApmFileLock *) g_ptr_array_index (rows, i))->group;

      for (; i < rows->len && ((ApmFileLock *) g_ptr_array_index (rows, i))->group == group; i++)
        {
          ApmWaitEnder ender = { ((ApmFileLock *) g_ptr_array_index (rows, i))->pid, 0 };

          if (ender.pid > 0)
            g_array_append_val (enders, ender);
        }
      apm_wait_add_group (look->pass, wait, (ApmWaitEnder *) (gpointer) enders->data, enders->len,
                          (is_complete || enders->len > 0) && !look->is_near);
      /* Of several locks in the way one that may be seen is enough to be stuck for. */
      is_hidden &= enders->len == 0;
      is_any_hidden |= enders->len == 0;
    }
  look->needs_all |= look->is_near && is_any_hidden;
  wait->grade = rows->len == 0 ? APM_WAIT_GRADE_UNKNOWN
                               : is_complete ? APM_WAIT_GRADE_PROVEN : APM_WAIT_GRADE_LIKELY;
  if (rows->len == 0)
    wait->unknown = APM_WAIT_MOVED;
  if (is_hidden)
    {
      wait->grade = APM_WAIT_GRADE_UNKNOWN;
      wait->unknown = APM_WAIT_DENIED_MODE;
      apm_wait_add_candidates (look, wait, NULL, 0);
    }
}

/* In a container: locks whose taker is not in it, or has ended, are not on the kernel's
 * list there. Who has them by an open file is likely all, as far as one can see from within. */
static void
tell_unlisted_flock (ApmWaitLook     *look,
                     ApmWait         *wait,
                     const ApmObject *object)
{
  g_autoptr(GArray) pids = apm_file_locks_list_flock_holders (apm_wait_get_peers (look), object);
  g_autoptr(GArray) enders = g_array_new (FALSE, FALSE, sizeof (ApmWaitEnder));

  for (guint i = 0; i < pids->len; i++)
    {
      ApmWaitEnder ender = { g_array_index (pids, int, i), 0 };

      g_array_append_val (enders, ender);
    }
  apm_wait_add_group (look->pass, wait, (const ApmWaitEnder *) (gconstpointer) enders->data, enders->len,
                      enders->len > 0);
  wait->grade = enders->len > 0 ? APM_WAIT_GRADE_LIKELY : APM_WAIT_GRADE_UNKNOWN;
  look->needs_all |= look->is_near && enders->len == 0;
  /* Somebody outside has it. */
  if (enders->len == 0)
    wait->unknown = APM_WAIT_DENIED_MODE;
}

static gboolean
is_in_namespace (ApmWaitLook *look)
{
  return (apm_peers_get_gaps (apm_wait_get_peers (look)) & APM_PEERS_GAP_NAMESPACE) != 0;
}

/**
 * apm_wait_tell_lock:
 *
 * flock(2), leases and the two of fcntl(2). The kernel's list tells the PID of who waits but
 * for locks of open files: those are found by file and range.
 */
void
apm_wait_tell_lock (ApmWaitLook          *look,
                    ApmWait              *wait,
                    const ApmWaitFileAsk *ask)
{
  ApmFileLocks *locks = get_locks (look);
  ApmObject object = { 0 };
  ApmAccess access;
  gboolean has_object = ask->fd >= 0
                        && apm_peers_read_object (wait->pid, wait->tid, ask->fd, &object, &access, NULL);
  const ApmFileLock *waiting;
  ApmFileLock wanted = {
    .pid = wait->pid, .lock = APM_LOCK_OFD, .kind = "ofd", .waits = TRUE,
    .mode = ask->access == APM_ACCESS_READ ? "read" : "write",
    .start_bytes = ask->first_byte, .end_bytes = ask->last_byte, .inode = (gint64) object.id,
  };

  wait->nature = APM_WAIT_HARD;
  /* After /proc/sys/fs/lease-break-time the kernel takes a lease away. */
  if (wait->kind == APM_WAIT_LEASE)
    wait->flags |= APM_WAIT_TIMED;
  wait->object.fd = ask->fd;
  if (has_object)
    {
      wait->object.space = object.device;
      wait->object.id = object.id;
    }
  waiting = !locks ? NULL : wait->kind == APM_WAIT_OFD_LOCK ? &wanted : find_waiting (locks, wait, has_object ? &object : NULL);
  if (!waiting && locks && wait->kind == APM_WAIT_FLOCK && has_object && is_in_namespace (look))
    {
      tell_unlisted_flock (look, wait, &object);
      return;
    }
  if (!waiting)
    {
      wait->unknown = locks ? APM_WAIT_MOVED : APM_WAIT_UNREADABLE;
      wait->nature = APM_WAIT_OPEN;
      return;
    }
  if (waiting->file)
    apm_wait_set_name (look->pass, wait, waiting->file, strlen (waiting->file));
  add_blockers (look, wait, waiting);
}
