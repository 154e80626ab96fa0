/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-tune.h"

#include "apm-details-private.h"
#include "apm-error.h"
#include "apm-tune-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/resource.h>

typedef struct {
  int     tid;            /* 0: the process as a whole */
  guint64 start_ticks;
  Act     before;
} Step;

struct _ApmTuneUndo
{
  GArray *steps;          /* of Step, in the order in which they were done */
};

static ApmTuneUndo *
undo_new (void)
{
  ApmTuneUndo *self = g_new0 (ApmTuneUndo, 1);

  self->steps = g_array_new (FALSE, TRUE, sizeof (Step));

  return self;
}

void
apm_tune_undo_free (ApmTuneUndo *self)
{
  if (!self)
    return;
  g_array_unref (self->steps);
  g_free (self);
}

/**
 * apm_tune_check:
 *
 * Whether the values can be at all, before anybody is asked. Error:
 * %APM_ERROR_INVALID.
 */
gboolean
apm_tune_check (const Act *act,
                GError   **error)
{
  g_return_val_if_fail (act != NULL, FALSE);

  if (act->kind != ACT_SIGNAL && act_check (act) == 0)
    return TRUE;
  g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, apm_tune_get_range_text (act));

  return FALSE;
}

gboolean
apm_tune_equal (const Act *a,
                const Act *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  /* Two I/O classes have no level that means anything. */
  if (a->kind == ACT_IO && b->kind == ACT_IO && a->value == b->value)
    return a->level == b->level || a->value == ACT_IO_NONE || a->value == ACT_IO_IDLE;

  return memcmp (a, b, sizeof *a) == 0;
}

static gboolean
is_of_process (const Act *act)
{
  return act->kind == ACT_OOM_SCORE || act->kind == ACT_LIMIT;
}

/* Another user's limits are refused by prlimit(2), and told to everybody by /proc. */
static int
read_told_limit (Act *act,
                 int  pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/limits", pid);
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) limits = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return EPERM;
  limits = apm_limits_parse (text);
  for (guint i = 0; i < limits->len; i++)
    {
      const ApmLimit *limit = g_ptr_array_index (limits, i);

      if (limit->resource != act->value)
        continue;
      act->soft = limit->soft_unlimited ? RLIM_INFINITY : (guint64) limit->soft;
      act->hard = limit->hard_unlimited ? RLIM_INFINITY : (guint64) limit->hard;
      return 0;
    }

  return EPERM;
}

static int
read_act (Act *act,
          int  pid,
          int  tid)
{
  int reason = act_read (act, pid, tid);

  return reason == EPERM && act->kind == ACT_LIMIT ? read_told_limit (act, pid) : reason;
}

/**
 * apm_tune_read:
 * @act: (inout): its kind, and of a limit the value, say what is read
 *
 * Errors: %APM_ERROR_GONE, %APM_ERROR_REUSED, %APM_ERROR_DENIED.
 */
gboolean
apm_tune_read (ApmTarget *target,
               Act       *act,
               GError   **error)
{
  int reason;

  g_return_val_if_fail (target != NULL && act != NULL, FALSE);

  if (!apm_target_check (target, error))
    return FALSE;
  reason = read_act (act, apm_target_get_pid (target), apm_target_get_tid (target));
  if (reason != 0)
    {
      apm_tune_set_error (error, target, act, reason, FALSE);
      return FALSE;
    }

  /* What was read by a number is true only if the number still is. */
  return apm_target_check (target, error);
}

/* One thread on the way through all of them. */
typedef struct {
  ApmTarget *target;
  const Act *act;
  GArray *steps;
  gboolean only_remember;
} Walk;

static int
take_step (int   tid,
           void *data)
{
  Walk *walk = data;
  int pid = apm_target_get_pid (walk->target);
  Step step = { .tid = tid, .before = *walk->act };
  int reason = act_read_start (pid, tid != 0 ? tid : pid, &step.start_ticks);
  guint64 after;

  if (reason == 0)
    reason = read_act (&step.before, pid, tid);
  if (reason == 0 && !walk->only_remember && apm_tune_equal (&step.before, walk->act))
    return 0;
  if (reason == 0 && !walk->only_remember)
    reason = act_do (walk->act, apm_target_get_pidfd (walk->target), pid, tid);
  if (reason == 0 && (act_read_start (pid, tid != 0 ? tid : pid, &after) != 0 || after != step.start_ticks))
    reason = ESRCH;
  if (reason == 0)
    g_array_append_val (walk->steps, step);

  return reason;
}

/* Of all threads some may end on the way: that is no failure. */
static int
take_step_if_there (int   tid,
                    void *data)
{
  int reason = take_step (tid, data);

  return reason == ESRCH ? 0 : reason;
}

static int
walk_threads (Walk         *walk,
              ApmTuneScope  scope)
{
  int pid = apm_target_get_pid (walk->target);

  if (is_of_process (walk->act))
    return take_step (0, walk);
  if (scope == APM_TUNE_ALL_THREADS)
    return act_for_threads (pid, take_step_if_there, walk);

  return take_step (apm_target_get_tid (walk->target) ? apm_target_get_tid (walk->target) : pid, walk);
}

static int
take_back (ApmTuneUndo *undo,
           ApmTarget   *target)
{
  int pid = apm_target_get_pid (target);
  int first = 0;

  for (guint i = undo->steps->len; i > 0; i--)
    {
      const Step *step = &g_array_index (undo->steps, Step, i - 1);
      guint64 start_ticks;
      int reason = act_read_start (pid, step->tid != 0 ? step->tid : pid, &start_ticks);

      if (reason == ESRCH || (reason == 0 && start_ticks != step->start_ticks))
        continue;   /* this thread has ended */
      if (reason == 0)
        reason = act_do (&step->before, apm_target_get_pidfd (target), pid, step->tid);
      if (first == 0)
        first = reason;
    }

  return first;
}

/**
 * apm_tune_remember:
 * @act: its kind, and of a limit the value, say what
 *
 * What apm_tune_apply() would give as undo, without doing anything: for an act that
 * somebody else does.
 */
ApmTuneUndo *
apm_tune_remember (ApmTarget    *target,
                   const Act    *act,
                   ApmTuneScope  scope,
                   GError      **error)
{
  g_autoptr(ApmTuneUndo) undo = undo_new ();
  Walk walk = { target, act, undo->steps, TRUE };
  int reason;

  g_return_val_if_fail (target != NULL && act != NULL, NULL);

  if (!apm_target_check (target, error))
    return NULL;
  reason = walk_threads (&walk, scope);
  if (reason != 0)
    {
      apm_tune_set_error (error, target, act, reason, FALSE);
      return NULL;
    }

  return g_steal_pointer (&undo);
}

/**
 * apm_tune_apply:
 * @scope: for an out-of-memory score and a limit it is always the process
 * @undo: (out) (optional) (transfer full): what takes it back
 *
 * Does @act to the process or thread that was opened, or to none. Where one thread
 * refuses, those before it get back what they had. Errors: %APM_ERROR_GONE,
 * %APM_ERROR_REUSED, %APM_ERROR_DENIED, %APM_ERROR_INVALID. See setpriority(2),
 * sched_setscheduler(2), ioprio_set(2), sched_setaffinity(2), prlimit(2).
 */
gboolean
apm_tune_apply (ApmTarget    *target,
                const Act    *act,
                ApmTuneScope  scope,
                ApmTuneUndo **undo,
                GError      **error)
{
  g_autoptr(ApmTuneUndo) done = NULL;
  Walk walk = { target, act };
  int reason;

  g_return_val_if_fail (target != NULL && act != NULL, FALSE);

  if (!apm_tune_check (act, error) || !apm_target_check (target, error))
    return FALSE;

  done = undo_new ();
  walk.steps = done->steps;
  reason = walk_threads (&walk, scope);
  if (reason != 0)
    {
      take_back (done, target);
      apm_tune_set_error (error, target, act, reason, TRUE);
      return FALSE;
    }
  if (!apm_target_check (target, error))
    return FALSE;
  if (undo)
    *undo = g_steal_pointer (&done);

  return TRUE;
}

/**
 * apm_tune_undo_apply:
 * @target: the one that it was done to
 *
 * Gives each thread back what it had; those that have ended since are passed over.
 */
gboolean
apm_tune_undo_apply (ApmTuneUndo *self,
                     ApmTarget   *target,
                     GError     **error)
{
  int reason;

  g_return_val_if_fail (self != NULL && target != NULL, FALSE);

  if (!apm_target_check (target, error))
    return FALSE;
  reason = take_back (self, target);
  if (reason != 0)
    {
      apm_tune_set_error (error, target, &g_array_index (self->steps, Step, 0).before, reason, TRUE);
      return FALSE;
    }

  return TRUE;
}

/**
 * apm_tune_undo_get_common:
 * @act: (out): what all of them had
 *
 * Returns: whether all threads had the same
 */
gboolean
apm_tune_undo_get_common (ApmTuneUndo *self,
                          Act         *act)
{
  g_return_val_if_fail (self != NULL && act != NULL, FALSE);

  if (self->steps->len == 0)
    return FALSE;
  *act = g_array_index (self->steps, Step, 0).before;
  for (guint i = 1; i < self->steps->len; i++)
    if (!apm_tune_equal (act, &g_array_index (self->steps, Step, i).before))
      return FALSE;

  return TRUE;
}
