/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who it could be, where that may not be seen: a guess to be shown as one. */

#include "apm-peers-private.h"

/* Who has more of them has too many to guess. */
#define MOST_OBJECTS 64

static gboolean
descends_from (const ApmPeers      *self,
               const ApmPeersEntry *child,
               int                  pid)
{
  for (guint i = 0; child && i < APM_PEERS_MOST_PARENTS; i++)
    {
      if (child->ppid == pid)
        return TRUE;
      child = apm_peers_find_entry (self, child->ppid);
    }

  return FALSE;
}

/* Started by @holder, or beside it in its session. */
static gboolean
is_beside (const ApmPeers      *self,
           const ApmPeersEntry *entry,
           const ApmPeersEntry *holder)
{
  return (holder->process.pid > 1 && descends_from (self, entry, holder->process.pid))
         || (entry->session == holder->session && !descends_from (self, holder, entry->process.pid));
}

/* Who may have passed @object on to @entry: parents up to the first who is known not to
 * have it. The very first process is everybody's parent, which says nothing. */
static void
add_parents (const ApmPeers      *self,
             const ApmPeersEntry *entry,
             const ApmObject     *object,
             GArray              *pids)
{
  for (guint i = 0; entry && i < APM_PEERS_MOST_PARENTS; i++)
    {
      const ApmPeersEntry *parent = entry->ppid > 1 ? apm_peers_find_entry (self, entry->ppid) : NULL;

      if (!parent || !(parent->process.denied || apm_peers_entry_has (parent, object, G_MAXINT)))
        return;
      if (parent->process.denied)
        g_array_append_val (pids, parent->process.pid);
      entry = parent;
    }
}

static void
add_kin (const ApmPeers  *self,
         const GArray    *denied,
         const ApmObject *object,
         int              pid,
         GArray          *pids)
{
  const ApmPeersEntry *holder = apm_peers_find_entry (self, pid);

  for (guint i = 0; holder && i < denied->len; i++)
    {
      int candidate = g_array_index (denied, int, i);

      if (is_beside (self, apm_peers_find_entry (self, candidate), holder))
        g_array_append_val (pids, candidate);
    }
  add_parents (self, holder, object, pids);
}

static GArray *
list_denied (const ApmPeers *self)
{
  const GPtrArray *entries = apm_peers_get_entries (self);
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < entries->len; i++)
    {
      const ApmPeersEntry *entry = entries->pdata[i];

      if (entry->process.denied)
        g_array_append_val (pids, entry->process.pid);
    }

  return pids;
}

/* The kernel tells whose the other socket is. */
static guint
find_far_user (const ApmPeers  *self,
               const ApmObject *object)
{
  const ApmSockets *sockets = apm_peers_get_sockets (self);
  const ApmSocket *own = object->kind == APM_OBJECT_SOCKET ? apm_sockets_find (sockets, object->id) : NULL;
  const ApmSocket *far = own ? apm_sockets_find (sockets, own->peer ? own->peer : own->listener) : NULL;

  return far ? far->uid : G_MAXUINT;
}

static void
add_of_user (const ApmPeers *self,
             const GArray   *denied,
             guint           uid,
             GArray         *pids)
{
  for (guint i = 0; uid != G_MAXUINT && i < denied->len; i++)
    if (apm_peers_find_process (self, g_array_index (denied, int, i))->uid == uid)
      g_array_append_val (pids, g_array_index (denied, int, i));
}

static int
compare_pids (gconstpointer a,
              gconstpointer b)
{
  int pid_a = *(const int *) a;
  int pid_b = *(const int *) b;

  return (pid_a > pid_b) - (pid_a < pid_b);
}

static void
make_unique (GArray *pids)
{
  guint n = 0;

  g_array_sort (pids, compare_pids);
  for (guint i = 0; i < pids->len; i++)
    if (n == 0 || g_array_index (pids, int, n - 1) != g_array_index (pids, int, i))
      g_array_index (pids, int, n++) = g_array_index (pids, int, i);
  g_array_set_size (pids, n);
}

/**
 * apm_peers_list_candidates:
 * @object: (nullable): of which not all are known who have it or its other end; %NULL:
 *   something of which nothing is known
 *
 * Who of those who may not be looked at could be at the other end: the processes of the
 * user whose socket it is, else those of the families and sessions of who is known to
 * have it, else all of them. It proves nothing: descriptors can be handed to strangers.
 *
 * Returns: (transfer full) (element-type int): PIDs, ascending
 */
GArray *
apm_peers_list_candidates (const ApmPeers  *self,
                           const ApmObject *object)
{
  g_autoptr(GArray) denied = list_denied (self);
  g_autoptr(GArray) pids = g_array_new (FALSE, FALSE, sizeof (int));
  guint n = 0;
  const ApmHolder *holders = object ? apm_peers_get_holders (self, object, &n) : NULL;

  if (object)
    add_of_user (self, denied, find_far_user (self, object), pids);
  for (guint i = 0; pids->len == 0 && i < n; i++)
    if (i == 0 || holders[i].pid != holders[i - 1].pid)
      add_kin (self, denied, object, holders[i].pid, pids);
  if (pids->len == 0)
    return g_steal_pointer (&denied);
  make_unique (pids);

  return g_steal_pointer (&pids);
}

/* Whether it is the first of @entry's links to what it leads to. */
static gboolean
is_first (const ApmPeersEntry *entry,
          guint                index)
{
  const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, index);

  for (guint i = 0; i < index; i++)
    {
      const ApmPeersLink *before = &g_array_index (entry->links, ApmPeersLink, i);

      if (before->object.kind == link->object.kind && before->object.id == link->object.id
          && before->access == link->access)
        return FALSE;
    }

  return TRUE;
}

static void
add_others (const ApmFarEnd *far,
            int              pid,
            GArray          *pids)
{
  for (guint i = 0; i < far->holders->len; i++)
    if (g_array_index (far->holders, ApmHolder, i).pid != pid)
      g_array_append_val (pids, g_array_index (far->holders, ApmHolder, i).pid);
}

/**
 * apm_peers_list_far_of:
 * @kinds: bits 1 << ApmObjectKind
 * @wanted: what those who are looked for must be able to do with it
 * @only: (out): what it is, if @n is 1
 * @n: (out): how many different objects of these kinds @pid has open
 *
 * Where it may not be seen at which of its descriptors a process waits.
 *
 * Returns: (transfer full) (element-type int): PIDs of who is at the other end of any
 *   of them, but itself; ascending
 */
GArray *
apm_peers_list_far_of (const ApmPeers *self,
                       int             pid,
                       guint           kinds,
                       ApmAccess       wanted,
                       ApmObject      *only,
                       guint          *n)
{
  const ApmPeersEntry *entry = apm_peers_find_entry (self, pid);
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));

  *n = 0;
  for (guint i = 0; entry && i < entry->links->len && *n < MOST_OBJECTS; i++)
    {
      const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, i);
      g_autoptr(ApmFarEnd) far = NULL;

      if ((kinds & 1u << link->object.kind) == 0 || link->access == wanted || !is_first (entry, i))
        continue;
      *only = link->object;
      ++*n;
      far = apm_peers_find_far (self, &link->object, wanted);
      add_others (far, pid, pids);
    }
  make_unique (pids);

  return pids;
}
