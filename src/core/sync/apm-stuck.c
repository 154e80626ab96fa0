/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-stuck.h"

#include "apm-wait-proof.h"

#include <stdlib.h>

/* Between two proofs: what is on its way through a pipe has arrived then. A
 * program of the laboratory waits for nothing from outside, so this may be
 * shorter than where a stranger is accused. */
#define PERSISTENCE_US (200 * 1000)

/* More than any problem has; a program that forks without end is not followed. */
#define MOST_PROCESSES 256

static void
add_children (GArray     *tasks,
              int         pid,
              const char *tid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%s/children", pid, tid);
  g_autofree char *text = NULL;
  g_auto(GStrv) children = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  children = g_strsplit (text, " ", -1);
  for (guint i = 0; children[i] && tasks->len < MOST_PROCESSES; i++)
    {
      ApmWaitTask task = { atoi (children[i]), 0 };

      if (task.pid > 0)
        g_array_append_val (tasks, task);
    }
}

/* A program and all that it started. */
static GArray *
list_family (int pid)
{
  GArray *tasks = g_array_new (FALSE, TRUE, sizeof (ApmWaitTask));
  ApmWaitTask first = { pid, 0 };

  g_array_append_val (tasks, first);
  for (guint i = 0; i < tasks->len; i++)
    {
      int parent = g_array_index (tasks, ApmWaitTask, i).pid;
      g_autofree char *path = g_strdup_printf ("/proc/%d/task", parent);
      g_autoptr(GDir) threads = g_dir_open (path, 0, NULL);
      const char *tid;

      while (threads && (tid = g_dir_read_name (threads)))
        add_children (tasks, parent, tid);
    }

  return tasks;
}

static gboolean
is_in (const GArray *family,
       int           pid)
{
  for (guint i = 0; i < family->len; i++)
    if (g_array_index (family, ApmWaitTask, i).pid == pid)
      return TRUE;

  return FALSE;
}

/* Who of the family is in a knot or behind one; where there is none, those whom
 * nobody is left to wake. */
static void
take_tids (ApmStuck           *self,
           const GArray       *family,
           const ApmWaitGraph *graph)
{
  ApmWaitRank least = APM_WAIT_STUCK_SOFT;

  g_array_set_size (self->tids, 0);
  self->is_deadlock = FALSE;
  for (guint i = 0; i < graph->pass->waits->len; i++)
    {
      const ApmWait *wait = &g_array_index (graph->pass->waits, ApmWait, i);
      const ApmWaitKnot *knot = apm_wait_graph_get_knot (graph, wait);

      if (is_in (family, wait->pid) && graph->fates[i].rank >= APM_WAIT_STUCK_LIKELY)
        least = APM_WAIT_STUCK_LIKELY;
      if (is_in (family, wait->pid) && knot)
        self->is_deadlock |= knot->is_cycle;
    }

  for (guint i = 0; i < graph->pass->waits->len; i++)
    {
      const ApmWait *wait = &g_array_index (graph->pass->waits, ApmWait, i);

      if (is_in (family, wait->pid) && graph->fates[i].rank >= least)
        g_array_append_val (self->tids, wait->tid);
    }
}

static gboolean
all_sleep (const ApmWaitPass *pass)
{
  for (guint i = 0; i < pass->waits->len; i++)
    {
      const ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);

      if (wait->kind == APM_WAIT_RUNNING || wait->flags & APM_WAIT_TIMED)
        return FALSE;
    }

  return TRUE;
}

/* The family alone, and where all of it sleeps the whole machine: memory that is
 * shared between processes might be had by others. */
static ApmWaitProof *
prove (ApmStuck      *self,
       ApmWaitReader *reader,
       const GArray  *family)
{
  const ApmWaitTask *tasks = (const ApmWaitTask *) (gpointer) family->data;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, i == 0 ? tasks : NULL, i == 0 ? family->len : 0);
      g_autoptr(ApmWaitGraph) candidates = apm_wait_graph_new (pass, NULL);
      g_autoptr(ApmWaitProof) proof = apm_wait_proof_take (reader, candidates);

      take_tids (self, family, proof->graph);
      if (self->tids->len > 0)
        return g_steal_pointer (&proof);
      if (!all_sleep (pass))
        return NULL;
    }

  return NULL;
}

static void
look (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  g_autoptr(GArray) family = list_family (GPOINTER_TO_INT (task_data));
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  ApmStuck *self = g_new0 (ApmStuck, 1);
  g_autoptr(ApmWaitProof) first = NULL;

  self->tids = g_array_new (FALSE, FALSE, sizeof (int));
  first = prove (self, reader, family);
  if (first)
    {
      g_autoptr(ApmWaitProof) again = NULL;

      g_usleep (PERSISTENCE_US);
      again = apm_wait_proof_repeat (reader, first);
      take_tids (self, family, again->graph);
    }

  g_task_return_pointer (task, self, (GDestroyNotify) apm_stuck_free);
}

/**
 * apm_stuck_look_async:
 * @pid: a program that we started
 * @callback: in the main context of the caller
 *
 * Looks, in a thread, whether some of the program's threads, or of its
 * children's, can never go on. A fifth of a second lies between two looks that
 * both must say so.
 */
void
apm_stuck_look_async (int                 pid,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, apm_stuck_look_async);
  g_task_set_task_data (task, GINT_TO_POINTER (pid), NULL);
  g_task_run_in_thread (task, look);
}

/**
 * apm_stuck_look_finish:
 *
 * Returns: (transfer full): what was seen
 */
ApmStuck *
apm_stuck_look_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
apm_stuck_free (ApmStuck *self)
{
  g_array_unref (self->tids);
  g_free (self);
}
