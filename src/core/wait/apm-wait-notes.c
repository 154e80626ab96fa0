/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-notes.h"

#include "apm-stat.h"
#include "apm-thread.h"
#include "apm-wait-chain.h"
#include "apm-wait-task.h"
#include "apm-wait-words.h"

#include <fcntl.h>
#include <unistd.h>

/* How many waits get their length told in one look: those that are not idle, and
 * first those of the threads that are shown. */
#define MAX_WAITED 512
#define MAX_WAITED_SHOWN 4096

static gboolean
is_of (int pid,
       int wanted)
{
  return wanted == APM_ALL_PROCESSES || pid == wanted;
}

/**
 * apm_wait_notes_read_waited:
 * @pid: whose threads are shown, as apm_wait_watch_set_threads() takes it
 *
 * The kernel writes 60 lines to tell when a thread last ran, so it is asked once: the
 * pass remembers it, and hands it on to the next as long as nothing of the process runs.
 *
 * Returns: (transfer full): for each of the pass' waits that is not idle, for how long
 *   its thread has not run, in microseconds; -1: not known
 */
gint64 *
apm_wait_notes_read_waited (ApmWaitPass *pass,
                            int          pid)
{
  gint64 *waited_us = g_new (gint64, pass->waits->len + 1);
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gint64 now_us = g_get_monotonic_time ();
  guint n_left = MAX_WAITED, n_shown_left = MAX_WAITED_SHOWN;

  for (guint i = 0; i < pass->waits->len; i++)
    {
      ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);
      guint *left = is_of (wait->pid, pid) ? &n_shown_left : &n_left;

      waited_us[i] = -1;
      if (*left == 0 || wait->kind == APM_WAIT_RUNNING || wait->flags & APM_WAIT_IDLE)
        continue;
      if (wait->ran_us == 0)
        {
          (*left)--;
          wait->ran_us = apm_wait_task_read_last_ran (proc_fd, wait->tid);
        }
      if (wait->ran_us > 0)
        waited_us[i] = MAX (now_us - wait->ran_us, 0);
    }
  close (proc_fd);

  return waited_us;
}

static void
add_note (ApmProcessNotes      *notes,
          const ApmWaitGraph   *graph,
          const gint64         *waited_us,
          const ApmWaitProcess *process,
          const ApmWait        *wait,
          int                   number)
{
  gint64 us = waited_us[wait - &g_array_index (graph->pass->waits, ApmWait, 0)];

  if (wait->kind == APM_WAIT_RUNNING)
    return;
  apm_process_notes_add (notes, number, apm_stat_ticks_to_us (process->start_ticks), apm_wait_words_short (graph, wait),
                         apm_wait_kind_word (wait->kind), us < 0 ? G_MININT64 : us, (wait->flags & APM_WAIT_IDLE) != 0);
}

/**
 * apm_wait_notes_new:
 *
 * Returns: (transfer full): of each process what says most, by PID
 */
ApmProcessNotes *
apm_wait_notes_new (const ApmWaitGraph *graph,
                    const gint64       *waited_us)
{
  ApmProcessNotes *notes = apm_process_notes_new ();
  const ApmWaitPass *pass = graph->pass;

  for (guint i = 0; i < pass->processes->len; i++)
    {
      const ApmWaitProcess *process = &g_array_index (pass->processes, ApmWaitProcess, i);
      const ApmWait *wait = apm_wait_chain_find (graph, process->pid, 0);

      if (wait)
        add_note (notes, graph, waited_us, process, wait, process->pid);
    }

  return notes;
}

/**
 * apm_wait_notes_new_threads:
 * @pid: as apm_wait_watch_set_threads() takes it
 *
 * Returns: (transfer full): of the threads that are shown, by TID
 */
ApmProcessNotes *
apm_wait_notes_new_threads (const ApmWaitGraph *graph,
                            const gint64       *waited_us,
                            int                 pid)
{
  ApmProcessNotes *notes = apm_process_notes_new ();
  const ApmWaitPass *pass = graph->pass;

  for (guint i = 0; pid != 0 && i < pass->processes->len; i++)
    {
      const ApmWaitProcess *process = &g_array_index (pass->processes, ApmWaitProcess, i);

      for (guint j = 0; is_of (process->pid, pid) && j < process->n_waits; j++)
        {
          const ApmWait *wait = &g_array_index (pass->waits, ApmWait, process->first_wait + j);

          add_note (notes, graph, waited_us, process, wait, wait->tid);
        }
    }

  return notes;
}
