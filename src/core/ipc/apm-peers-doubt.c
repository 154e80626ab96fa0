/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who could have something though we may not look. What is open is passed on by
 * inheritance, so that those who may have it are the parents of who has it, and what
 * was started in the same session. That one is handed over through a socket to a
 * stranger is not thought of here: what follows is likely, and never proven. */

#include "apm-peers-private.h"

/* What the first process starts gets its ends as standard input and output. */
#define LAST_STANDARD_FD 2
/* Longer chains of parents are a knot: they were read at different times. */
#define MOST_PARENTS 4096

static gboolean
has (const ApmPeersEntry *entry,
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

  for (guint i = 0; child && i < MOST_PARENTS; i++)
    {
      const ApmPeersEntry *parent = apm_peers_find_entry (self, child->ppid);
      gboolean outside = child->ppid == 0 && (apm_peers_get_gaps (self) & APM_PEERS_GAP_NAMESPACE) != 0;
      gboolean is_first = outside || child->ppid == 1;

      if (outside || (parent && parent->process.denied))
        return has (child, object, is_first ? LAST_STANDARD_FD : G_MAXINT);
      if (!parent || !has (parent, object, G_MAXINT))
        return FALSE;
      child = parent;
    }

  return FALSE;
}

static gboolean
is_ancestor (const ApmPeers *self,
             int             ancestor,
             int             pid)
{
  const ApmPeersEntry *entry = apm_peers_find_entry (self, pid);

  for (guint i = 0; entry && i < MOST_PARENTS; i++)
    {
      if (entry->ppid == ancestor)
        return TRUE;
      entry = apm_peers_find_entry (self, entry->ppid);
    }

  return FALSE;
}

/* Such as sudo in a pipeline. */
static gboolean
has_doubtful_kin (const ApmPeers *self,
                  int             pid)
{
  const ApmPeersEntry *holder = apm_peers_find_entry (self, pid);
  const GPtrArray *entries = apm_peers_get_entries (self);

  for (guint i = 0; holder && i < entries->len; i++)
    {
      const ApmPeersEntry *denied = entries->pdata[i];

      if (!denied->process.denied || is_ancestor (self, denied->process.pid, pid))
        continue;
      if (denied->session == holder->session || is_ancestor (self, pid, denied->process.pid))
        return TRUE;
    }

  return FALSE;
}

/**
 * apm_peers_may_be_more:
 * @holders: of ApmHolder: those who are known to have @object, or its other end
 *
 * Returns: whether it must be expected that somebody who may not be looked at has it too
 */
gboolean
apm_peers_may_be_more (const ApmPeers  *self,
                       const ApmObject *object,
                       const GArray    *holders)
{
  int last = 0;

  if (apm_peers_is_complete (self))
    return FALSE;
  if (apm_peers_get_gaps (self) & (APM_PEERS_GAP_HIDDEN | APM_PEERS_GAP_IN_FLIGHT))
    return TRUE;

  for (guint i = 0; i < holders->len; i++)
    {
      const ApmHolder *holder = &g_array_index (holders, ApmHolder, i);
      ApmObject own = { APM_OBJECT_SOCKET, holder->socket, 0 };

      if (holder->pid == last)
        continue;
      last = holder->pid;
      if (has_doubtful_parent (self, holder->pid, holder->socket ? &own : object) ||
          has_doubtful_kin (self, holder->pid))
        return TRUE;
    }

  /* Somebody has it, or it would not be told of. */
  return holders->len == 0;
}
