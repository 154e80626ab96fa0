/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-watcher.h"

#include "apm-error.h"
#include "apm-wait-inquiry.h"
#include "apm-wait-ledger.h"
#include "apm-wait-notes.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Looks take no more than this part of a CPU, whatever the interval; but for the first,
 * which knows nothing yet, and is made once. */
#define BUDGET_PER_MILLE 2
#define ENDED_US         (2 * G_USEC_PER_SEC)   /* between questions whether they live who were told */

typedef struct {
  GTask *task;
  int    pid, tid;
} Ask;

struct _ApmWaitWatcher
{
  gatomicrefcount    refs;
  GMainContext      *context;
  ApmWaitReportFunc  func;
  gpointer           user_data;
  gboolean           is_freed;      /* main thread only */

  GMutex             mutex;
  GCond              cond;
  gint64             interval_us;   /* 0: only when asked */
  guint              per_mille;     /* of a CPU */
  gboolean           is_asked;
  gboolean           must_quit;
  int                threads_pid;   /* whose threads get notes too */
  GQueue             asks;          /* of Ask, the newest first */
  ApmWaitHelper     *helper;        /* (nullable) */

  /* the thread's own */
  ApmWaitReader     *reader;
  ApmWaitLedger     *ledger;
  gint64             next_us;
  guint              n_looks;
};

/* What the thread is told for one turn. */
typedef struct {
  Ask    *ask;                      /* NULL: to look */
  gint64  interval_us;
  guint   per_mille;
  int     threads_pid;
} Turn;

typedef struct {
  ApmWaitWatcher *watcher;
  ApmWaitReport  *report;
} Delivery;

static void
watcher_unref (ApmWaitWatcher *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;

  g_main_context_unref (self->context);
  g_clear_pointer (&self->helper, apm_wait_helper_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
apm_wait_deadlock_free (ApmWaitDeadlock *deadlock)
{
  if (deadlock == NULL)
    return;

  apm_wait_chain_free (deadlock->chain);
  g_free (deadlock);
}

void
apm_wait_report_free (ApmWaitReport *report)
{
  g_clear_pointer (&report->graph, apm_wait_graph_free);
  g_free (report->waited_us);
  g_clear_pointer (&report->notes, apm_process_notes_unref);
  g_clear_pointer (&report->thread_notes, apm_process_notes_unref);
  g_ptr_array_unref (report->found);
  g_array_unref (report->ended);
  g_free (report);
}

static gboolean
on_delivery (gpointer data)
{
  Delivery *delivery = data;

  if (!delivery->watcher->is_freed)
    delivery->watcher->func (g_steal_pointer (&delivery->report), delivery->watcher->user_data);

  return G_SOURCE_REMOVE;
}

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  g_clear_pointer (&delivery->report, apm_wait_report_free);
  watcher_unref (delivery->watcher);
  g_free (delivery);
}

static void
deliver (ApmWaitWatcher *self,
         ApmWaitReport  *report)
{
  Delivery *delivery = g_new0 (Delivery, 1);
  GSource *source = g_idle_source_new ();

  delivery->watcher = self;
  g_atomic_ref_count_inc (&self->refs);
  delivery->report = report;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_delivery, delivery, delivery_free);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static ApmWaitDeadlock *
deadlock_new (const ApmWaitInquiry *inquiry,
              const ApmWaitEntry   *entry)
{
  const ApmWaitKnot *knot = inquiry->proof->graph->knots->pdata[entry->knot];
  ApmWaitDeadlock *deadlock = g_new0 (ApmWaitDeadlock, 1);

  deadlock->id = entry->id;
  deadlock->rank = knot->rank;
  deadlock->chain = apm_wait_inquiry_dup_knot (inquiry, knot);
  deadlock->n_members = knot->members->len;
  deadlock->n_behind = knot->n_behind;
  deadlock->seen_us = entry->first_us;

  return deadlock;
}

static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
look (ApmWaitWatcher *self,
      const Turn     *turn)
{
  gint64 began_us = get_cpu_us ();
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (self->reader, NULL, 0);
  g_autoptr(ApmWaitInquiry) inquiry = apm_wait_inquiry_new (self->reader, pass);
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  ApmWaitReport *report = g_new0 (ApmWaitReport, 1);
  gint64 looked_us = g_get_monotonic_time ();
  gint64 due_us;

  report->looked_us = looked_us;
  report->n_unreadable = inquiry->n_unreadable;
  report->found = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_wait_deadlock_free);
  report->ended = g_array_new (FALSE, FALSE, sizeof (guint64));
  apm_wait_ledger_enter (self->ledger, inquiry->proof, entries, report->ended);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (report->found, deadlock_new (inquiry, entries->pdata[i]));
  report->waited_us = apm_wait_notes_read_waited (pass, turn->threads_pid);
  report->notes = apm_wait_notes_new (inquiry->graph, report->waited_us);
  report->thread_notes = apm_wait_notes_new_threads (inquiry->graph, report->waited_us,
                                                      turn->threads_pid);
  report->graph = g_steal_pointer (&inquiry->graph);
  due_us = apm_wait_ledger_get_due (self->ledger);
  report->is_settled = due_us <= 0;
  /* From here on it is the main thread's, and may be gone. */
  deliver (self, g_steal_pointer (&report));

  self->next_us = looked_us + turn->interval_us;
  if (self->n_looks++ > 0)
    self->next_us = MAX (self->next_us, looked_us + (get_cpu_us () - began_us) * 1000 / turn->per_mille);
  if (due_us > 0)
    self->next_us = MIN (self->next_us, due_us);
}

/* For the questions of a person only: what is looked at every few seconds is what we
 * may see ourselves. */
static void
take_helper (ApmWaitWatcher *self)
{
  g_mutex_lock (&self->mutex);
  apm_wait_reader_set_helper (self->reader, self->helper);
  g_mutex_unlock (&self->mutex);
}

static void
answer (ApmWaitWatcher *self,
        Ask            *ask)
{
  g_autoptr(ApmWaitPass) pass = NULL;
  g_autoptr(ApmWaitInquiry) inquiry = NULL;
  ApmWaitChain *chain;

  if (g_task_return_error_if_cancelled (ask->task))
    return;

  take_helper (self);
  pass = apm_wait_reader_read (self->reader, NULL, 0);
  apm_wait_inquiry_deepen (self->reader, pass, ask->pid, ask->tid);
  inquiry = apm_wait_inquiry_new (self->reader, pass);
  chain = apm_wait_inquiry_dup_chain (inquiry, ask->pid, ask->tid);
  if (chain && !apm_wait_ledger_has_told (self->ledger, inquiry->proof, chain))
    {
      apm_wait_inquiry_persist (inquiry, self->reader);
      apm_wait_chain_free (chain);
      chain = apm_wait_inquiry_dup_chain (inquiry, ask->pid, ask->tid);
    }

  if (chain)
    g_task_return_pointer (ask->task, chain, (GDestroyNotify) apm_wait_chain_free);
  else
    g_task_return_new_error (ask->task, APM_ERROR, APM_ERROR_GONE, _("Process %d has ended"), ask->pid);
}

static gboolean
on_answered (gpointer data G_GNUC_UNUSED)
{
  return G_SOURCE_REMOVE;
}

/* The task keeps the watch, which may go with it: on the main thread, not on this. */
static void
ask_free (Ask *ask)
{
  g_autoptr(GMainContext) context = g_main_context_ref (g_task_get_context (ask->task));
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_callback (source, on_answered, ask->task, g_object_unref);
  g_source_attach (source, context);
  g_free (ask);
}

/* Sleeps until there is something to do. Returns: FALSE when it is time to go */
static gboolean
has_ended (int pid,
           int tid)
{
  return syscall (SYS_tgkill, pid, tid, 0) != 0 && errno == ESRCH;
}

/* Until the next look, or until something else is to be done. A look may be dear, and so far
 * away; whether one of a deadlock that was told has been ended is asked all the while. */
static void
wait_for_look (ApmWaitWatcher *self)
{
  gint64 until_us = self->next_us;

  if (apm_wait_ledger_any_told (self->ledger, NULL))
    until_us = MIN (until_us, g_get_monotonic_time () + ENDED_US);
  if (apm_wait_ledger_any_told (self->ledger, has_ended))
    self->next_us = 0;
  else
    g_cond_wait_until (&self->cond, &self->mutex, until_us);
}

static gboolean
wait_for_turn (ApmWaitWatcher *self,
               Turn           *turn)
{
  gboolean goes_on;

  g_mutex_lock (&self->mutex);
  for (;;)
    {
      gboolean is_timed = self->interval_us > 0 || apm_wait_ledger_get_due (self->ledger) > 0;

      turn->ask = g_queue_pop_head (&self->asks);
      if (self->must_quit || turn->ask || self->is_asked || (is_timed && g_get_monotonic_time () >= self->next_us))
        break;
      if (is_timed)
        wait_for_look (self);
      else
        g_cond_wait (&self->cond, &self->mutex);
    }
  goes_on = !self->must_quit;
  if (turn->ask == NULL)
    self->is_asked = FALSE;
  turn->interval_us = self->interval_us;
  turn->per_mille = self->per_mille;
  turn->threads_pid = self->threads_pid;
  g_mutex_unlock (&self->mutex);

  return goes_on;
}

static void
refuse (Ask *ask)
{
  g_task_return_new_error (ask->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Nobody looks any more"));
  ask_free (ask);
}

static gpointer
watcher_main (gpointer data)
{
  ApmWaitWatcher *self = data;
  Turn turn;

  self->reader = apm_wait_reader_new ();
  self->ledger = apm_wait_ledger_new ();
  apm_wait_reader_set_quick (self->reader, TRUE);
  while (wait_for_turn (self, &turn))
    {
      if (turn.ask == NULL)
        {
          look (self, &turn);
          continue;
        }
      /* Whoever asks wants to know everybody who could end a wait. */
      apm_wait_reader_set_quick (self->reader, FALSE);
      answer (self, turn.ask);
      apm_wait_reader_set_quick (self->reader, TRUE);
      apm_wait_reader_set_helper (self->reader, NULL);
      ask_free (turn.ask);
    }

  for (Ask *ask = turn.ask; ask; ask = g_queue_pop_head (&self->asks))
    refuse (ask);
  apm_wait_ledger_free (self->ledger);
  apm_wait_reader_free (self->reader);
  watcher_unref (self);

  return NULL;
}

/**
 * apm_wait_watcher_new:
 * @func: is given each report, to free, on the main context of this thread
 */
ApmWaitWatcher *
apm_wait_watcher_new (ApmWaitReportFunc func,
                      gpointer          user_data)
{
  ApmWaitWatcher *self = g_new0 (ApmWaitWatcher, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;
  self->per_mille = BUDGET_PER_MILLE;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->asks);
  g_thread_unref (g_thread_new ("waits", watcher_main, self));

  return self;
}

/**
 * apm_wait_watcher_free:
 *
 * The thread goes when it has done with its last look; nobody waits for it, and
 * nothing is told any more.
 */
void
apm_wait_watcher_free (ApmWaitWatcher *self)
{
  self->is_freed = TRUE;

  g_mutex_lock (&self->mutex);
  self->must_quit = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  watcher_unref (self);
}

void
apm_wait_watcher_set_interval (ApmWaitWatcher *self,
                               guint           ms)
{
  g_mutex_lock (&self->mutex);
  self->interval_us = ms * G_GINT64_CONSTANT (1000);
  self->is_asked |= ms > 0;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* Looks now if that brings notes that the last look has not. */
void
apm_wait_watcher_set_threads (ApmWaitWatcher *self,
                              int             pid)
{
  g_mutex_lock (&self->mutex);
  self->is_asked |= pid != 0 && pid != self->threads_pid;
  self->threads_pid = pid;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
apm_wait_watcher_set_budget (ApmWaitWatcher *self,
                             guint           per_mille)
{
  g_mutex_lock (&self->mutex);
  self->per_mille = MAX (per_mille, 1);
  g_mutex_unlock (&self->mutex);
}

void
apm_wait_watcher_look (ApmWaitWatcher *self)
{
  g_mutex_lock (&self->mutex);
  self->is_asked = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
apm_wait_watcher_set_helper (ApmWaitWatcher *self,
                             ApmWaitHelper  *helper)
{
  g_autoptr(ApmWaitHelper) old = NULL;

  g_mutex_lock (&self->mutex);
  old = self->helper;
  self->helper = helper ? apm_wait_helper_ref (helper) : NULL;
  g_mutex_unlock (&self->mutex);
  if (old && old != helper)
    apm_wait_helper_close (old);
}

/**
 * apm_wait_watcher_ask:
 * @task: (transfer full): returns an ApmWaitChain
 */
void
apm_wait_watcher_ask (ApmWaitWatcher *self,
                      GTask          *task,
                      int             pid,
                      int             tid)
{
  Ask *ask = g_new0 (Ask, 1);

  *ask = (Ask) { task, pid, tid };
  g_mutex_lock (&self->mutex);
  g_queue_push_head (&self->asks, ask);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}
