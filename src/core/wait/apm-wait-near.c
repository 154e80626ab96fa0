/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-graph.h"
#include "apm-wait-private.h"

/* Who is near to those that wait on descriptors. What is open is passed on from parent
 * to child, so the other end is mostly with them. Everybody else who had it could only
 * end more waits: who can go on as far as these few tell can go on. So everybody is
 * looked at only where somebody could not. */

/* Longer chains of parents are a knot: they were read at different times. */
#define MOST_PARENTS 4096

static void
add (GHashTable *set,
     int         pid)
{
  g_hash_table_add (set, GINT_TO_POINTER (pid));
}

static gboolean
has (GHashTable *set,
     int         pid)
{
  return g_hash_table_contains (set, GINT_TO_POINTER (pid));
}

static void
add_parents (GHashTable        *near,
             const ApmWaitPass *pass,
             int                pid)
{
  const ApmWaitProcess *process = apm_wait_pass_find_process (pass, pid);

  for (guint i = 0; process && process->ppid > 0 && i < MOST_PARENTS; i++)
    {
      add (near, process->ppid);
      process = apm_wait_pass_find_process (pass, process->ppid);
    }
}

static gboolean
is_for_lock (const ApmWait *wait)
{
  return wait->kind == APM_WAIT_FLOCK || wait->kind == APM_WAIT_FILE_LOCK || wait->kind == APM_WAIT_LEASE;
}

/* Who took the locks that the machine has. */
static void
add_takers (GHashTable *near)
{
  g_autoptr(ApmFileLocks) locks = apm_file_locks_read (NULL, NULL);
  const GPtrArray *rows = locks ? apm_file_locks_get_rows (locks) : NULL;

  for (guint i = 0; rows && i < rows->len; i++)
    if (((ApmFileLock *) rows->pdata[i])->pid > 0)
      add (near, ((ApmFileLock *) rows->pdata[i])->pid);
}

/**
 * apm_wait_list_near:
 *
 * Returns: (transfer full) (element-type int): who waits on descriptors, their parents up
 *   to the first, their children, and their brothers where somebody started them all; and
 *   if one of them waits for a lock of a file, whoever took any
 */
GArray *
apm_wait_list_near (const ApmWaitLook *look)
{
  const ApmWaitPass *pass = look->pass;
  g_autoptr(GHashTable) near = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) families = g_hash_table_new (NULL, NULL);
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));
  gboolean are_locks = FALSE;

  for (guint i = 0; i < look->file_asks->len; i++)
    {
      const ApmWaitFileAsk *ask = &g_array_index (look->file_asks, ApmWaitFileAsk, i);
      int pid = g_array_index (pass->waits, ApmWait, ask->wait).pid;
      const ApmWaitProcess *process = apm_wait_pass_find_process (pass, pid);

      are_locks |= is_for_lock (&g_array_index (pass->waits, ApmWait, ask->wait));
      add (near, pid);
      if (!process || has (families, pid))
        continue;
      add (families, pid);
      if (process->ppid > 1)
        add (families, process->ppid);
      add_parents (near, pass, pid);
    }
  if (are_locks)
    add_takers (near);
  for (guint i = 0; i < pass->processes->len; i++)
    {
      const ApmWaitProcess *process = &g_array_index (pass->processes, ApmWaitProcess, i);

      if (!process->is_kernel && (has (near, process->pid) || has (families, process->ppid)))
        g_array_append_val (pids, process->pid);
    }

  return pids;
}

/**
 * apm_wait_is_near_enough:
 * @unsettled: (element-type ApmWaitBefore): the waits that others could end, too
 *
 * Returns: whether all of them can end as it is
 */
gboolean
apm_wait_is_near_enough (const ApmWaitLook *look,
                         const GArray      *unsettled)
{
  g_autoptr(ApmWaitGraph) graph = NULL;

  if (look->needs_all)
    return FALSE;
  if (unsettled->len == 0)
    return TRUE;

  graph = apm_wait_graph_new (look->pass, NULL);
  for (guint i = 0; i < unsettled->len; i++)
    if (graph->fates[g_array_index (unsettled, ApmWaitBefore, i).wait].rank >= APM_WAIT_STUCK_LIKELY)
      return FALSE;

  return TRUE;
}
