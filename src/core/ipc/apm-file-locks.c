/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-file-locks.h"

#include "apm-error.h"
#include "apm-lock-line.h"
#include "apm-peers-private.h"
#include "apm-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define FIELD(type_, member) { #member, APM_FIELD_##type_, G_STRUCT_OFFSET (ApmFileLock, member), 0, 0 }

const ApmField apm_file_lock_fields[] = {
  FIELD (INT, pid),
  FIELD (STRING, process),
  FIELD (INT, fd),
  FIELD (STRING, kind),
  FIELD (STRING, mode),
  FIELD (BOOLEAN, waits),
  FIELD (BOOLEAN, breaking),
  FIELD (INT64, start_bytes),
  FIELD (INT64, end_bytes),
  FIELD (STRING, file),
  FIELD (UINT, major),
  FIELD (UINT, minor),
  FIELD (INT64, inode),
  FIELD (STRING, blocked_by),
  FIELD (INT, blocker_pid),
  FIELD (INT, taken_by),
  { NULL }
};

/* Where a file that is locked is open. */
typedef struct {
  int pid;
  int tid;
  int fd;
  guint64 inode;
} Opening;

struct _ApmFileLocks
{
  const ApmPeers *peers;   /* only while it is built */
  GPtrArray *rows;         /* of ApmFileLock */
  GArray *lines;           /* of ApmLockLine */
  GArray *openings;        /* of Opening */
  gboolean complete;
};

static void
lock_free (gpointer data)
{
  ApmFileLock *lock = data;

  g_free (lock->process);
  g_free (lock->file);
  g_free (lock->blocked_by);
  g_free (lock);
}

void
apm_file_locks_free (ApmFileLocks *self)
{
  if (!self)
    return;

  g_ptr_array_unref (self->rows);
  g_array_unref (self->lines);
  g_array_unref (self->openings);
  g_free (self);
}

static void
find_openings (ApmFileLocks *self)
{
  g_autoptr(GHashTable) inodes = g_hash_table_new (g_int64_hash, g_int64_equal);
  const GPtrArray *entries = apm_peers_get_entries (self->peers);

  for (guint i = 0; i < self->lines->len; i++)
    g_hash_table_add (inodes, &g_array_index (self->lines, ApmLockLine, i).inode);
  for (guint i = 0; i < entries->len; i++)
    {
      const ApmPeersEntry *entry = entries->pdata[i];

      for (guint j = 0; j < entry->links->len; j++)
        {
          const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, j);
          Opening opening = { entry->process.pid, link->tid, link->fd, link->object.id };

          if (link->fd >= 0 && apm_object_can_be_locked (link->object.kind) && g_hash_table_contains (inodes, &link->object.id))
            g_array_append_val (self->openings, opening);
        }
    }
}

static char *
dup_file_name (const ApmFileLocks *self,
               const ApmLockLine  *line)
{
  for (guint i = 0; i < self->openings->len; i++)
    {
      const Opening *opening = &g_array_index (self->openings, Opening, i);
      g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/fd/%d", opening->pid, opening->tid, opening->fd);
      char target[PATH_MAX + 1];
      gssize length = opening->inode == line->inode ? readlink (path, target, sizeof target) : -1;

      if (length > 0)
        return apm_text_to_utf8 (target, length);
    }

  return NULL;
}

static ApmFileLock *
add_row (ApmFileLocks      *self,
         const ApmLockLine *line,
         int                pid,
         int                fd)
{
  ApmFileLock *row = g_new0 (ApmFileLock, 1);
  const ApmPeersProcess *process = self->peers && pid > 0 ? apm_peers_find_process (self->peers, pid) : NULL;

  row->pid = pid > 0 ? pid : G_MININT;
  row->process = process ? g_strdup (process->name) : NULL;
  row->fd = fd;
  row->lock = line->kind;
  row->kind = apm_lock_kind_word (line->kind);
  row->mode = line->mode;
  row->waits = line->waits;
  row->breaking = line->breaking;
  row->start_bytes = line->start;
  row->end_bytes = line->end;
  row->file = dup_file_name (self, line);
  row->major = line->major;
  row->minor = line->minor;
  row->inode = (gint64) line->inode;
  row->blocker_pid = G_MININT;
  row->taken_by = line->pid;
  row->group = line->number;
  g_ptr_array_add (self->rows, row);

  return row;
}

/* The kernel tells of a lock in the fdinfo of every descriptor that holds it. */
static gboolean
holds (const ApmLockLine *line,
       int                pid,
       int                tid,
       int                fd)
{
  g_auto(ApmFdInfo) info;

  if (!apm_fd_info_read (&info, pid, tid, fd, NULL))
    return FALSE;
  for (guint i = 0; info.locks && i < info.locks->len; i++)
    {
      ApmLockLine own;

      if (apm_lock_line_parse (&own, info.locks->pdata[i]) && apm_lock_line_is_same (&own, line))
        return TRUE;
    }

  return FALSE;
}

/* Where a file system tells other inode numbers than the kernel's own, an overlay for
 * one: all that the taker has open. */
static gboolean
find_taker (ApmFileLocks      *self,
            const ApmLockLine *line)
{
  const ApmPeersEntry *entry = line->pid > 0 ? apm_peers_find_entry (self->peers, line->pid) : NULL;

  for (guint i = 0; entry && i < entry->links->len; i++)
    {
      const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, i);

      if (link->fd >= 0 && apm_object_can_be_locked (link->object.kind) && holds (line, line->pid, link->tid, link->fd))
        {
          add_row (self, line, line->pid, link->fd);
          return TRUE;
        }
    }

  return FALSE;
}

/* Nobody we can look at: it is the taker where that one is there and hides it, or where
 * the kind of lock ends with its taker. */
static int
guess_holder (const ApmFileLocks *self,
              const ApmLockLine  *line)
{
  const ApmPeersProcess *taker = line->pid > 0 ? apm_peers_find_process (self->peers, line->pid) : NULL;

  return taker && (taker->denied || line->kind == APM_LOCK_POSIX || line->kind == APM_LOCK_LEASE) ? line->pid : G_MININT;
}

static void
add_holders (ApmFileLocks      *self,
             const ApmLockLine *line)
{
  int last = 0;

  for (guint i = 0; i < self->openings->len; i++)
    {
      const Opening *opening = &g_array_index (self->openings, Opening, i);

      if (opening->inode != line->inode || opening->pid == last ||
          !holds (line, opening->pid, opening->tid, opening->fd))
        continue;
      last = opening->pid;
      add_row (self, line, opening->pid, opening->fd);
    }
  if (last == 0 && !find_taker (self, line))
    add_row (self, line, guess_holder (self, line), G_MININT);
}

static void
add_line (ApmFileLocks      *self,
          const ApmLockLine *line)
{
  int fd = G_MININT;

  if (!self->peers)
    {
      add_row (self, line, line->pid, fd);
      return;
    }
  if (!line->waits)
    {
      add_holders (self, line);
      return;
    }
  for (guint i = 0; i < self->openings->len && fd < 0; i++)
    {
      const Opening *opening = &g_array_index (self->openings, Opening, i);

      if (opening->pid == line->pid && opening->inode == line->inode)
        fd = opening->fd;
    }
  add_row (self, line, line->pid, fd);
}

static gboolean
is_record_lock (ApmLockKind kind)
{
  return kind == APM_LOCK_POSIX || kind == APM_LOCK_OFD;
}

static gboolean
blocks (const ApmFileLock *holder,
        const ApmFileLock *waiting)
{
  if (holder->waits)
    return FALSE;
  /* Of a lease only the number of its line tells. */
  if (waiting->lock == APM_LOCK_LEASE)
    return holder->lock == APM_LOCK_LEASE && holder->group == waiting->group;
  if (holder->inode != waiting->inode ||
      ((waiting->major | waiting->minor) != 0 && (holder->major != waiting->major || holder->minor != waiting->minor)))
    return FALSE;
  if (holder->lock != waiting->lock && !(is_record_lock (holder->lock) && is_record_lock (waiting->lock)))
    return FALSE;
  /* A process is never in its own way with locks of this kind. */
  if (holder->lock == APM_LOCK_POSIX && waiting->lock == APM_LOCK_POSIX && holder->pid == waiting->pid)
    return FALSE;

  return (strcmp (holder->mode, "write") == 0 || strcmp (waiting->mode, "write") == 0) &&
         holder->start_bytes <= waiting->end_bytes && waiting->start_bytes <= holder->end_bytes;
}

/**
 * apm_file_locks_find_blockers:
 * @waiting: a row that waits; or one filled by the caller with lock, mode, start_bytes,
 *   end_bytes, pid, inode, and major and minor or both 0
 *
 * Returns: (transfer container): the rows of all who must give up their lock before
 *   @waiting gets its; some with a pid that is not known
 */
GPtrArray *
apm_file_locks_find_blockers (ApmFileLocks      *self,
                              const ApmFileLock *waiting)
{
  GPtrArray *blockers = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    if (blocks (self->rows->pdata[i], waiting))
      g_ptr_array_add (blockers, self->rows->pdata[i]);

  return blockers;
}

static gboolean
is_named (const GPtrArray *blockers,
          guint            i)
{
  for (guint before = 0; before < i; before++)
    if (((ApmFileLock *) blockers->pdata[before])->pid == ((ApmFileLock *) blockers->pdata[i])->pid)
      return TRUE;

  return FALSE;
}

static void
name_blockers (ApmFileLocks *self,
               ApmFileLock  *waiting)
{
  g_autoptr(GPtrArray) blockers = apm_file_locks_find_blockers (self, waiting);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < blockers->len; i++)
    {
      const ApmFileLock *blocker = blockers->pdata[i];
      g_autofree char *name = NULL;

      if (is_named (blockers, i))
        continue;
      if (blocker->pid <= 0)
        name = g_strdup (_("somebody who may not be looked at"));
      else if (self->peers)
        name = apm_peers_dup_process_text (self->peers, blocker->pid);
      else
        name = g_strdup_printf (_("process %d"), blocker->pid);
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", name);
      if (waiting->blocker_pid == G_MININT && blocker->pid > 0)
        waiting->blocker_pid = blocker->pid;
    }
  waiting->blocked_by = g_strdup (text->len > 0 ? text->str : _("not known"));
}

/**
 * apm_file_locks_new_for_text:
 * @text: what /proc/locks says; lines that are torn or lie are left out
 * @peers: (nullable): who has what open; without it the PIDs are as the kernel tells them
 *
 * Returns: (transfer full): its locks, @peers is not needed any more
 */
ApmFileLocks *
apm_file_locks_new_for_text (const char     *text,
                             const ApmPeers *peers)
{
  ApmFileLocks *self = g_new0 (ApmFileLocks, 1);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  self->peers = peers;
  self->rows = g_ptr_array_new_with_free_func (lock_free);
  self->lines = g_array_new (FALSE, FALSE, sizeof (ApmLockLine));
  self->openings = g_array_new (FALSE, FALSE, sizeof (Opening));
  self->complete = peers && apm_peers_is_complete (peers);
  /* The last has no end, or nothing in it. */
  for (guint i = 0; lines[0] && lines[i] && lines[i + 1]; i++)
    {
      ApmLockLine line;

      if (apm_lock_line_parse (&line, lines[i]))
        g_array_append_val (self->lines, line);
    }
  if (peers)
    find_openings (self);
  for (guint i = 0; i < self->lines->len; i++)
    add_line (self, &g_array_index (self->lines, ApmLockLine, i));
  for (guint i = 0; i < self->rows->len; i++)
    if (((ApmFileLock *) self->rows->pdata[i])->waits)
      name_blockers (self, self->rows->pdata[i]);
  self->peers = NULL;

  return self;
}

/**
 * apm_file_locks_read:
 * @peers: (nullable): who has what open, just read
 *
 * Not for the main thread: with @peers it opens the fdinfo of every locked file.
 *
 * Returns: (transfer full) (nullable): the locks of the machine as of now
 */
ApmFileLocks *
apm_file_locks_read (const ApmPeers  *peers,
                     GError         **error)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) reason = NULL;

  if (!g_file_get_contents ("/proc/locks", &text, NULL, &reason))
    {
      g_set_error (error, APM_ERROR, APM_ERROR_FAILED, _("Cannot read the locks on files: %s"), reason->message);
      return NULL;
    }

  return apm_file_locks_new_for_text (text, peers);
}

/**
 * apm_file_locks_get_rows:
 *
 * Returns: (transfer none): of ApmFileLock, as the kernel tells them: each before those
 *   who wait for it
 */
GPtrArray *
apm_file_locks_get_rows (ApmFileLocks *self)
{
  return self->rows;
}

/**
 * apm_file_locks_list_for:
 *
 * Returns: (transfer container): the rows of @pid: what it holds and waits for
 */
GPtrArray *
apm_file_locks_list_for (ApmFileLocks *self,
                         int           pid)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < self->rows->len; i++)
    if (((ApmFileLock *) self->rows->pdata[i])->pid == pid)
      g_ptr_array_add (rows, self->rows->pdata[i]);

  return rows;
}

/**
 * apm_file_locks_is_complete:
 *
 * Returns: whether everybody could be looked at; else a lock may have heirs that it
 *   does not name
 */
gboolean
apm_file_locks_is_complete (const ApmFileLocks *self)
{
  return self->complete;
}
