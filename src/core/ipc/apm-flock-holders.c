/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-file-locks.h"

#include "apm-lock-line.h"
#include "apm-peers-private.h"

/* Whether @link has an flock, whoever it is that the kernel tells as its taker. */
static gboolean
has_flock (const ApmPeersEntry *entry,
           const ApmPeersLink  *link)
{
  g_auto(ApmFdInfo) info;
  gboolean is_held = FALSE;

  if (!apm_fd_info_read (&info, entry->process.pid, link->tid, link->fd, NULL))
    return FALSE;
  for (guint i = 0; info.locks && i < info.locks->len; i++)
    {
      ApmLockLine line;

      is_held |= apm_lock_line_parse (&line, info.locks->pdata[i]) && line.kind == APM_LOCK_FLOCK && !line.waits;
    }

  return is_held;
}

/**
 * apm_file_locks_list_flock_holders:
 *
 * In a PID namespace /proc/locks leaves out locks whose taker is not in it, or has ended,
 * with all who wait for them. Who holds one by an open file is told all the same.
 *
 * Returns: (transfer full) (element-type int): PIDs of those who have an flock on
 *   @object, ascending; there may be others whom we do not see
 */
GArray *
apm_file_locks_list_flock_holders (const ApmPeers  *peers,
                                   const ApmObject *object)
{
  const GPtrArray *entries = apm_peers_get_entries (peers);
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < entries->len; i++)
    {
      const ApmPeersEntry *entry = entries->pdata[i];
      gboolean has_it = FALSE;

      for (guint k = 0; k < entry->links->len && !has_it; k++)
        {
          const ApmPeersLink *link = &g_array_index (entry->links, ApmPeersLink, k);

          has_it = link->fd >= 0 && apm_object_can_be_locked (link->object.kind) && link->object.id == object->id
                   && link->object.device == object->device && has_flock (entry, link);
        }
      if (has_it)
        g_array_append_val (pids, entry->process.pid);
    }

  return pids;
}
