/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-peers-private.h"

#include "apm-cpu-clock.h"
#include "apm-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* A process that stands still is read again after so many readings: another process
 * may share its table, or have put a descriptor into it. */
#define ROTATION 16
/* PROC_PID_INIT_INO of the kernel: the namespace that has all processes. */
#define FIRST_NAMESPACE "pid:[4026531836]"

struct _ApmPeersReader
{
  GMutex mutex;
  int proc_fd;
  gboolean clocks_fit;     /* PIDs of this /proc are ours */
  GHashTable *entries;     /* PID to ApmPeersEntry, owned */
  guint n_reads;
};

static gboolean
is_link (int         proc_fd,
         const char *name,
         const char *expected)
{
  char link[64];
  gssize length = readlinkat (proc_fd, name, link, sizeof link - 1);

  if (length < 0)
    return FALSE;
  link[length] = '\0';

  return strcmp (link, expected) == 0;
}

/**
 * apm_peers_reader_new:
 *
 * Returns: (transfer full) (nullable): %NULL where there is no /proc
 */
ApmPeersReader *
apm_peers_reader_new (GError **error)
{
  ApmPeersReader *self;
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (proc_fd < 0)
    {
      apm_set_error_from_errno (error, errno, _("Cannot look into /proc"));
      return NULL;
    }

  self = g_new0 (ApmPeersReader, 1);
  g_mutex_init (&self->mutex);
  self->proc_fd = proc_fd;
  self->clocks_fit = apm_cpu_clock_fits (proc_fd);
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) apm_peers_entry_unref);

  return self;
}

void
apm_peers_reader_free (ApmPeersReader *self)
{
  if (!self)
    return;

  g_hash_table_unref (self->entries);
  close (self->proc_fd);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

typedef struct {
  ApmPeersReader *reader;
  GHashTable *entries;     /* where they are kept */
  GPtrArray *list;
  guint flags;
} Pass;

/* A process whose clock stands still has opened and closed nothing. */
static gboolean
is_as_it_was (const Pass          *pass,
              const ApmPeersEntry *entry,
              gint64               clock_ns)
{
  return clock_ns >= 0 && entry->clock_ns == clock_ns && entry->flags == pass->flags &&
         (guint) entry->process.pid % ROTATION != pass->reader->n_reads % ROTATION;
}

static void
take_process (int      pid,
              gpointer data)
{
  Pass *pass = data;
  ApmPeersReader *self = pass->reader;
  gint64 clock_ns = self->clocks_fit ? apm_cpu_clock_read_ns (pid) : -1;
  ApmPeersEntry *entry = g_hash_table_lookup (self->entries, GINT_TO_POINTER (pid));

  if (entry && is_as_it_was (pass, entry, clock_ns))
    entry = apm_peers_entry_ref (entry);
  else
    entry = apm_peers_entry_read (self->proc_fd, pid, pass->flags, clock_ns);
  if (!entry)
    return;

  g_hash_table_insert (pass->entries, GINT_TO_POINTER (pid), entry);
  g_ptr_array_add (pass->list, apm_peers_entry_ref (entry));
}

/* Whether /proc shows everybody: the first process is there for all to see. */
guint
apm_peers_find_proc_gaps (int proc_fd)
{
  guint gaps = 0;

  if (faccessat (proc_fd, "1/stat", R_OK, 0) < 0)
    gaps |= APM_PEERS_GAP_HIDDEN;
  if (!is_link (proc_fd, "self/ns/pid", FIRST_NAMESPACE))
    gaps |= APM_PEERS_GAP_NAMESPACE;

  return gaps;
}

static guint
find_gaps (const ApmPeersReader *self,
           const ApmSockets     *sockets)
{
  guint gaps = apm_peers_find_proc_gaps (self->proc_fd);

  if (!apm_sockets_know_peers (sockets))
    gaps |= APM_PEERS_GAP_SOCKETS;

  return gaps;
}

/**
 * apm_peers_reader_read:
 *
 * Costs the listing of /proc and a call for each process that has not run since it was
 * read last; the others are read anew. Not for the main thread.
 *
 * Returns: (transfer full) (nullable): who has which ends, as of now; to be given back
 *   with apm_peers_unref()
 */
ApmPeers *
apm_peers_reader_read (ApmPeersReader  *self,
                       ApmPeersFlags    flags,
                       GError         **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_peers_entry_unref);
  Pass pass = { .reader = self, .list = list, .flags = flags };
  ApmSockets *sockets;

  self->n_reads++;
  pass.entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) apm_peers_entry_unref);
  if (lseek (self->proc_fd, 0, SEEK_SET) < 0 || !apm_peers_for_each_number (self->proc_fd, take_process, &pass))
    {
      apm_set_error_from_errno (error, errno, _("Cannot look into /proc"));
      g_hash_table_unref (pass.entries);
      return NULL;
    }
  g_hash_table_unref (self->entries);
  self->entries = pass.entries;
  sockets = apm_sockets_read ();

  return apm_peers_new (g_steal_pointer (&list), sockets, find_gaps (self, sockets));
}

/* Returns: (transfer full) (element-type guint64): the sockets that they have */
static GArray *
list_sockets (const GPtrArray *entries)
{
  GArray *inodes = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < entries->len; i++)
    {
      const ApmPeersEntry *entry = entries->pdata[i];

      for (guint k = 0; k < entry->links->len; k++)
        {
          const ApmObject *object = &g_array_index (entry->links, ApmPeersLink, k).object;

          if (object->kind == APM_OBJECT_SOCKET)
            g_array_append_val (inodes, object->id);
        }
    }

  return inodes;
}

/**
 * apm_peers_reader_read_some:
 * @pids: (array length=n_pids): who is to be looked at
 *
 * Costs what these few cost. What is not found there may still be with somebody else:
 * the answers are never complete. Sockets of TCP and UDP are known if one of these few
 * has any.
 *
 * Returns: (transfer full): to be given back with apm_peers_unref()
 */
ApmPeers *
apm_peers_reader_read_some (ApmPeersReader *self,
                            const int      *pids,
                            guint           n_pids)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_peers_entry_unref);
  g_autoptr(GArray) inodes = NULL;
  Pass pass = { .reader = self, .entries = self->entries, .list = list };
  ApmSockets *sockets;

  self->n_reads++;
  for (guint i = 0; i < n_pids; i++)
    take_process (pids[i], &pass);
  inodes = list_sockets (list);
  sockets = apm_sockets_read_for (inodes);

  return apm_peers_new (g_steal_pointer (&list), sockets, find_gaps (self, sockets) | APM_PEERS_GAP_UNREAD);
}

/**
 * apm_peers_reader_forget:
 *
 * The next reading reads @pid anew, whether it has run or not.
 */
void
apm_peers_reader_forget (ApmPeersReader *self,
                         int             pid)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->entries, GINT_TO_POINTER (pid));
}

/**
 * apm_peers_read:
 *
 * Returns: (transfer full) (nullable): as apm_peers_reader_read(), of everything anew
 */
ApmPeers *
apm_peers_read (ApmPeersFlags   flags,
                GError        **error)
{
  g_autoptr(ApmPeersReader) reader = apm_peers_reader_new (error);

  return reader ? apm_peers_reader_read (reader, flags, error) : NULL;
}
