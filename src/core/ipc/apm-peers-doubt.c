/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who could have something though we may not look. What is open is passed on by
 * inheritance, so that those who may have it are the parents of who has it, and what
 * was started in the same session. That one is handed over through a socket to a
 * stranger, or that a stranger opens a FIFO by its name, is not thought of here: what
 * follows is likely, and never proven. */

#include "apm-peers-private.h"

/* What the first process starts gets its ends as standard input and output. */
#define LAST_STANDARD_FD 2

/* @last_fd: of its descriptors up to this one */
gboolean
apm_peers_entry_has (const ApmPeersEntry *entry,
                     const ApmObject     *object,
                     int                  last_fd)
{
  for (guint i = 0; i < entry->links->len; i++)
    {
      const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, i);

      if (link->object.kind == object->kind && link->object.id == object->id &&
          link->object.device == object->device && link->fd <= last_fd)
        return TRUE;
    }

  return FALSE;
}

/* What an ancestor passed on went through the hands of all between: the first of them
 * that has it no more, as a shell has not that made a pipe for others, ends the search. */
static gboolean
has_doubtful_parent (const ApmPeers  *self,
                     int              pid,
                     const ApmObject *object)
{
  const ApmPeersEntry *child = apm_peers_find_entry (self, pid);

  for (guint i = 0; child && i < APM_PEERS_MOST_PARENTS; i++)
    {
      const ApmPeersEntry *parent = apm_peers_find_entry (self, child->ppid);
      gboolean outside = child->ppid == 0 && (apm_peers_get_gaps (self) & APM_PEERS_GAP_NAMESPACE) != 0;
      gboolean is_first = outside || child->ppid == 1;

      if (outside || (parent && parent->process.denied))
        return apm_peers_entry_has (child, object, is_first ? LAST_STANDARD_FD : G_MAXINT);
      if (!parent || !apm_peers_entry_has (parent, object, G_MAXINT))
        return FALSE;
      child = parent;
    }

  return FALSE;
}

static guint
count (GHashTable *table,
       int         key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (table, GINT_TO_POINTER (key)));
}

/* How many of those whom @pid descends from may not be looked at, and are of its session. */
static guint
count_denied_parents (const ApmPeers      *self,
                      const ApmPeersEntry *entry)
{
  const ApmPeersEntry *parent = apm_peers_find_entry (self, entry->ppid);
  guint n = 0;

  for (guint i = 0; parent && i < APM_PEERS_MOST_PARENTS; i++)
    {
      n += parent->process.denied && parent->session == entry->session;
      parent = apm_peers_find_entry (self, parent->ppid);
    }

  return n;
}

/**
 * apm_peers_find_doubtful_kin:
 *
 * Once for all, since it is asked of many.
 *
 * Returns: (transfer full): the set of PIDs that have somebody in their session, or
 *   among those they started, who may not be looked at: sudo in a pipeline. Parents are
 *   another matter.
 */
GHashTable *
apm_peers_find_doubtful_kin (const ApmPeers *self)
{
  g_autoptr(GHashTable) denied = g_hash_table_new (NULL, NULL);
  GHashTable *doubtful = g_hash_table_new (NULL, NULL);
  const GPtrArray *entries = apm_peers_get_entries (self);

  for (guint i = 0; i < entries->len; i++)
    {
      const ApmPeersEntry *entry = entries->pdata[i];
      const ApmPeersEntry *parent = apm_peers_find_entry (self, entry->ppid);

      if (!entry->process.denied)
        continue;
      g_hash_table_insert (denied, GINT_TO_POINTER (entry->session),
                           GUINT_TO_POINTER (count (denied, entry->session) + 1));
      for (guint j = 0; parent && g_hash_table_add (doubtful, GINT_TO_POINTER (parent->process.pid)) && j < APM_PEERS_MOST_PARENTS; j++)
        parent = apm_peers_find_entry (self, parent->ppid);
    }
  for (guint i = 0; i < entries->len && g_hash_table_size (denied) > 0; i++)
    {
      const ApmPeersEntry *entry = entries->pdata[i];
      guint n = count (denied, entry->session);

      if (n > 0 && n > count_denied_parents (self, entry))
        g_hash_table_add (doubtful, GINT_TO_POINTER (entry->process.pid));
    }

  return doubtful;
}

/**
 * apm_peers_is_doubtful:
 * @holders: of ApmHolder: those who are known to have @object, or its other end
 *
 * Returns: whether it must be expected of somebody who may not be looked at that he has
 *   it too
 */
gboolean
apm_peers_is_doubtful (const ApmPeers  *self,
                       const ApmObject *object,
                       const GArray    *holders)
{
  int last = 0;

  if (apm_peers_get_gaps (self) & APM_PEERS_GAP_HIDDEN)
    return TRUE;

  for (guint i = 0; i < holders->len; i++)
    {
      const ApmHolder *holder = &g_array_index (holders, ApmHolder, i);
      ApmObject own = { APM_OBJECT_SOCKET, holder->socket, 0 };

      if (holder->pid == last)
        continue;
      last = holder->pid;
      if (has_doubtful_parent (self, holder->pid, holder->socket ? &own : object) ||
          apm_peers_has_doubtful_kin (self, holder->pid))
        return TRUE;
    }

  return FALSE;
}

/**
 * apm_peers_is_in_flight:
 * @holders: of ApmHolder, as for apm_peers_is_doubtful()
 * @is_missing: somebody must have the other end, and nobody was found
 *
 * Returns: whether it must be expected that an end of theirs is on its way in a socket:
 *   one of them, or who started it, sends descriptors that nobody has received yet, or
 *   is sent some
 */
gboolean
apm_peers_is_in_flight (const ApmPeers *self,
                        const GArray   *holders,
                        gboolean        is_missing)
{
  if ((apm_peers_get_gaps (self) & APM_PEERS_GAP_IN_FLIGHT) == 0)
    return FALSE;
  if (is_missing)
    return TRUE;

  for (guint i = 0; i < holders->len; i++)
    {
      const ApmPeersEntry *entry = apm_peers_find_entry (self, g_array_index (holders, ApmHolder, i).pid);

      if (entry && (apm_peers_is_carrier (self, entry->process.pid) || apm_peers_is_carrier (self, entry->ppid)))
        return TRUE;
    }

  return FALSE;
}
