/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-watch.h"

#include "apm-wait-watcher.h"

struct _ApmWaitWatch
{
  GObject         parent_instance;

  ApmWaitWatcher *watcher;
  ApmWaitGraph   *graph;        /* of the newest look; NULL before the first */
  gint64         *waited_us;    /* for each of its pass' waits; -1: not known */
  ApmProcessNotes *notes;       /* likewise */
  ApmProcessNotes *thread_notes; /* likewise */
  gint64          looked_us;
  guint           n_unreadable;
  gboolean        is_settled;
  GPtrArray      *deadlocks;    /* of ApmWaitDeadlock: those that hold */
  ApmWaitHelper  *helper;       /* (nullable) */
};

enum {
  DEADLOCK_FOUND,
  DEADLOCK_ENDED,
  LOOKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmWaitWatch, apm_wait_watch, G_TYPE_OBJECT)

static ApmWaitDeadlock *
find_deadlock (ApmWaitWatch *self,
               guint64       id,
               guint        *index)
{
  for (*index = 0; *index < self->deadlocks->len; (*index)++)
    if (((ApmWaitDeadlock *) self->deadlocks->pdata[*index])->id == id)
      return self->deadlocks->pdata[*index];

  return NULL;
}

/* On the main thread, with what one look found. */
static void
on_report (ApmWaitReport *report,
           gpointer       user_data)
{
  g_autoptr(ApmWaitWatch) self = g_object_ref (user_data);
  guint index;

  g_clear_pointer (&self->graph, apm_wait_graph_free);
  g_free (self->waited_us);
  self->graph = g_steal_pointer (&report->graph);
  self->waited_us = g_steal_pointer (&report->waited_us);
  g_clear_pointer (&self->notes, apm_process_notes_unref);
  self->notes = g_steal_pointer (&report->notes);
  g_clear_pointer (&self->thread_notes, apm_process_notes_unref);
  self->thread_notes = g_steal_pointer (&report->thread_notes);
  self->looked_us = report->looked_us;
  self->n_unreadable = report->n_unreadable;
  self->is_settled = report->is_settled;

  for (guint i = 0; i < report->ended->len; i++)
    if (find_deadlock (self, g_array_index (report->ended, guint64, i), &index))
      {
        ApmWaitDeadlock *deadlock = g_ptr_array_steal_index (self->deadlocks, index);

        g_signal_emit (self, signals[DEADLOCK_ENDED], 0, deadlock);
        apm_wait_deadlock_free (deadlock);
      }
  for (guint i = 0; i < report->found->len; i++)
    {
      ApmWaitDeadlock *deadlock = report->found->pdata[i];
      ApmWaitDeadlock *likely = find_deadlock (self, deadlock->id, &index);

      if (likely)
        self->deadlocks->pdata[index] = deadlock;
      else
        g_ptr_array_add (self->deadlocks, deadlock);
      apm_wait_deadlock_free (likely);
      report->found->pdata[i] = NULL;
      g_signal_emit (self, signals[DEADLOCK_FOUND], 0, deadlock);
    }
  g_signal_emit (self, signals[LOOKED], 0);
  apm_wait_report_free (report);
}

static void
apm_wait_watch_dispose (GObject *object)
{
  ApmWaitWatch *self = APM_WAIT_WATCH (object);

  if (self->helper)
    apm_wait_helper_close (self->helper);
  g_clear_pointer (&self->helper, apm_wait_helper_unref);
  g_clear_pointer (&self->watcher, apm_wait_watcher_free);

  G_OBJECT_CLASS (apm_wait_watch_parent_class)->dispose (object);
}

static void
apm_wait_watch_finalize (GObject *object)
{
  ApmWaitWatch *self = APM_WAIT_WATCH (object);

  g_clear_pointer (&self->graph, apm_wait_graph_free);
  g_free (self->waited_us);
  g_clear_pointer (&self->notes, apm_process_notes_unref);
  g_clear_pointer (&self->thread_notes, apm_process_notes_unref);
  g_ptr_array_unref (self->deadlocks);

  G_OBJECT_CLASS (apm_wait_watch_parent_class)->finalize (object);
}

static void
apm_wait_watch_class_init (ApmWaitWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_wait_watch_dispose;
  object_class->finalize = apm_wait_watch_finalize;

  /**
   * ApmWaitWatch::deadlock-found:
   * @deadlock: (type gpointer): an ApmWaitDeadlock, borrowed; it is among
   *   apm_wait_watch_get_deadlocks() until it has ended. One that was likely is found
   *   again, with the same number, when it is proven
   */
  signals[DEADLOCK_FOUND] = g_signal_new ("deadlock-found", APM_TYPE_WAIT_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * ApmWaitWatch::deadlock-ended:
   * @deadlock: (type gpointer): an ApmWaitDeadlock, borrowed during the emission
   */
  signals[DEADLOCK_ENDED] = g_signal_new ("deadlock-ended", APM_TYPE_WAIT_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /* There is a newer look. */
  signals[LOOKED] = g_signal_new ("looked", APM_TYPE_WAIT_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
apm_wait_watch_init (ApmWaitWatch *self)
{
  self->deadlocks = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_wait_deadlock_free);
  self->watcher = apm_wait_watcher_new (on_report, self);
}

/**
 * apm_wait_watch_new:
 *
 * Looks at nothing before it is asked, or given an interval.
 */
ApmWaitWatch *
apm_wait_watch_new (void)
{
  return g_object_new (APM_TYPE_WAIT_WATCH, NULL);
}

/**
 * apm_wait_watch_set_interval:
 * @ms: between two looks; 0: only when asked. It looks less often where looks are dear
 */
void
apm_wait_watch_set_interval (ApmWaitWatch *self,
                             guint         ms)
{
  g_return_if_fail (APM_IS_WAIT_WATCH (self));

  apm_wait_watcher_set_interval (self->watcher, ms);
}

/**
 * apm_wait_watch_set_budget:
 * @per_mille: of one CPU; 1000 and more: looks come at the interval, whatever they cost
 *
 * Two thousandths where nothing is set.
 */
void
apm_wait_watch_set_budget (ApmWaitWatch *self,
                           guint         per_mille)
{
  g_return_if_fail (APM_IS_WAIT_WATCH (self));

  apm_wait_watcher_set_budget (self->watcher, per_mille);
}

/**
 * apm_wait_watch_look:
 *
 * Looks now; ::looked tells when it has.
 */
void
apm_wait_watch_look (ApmWaitWatch *self)
{
  g_return_if_fail (APM_IS_WAIT_WATCH (self));

  apm_wait_watcher_look (self->watcher);
}

/**
 * apm_wait_watch_get_graph:
 *
 * Returns: (nullable): the whole machine as last seen, until the next ::looked
 */
const ApmWaitGraph *
apm_wait_watch_get_graph (ApmWaitWatch *self)
{
  g_return_val_if_fail (APM_IS_WAIT_WATCH (self), NULL);

  return self->graph;
}

/**
 * apm_wait_watch_get_notes:
 *
 * Returns: (transfer none) (nullable): the newest look in words, for a table of processes
 */
ApmProcessNotes *
apm_wait_watch_get_notes (ApmWaitWatch *self)
{
  g_return_val_if_fail (APM_IS_WAIT_WATCH (self), NULL);

  return self->notes;
}

/**
 * apm_wait_watch_set_threads:
 * @pid: of a process; %APM_ALL_PROCESSES; 0: of none, as it is at first
 *
 * Whose threads are told of in words too; for those of another process it looks now.
 */
void
apm_wait_watch_set_threads (ApmWaitWatch *self,
                            int           pid)
{
  g_return_if_fail (APM_IS_WAIT_WATCH (self));

  apm_wait_watcher_set_threads (self->watcher, pid);
}

/**
 * apm_wait_watch_get_thread_notes:
 *
 * Returns: (transfer none) (nullable): the newest look in words, for a table of the
 *   threads that apm_wait_watch_set_threads() asked for, by TID
 */
ApmProcessNotes *
apm_wait_watch_get_thread_notes (ApmWaitWatch *self)
{
  g_return_val_if_fail (APM_IS_WAIT_WATCH (self), NULL);

  return self->thread_notes;
}

/**
 * apm_wait_watch_find:
 * @tid: 0: of the process what says most
 *
 * Returns: (nullable): how it was last seen, until the next ::looked
 */
const ApmWait *
apm_wait_watch_find (ApmWaitWatch *self,
                     int           pid,
                     int           tid)
{
  g_return_val_if_fail (APM_IS_WAIT_WATCH (self), NULL);

  return self->graph ? apm_wait_chain_find (self->graph, pid, tid) : NULL;
}

/**
 * apm_wait_watch_get_waited_us:
 * @wait: of the newest look
 *
 * Returns: for how long it has not run, or -1 if that is not known
 */
gint64
apm_wait_watch_get_waited_us (ApmWaitWatch  *self,
                              const ApmWait *wait)
{
  gint64 waited_us;

  g_return_val_if_fail (APM_IS_WAIT_WATCH (self) && self->graph, -1);

  waited_us = self->waited_us[wait - &g_array_index (self->graph->pass->waits, ApmWait, 0)];

  return waited_us < 0 ? -1 : waited_us + g_get_monotonic_time () - self->looked_us;
}

/**
 * apm_wait_watch_is_settled:
 *
 * Returns: whether the newest look left no doubt: no knot was seen that must last
 *   for longer before it is told. It looks again by itself until that is so
 */
gboolean
apm_wait_watch_is_settled (ApmWaitWatch *self)
{
  g_return_val_if_fail (APM_IS_WAIT_WATCH (self), FALSE);

  return self->is_settled;
}

/**
 * apm_wait_watch_get_deadlocks:
 *
 * Returns: (element-type ApmWaitDeadlock): those that hold, borrowed
 */
const GPtrArray *
apm_wait_watch_get_deadlocks (ApmWaitWatch *self)
{
  g_return_val_if_fail (APM_IS_WAIT_WATCH (self), NULL);

  return self->deadlocks;
}

/**
 * apm_wait_watch_get_n_unreadable:
 *
 * Returns: how many processes could not be looked at the last time
 */
guint
apm_wait_watch_get_n_unreadable (ApmWaitWatch *self)
{
  g_return_val_if_fail (APM_IS_WAIT_WATCH (self), 0);

  return self->n_unreadable;
}

/**
 * apm_wait_watch_set_helper:
 * @helper: (nullable): asked for whoever may not be looked at when the next question
 *   is answered. The one before is closed
 */
void
apm_wait_watch_set_helper (ApmWaitWatch  *self,
                           ApmWaitHelper *helper)
{
  g_autoptr(ApmWaitHelper) old = NULL;

  g_return_if_fail (APM_IS_WAIT_WATCH (self));

  old = self->helper;
  self->helper = helper ? apm_wait_helper_ref (helper) : NULL;
  apm_wait_watcher_set_helper (self->watcher, helper);
}

/**
 * apm_wait_watch_get_helper:
 *
 * Returns: (nullable): the one that is set, unless it has ended
 */
ApmWaitHelper *
apm_wait_watch_get_helper (ApmWaitWatch *self)
{
  g_return_val_if_fail (APM_IS_WAIT_WATCH (self), NULL);

  return self->helper && apm_wait_helper_is_open (self->helper) ? self->helper : NULL;
}

/**
 * apm_wait_watch_ask_async:
 * @tid: 0: whatever is the matter with the process
 *
 * Asks why somebody waits. Who asked last is answered first. It takes a second
 * where it may be a deadlock that was not known yet.
 */
void
apm_wait_watch_ask_async (ApmWaitWatch        *self,
                          int                  pid,
                          int                  tid,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (APM_IS_WAIT_WATCH (self));

  /* No source object: the thread may be the last to let go of the task. */
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, apm_wait_watch_ask_async);
  apm_wait_watcher_ask (self->watcher, task, pid, tid);
}

/**
 * apm_wait_watch_ask_finish:
 *
 * Returns: (transfer full): the chain, or %NULL with @error: %APM_ERROR_GONE if there is no such process
 */
ApmWaitChain *
apm_wait_watch_ask_finish (ApmWaitWatch  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, apm_wait_watch_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
