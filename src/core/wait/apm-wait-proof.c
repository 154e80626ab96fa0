/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-proof.h"

#include "apm-wait-call.h"
#include "apm-wait-private.h"
#include "apm-wait-task.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A thread whose sleep is watched. */
typedef struct {
  int    pid, tid;
  gint64 switches;     /* before the second look; -1: it is not known, or it moved */
} Sleeper;

/* One who was watched before must not have moved since. */
static void
read_before (int     proc_fd,
             GArray *sleepers)
{
  for (guint i = 0; i < sleepers->len; i++)
    {
      Sleeper *sleeper = &g_array_index (sleepers, Sleeper, i);
      gint64 now = apm_wait_task_read_switches (proc_fd, sleeper->tid);

      sleeper->switches = sleeper->switches < 0 || sleeper->switches == now ? now : -1;
    }
}

/* Whether the call is the one that the second look saw. It stands after the words of
 * the memory in time: who has left the call by then may have changed them. */
static gboolean
is_in_call (ApmWaitReader *reader,
            int            proc_fd,
            const ApmWait *wait)
{
  ApmCallState state;
  ApmCall call;
  gboolean was_opened;

  /* Refused as it was before: then nothing was taken from it, or by the helper, who
   * has read its call once more after its memory. */
  if (reader->read_call (proc_fd, wait->tid, &call, &state, &was_opened) != 0)
    return wait->call[8] == 0;

  return state == APM_CALL_BLOCKED && wait->call[0] == (guint64) (gint64) call.number
         && memcmp (&wait->call[1], call.args, sizeof call.args) == 0 && wait->call[7] == call.sp
         && wait->call[8] == call.pc;
}

/* All threads of everybody concerned: a process is stuck only if all its threads
 * are, and it may have more of them by now. */
static ApmWaitPass *
look_again (ApmWaitReader *reader,
            GArray        *sleepers)
{
  g_autoptr(GArray) tasks = g_array_new (FALSE, FALSE, sizeof (ApmWaitTask));

  for (guint i = 0; i < sleepers->len; i++)
    {
      ApmWaitTask task = { g_array_index (sleepers, Sleeper, i).pid, 0 };

      if (tasks->len == 0 || g_array_index (tasks, ApmWaitTask, tasks->len - 1).pid != task.pid)
        g_array_append_val (tasks, task);
    }

  /* Nobody is not everybody. */
  if (tasks->len == 0)
    return apm_wait_pass_new ();

  return apm_wait_reader_read (reader, (gconstpointer) tasks->data, tasks->len);
}

/* Of each sleeper its wait in the second look; G_MAXUINT: it moved. */
static void
read_calls (ApmWaitReader     *reader,
            int                proc_fd,
            const GArray      *sleepers,
            const ApmWaitPass *pass,
            guint             *seen)
{
  for (guint i = 0; i < sleepers->len; i++)
    {
      const Sleeper *sleeper = &g_array_index (sleepers, Sleeper, i);
      const ApmWait *wait = apm_wait_pass_find (pass, sleeper->pid, sleeper->tid);

      seen[i] = wait && sleeper->switches >= 0 && is_in_call (reader, proc_fd, wait)
                  ? (guint) (wait - &g_array_index (pass->waits, ApmWait, 0))
                  : G_MAXUINT;
    }
}

static void
read_after (int           proc_fd,
            const GArray *sleepers,
            const guint  *seen,
            ApmWaitProof *proof)
{
  for (guint i = 0; i < sleepers->len; i++)
    {
      const Sleeper *sleeper = &g_array_index (sleepers, Sleeper, i);

      if (seen[i] == G_MAXUINT || apm_wait_task_read_switches (proc_fd, sleeper->tid) != sleeper->switches)
        continue;
      proof->switches[seen[i]] = sleeper->switches;
      proof->n_moved--;
    }
}

/* The order is the proof: context switches, all that makes the graph, the calls
 * once more, context switches. */
static ApmWaitProof *
watch_sleep (ApmWaitReader *reader,
             GArray        *sleepers)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ApmWaitProof *self = g_new0 (ApmWaitProof, 1);
  g_autoptr(ApmWaitPass) pass = NULL;
  g_autofree guint8 *moving = NULL;
  g_autofree guint *seen = g_new (guint, sleepers->len + 1);

  self->taken_us = g_get_monotonic_time ();
  self->n_candidates = sleepers->len;
  self->n_moved = sleepers->len;

  read_before (proc_fd, sleepers);
  pass = look_again (reader, sleepers);
  self->switches = g_new (gint64, pass->waits->len + 1);
  for (guint i = 0; i < pass->waits->len; i++)
    self->switches[i] = -1;
  read_calls (reader, proc_fd, sleepers, pass, seen);
  read_after (proc_fd, sleepers, seen, self);
  close (proc_fd);

  moving = g_malloc (pass->waits->len + 1);
  for (guint i = 0; i < pass->waits->len; i++)
    moving[i] = self->switches[i] < 0;
  self->graph = apm_wait_graph_new (pass, moving);

  return self;
}

/* Everybody who is in a knot or behind one, or whom nobody seems to be able to wake. */
static GArray *
collect (const ApmWaitGraph *graph,
         const gint64       *switches)
{
  GArray *sleepers = g_array_new (FALSE, FALSE, sizeof (Sleeper));

  for (guint i = 0; i < graph->pass->waits->len; i++)
    {
      const ApmWait *wait = &g_array_index (graph->pass->waits, ApmWait, i);
      Sleeper sleeper = { wait->pid, wait->tid, switches ? switches[i] : -1 };

      if (graph->fates[i].rank > APM_WAIT_MOVES)
        g_array_append_val (sleepers, sleeper);
    }

  return sleepers;
}

/**
 * apm_wait_proof_take:
 * @reader: to look again with; its thread waits for that
 * @candidates: what one look found
 *
 * Looks again at all who are stuck in @candidates. What is left of them in the proof's
 * graph held at one moment; it has its own pass, and whoever moved meanwhile moves in it.
 * Nobody is disturbed.
 */
ApmWaitProof *
apm_wait_proof_take (ApmWaitReader      *reader,
                     const ApmWaitGraph *candidates)
{
  g_autoptr(GArray) sleepers = collect (candidates, NULL);

  return watch_sleep (reader, sleepers);
}

/**
 * apm_wait_proof_repeat:
 *
 * Proves once more what @earlier proved: whoever has moved since is no part of it.
 */
ApmWaitProof *
apm_wait_proof_repeat (ApmWaitReader      *reader,
                       const ApmWaitProof *earlier)
{
  g_autoptr(GArray) sleepers = collect (earlier->graph, earlier->switches);

  return watch_sleep (reader, sleepers);
}

void
apm_wait_proof_free (ApmWaitProof *self)
{
  apm_wait_graph_free (self->graph);
  g_free (self->switches);
  g_free (self);
}
