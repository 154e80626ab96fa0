/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-history-private.h"

#include "apm-cpu-clock.h"

#include <fcntl.h>
#include <string.h>

struct _ApmHistories
{
  GObject parent_instance;
  GPtrArray *histories;    /* of ApmHistory, the one followed last in front */
  guint timer;
  guint interval_ms;
  gboolean looking;
  gboolean look_again;
};

enum { SAMPLED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmHistories, apm_histories, G_TYPE_OBJECT)

static void
look_clear (gpointer data)
{
  ApmHistoryLook *look = data;

  apm_process_more_unref (look->before);
  apm_process_more_unref (look->more);
}

/* Whoever has not run has done nothing of what is read here: of the many that are
 * followed and sleep only one file is read. */
static void
look_at (ApmHistoryLook *look,
         int             proc_fd,
         ApmMoreReader  *reader,
         gboolean        clocks_fit)
{
  look->at_us = g_get_monotonic_time ();
  look->clock_ns = clocks_fit ? apm_cpu_clock_read_ns (look->pid) : -1;
  look->ended = !apm_stat_read (proc_fd, look->pid, &look->stat, NULL) ||
                apm_stat_ticks_to_us (look->stat.start_ticks) != look->started_us ||
                strchr ("ZXx", look->stat.state);
  if (look->ended)
    return;

  if (look->before && look->clock_ns >= 0 && look->clock_ns == look->before_clock_ns)
    look->more = apm_process_more_calm (g_steal_pointer (&look->before));
  else
    look->more = apm_more_reader_read (reader, &look->stat, APM_SOURCE_IO | APM_SOURCE_SWITCHES, look->before,
                                       (look->at_us - look->before_us) * 1000);
}

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GArray *looks = task_data;
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  ApmMoreReader *reader = apm_more_reader_new (proc_fd);
  gboolean clocks_fit = proc_fd >= 0 && apm_cpu_clock_fits (proc_fd);

  for (guint i = 0; proc_fd >= 0 && i < looks->len; i++)
    look_at (&g_array_index (looks, ApmHistoryLook, i), proc_fd, reader, clocks_fit);
  apm_more_reader_free (reader);
  if (proc_fd >= 0)
    close (proc_fd);
  g_task_return_boolean (task, proc_fd >= 0);
}

static ApmHistory *
find (ApmHistories *self,
      int           pid,
      gint64        started_us,
      guint        *place)
{
  for (guint i = 0; i < self->histories->len; i++)
    {
      ApmHistory *history = self->histories->pdata[i];

      if (history->pid != pid || history->started_us != started_us)
        continue;
      if (place)
        *place = i;
      return history;
    }

  return NULL;
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  ApmHistories *self = APM_HISTORIES (source);
  GArray *looks = g_task_get_task_data (G_TASK (result));
  gboolean done = g_task_propagate_boolean (G_TASK (result), NULL);

  self->looking = FALSE;
  for (guint i = 0; done && i < looks->len; i++)
    {
      ApmHistoryLook *look = &g_array_index (looks, ApmHistoryLook, i);
      ApmHistory *history = find (self, look->pid, look->started_us, NULL);

      if (history && look->ended)
        history->ended = TRUE;
      else if (history)
        apm_history_add (history, look);
    }
  if (done)
    g_signal_emit (self, signals[SAMPLED], 0);
  if (self->look_again)
    apm_histories_sample_now (self);
}

/**
 * apm_histories_sample_now:
 *
 * Adds a moment soon, apart from the timer.
 */
void
apm_histories_sample_now (ApmHistories *self)
{
  g_autoptr(GArray) looks = NULL;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (APM_IS_HISTORIES (self));

  self->look_again = self->looking;
  if (self->looking)
    return;

  looks = g_array_new (FALSE, TRUE, sizeof (ApmHistoryLook));
  g_array_set_clear_func (looks, look_clear);
  for (guint i = 0; i < self->histories->len; i++)
    {
      const ApmHistory *history = self->histories->pdata[i];
      ApmHistoryLook look = { .pid = history->pid, .started_us = history->started_us };

      if (history->ended)
        continue;
      look.before = history->more ? apm_process_more_ref (history->more) : NULL;
      look.before_clock_ns = history->clock_ns;
      look.before_us = history->length > 0 ? apm_history_get_moment (history, history->length - 1)->at_us : 0;
      g_array_append_val (looks, look);
    }
  if (looks->len == 0)
    return;

  self->looking = TRUE;
  task = g_task_new (self, NULL, on_looked, NULL);
  g_task_set_task_data (task, g_steal_pointer (&looks), (GDestroyNotify) g_array_unref);
  g_task_run_in_thread (task, look_in_thread);
}

/**
 * apm_histories_follow:
 * @started_us: since boot, as a row tells it
 *
 * From now on this process is sampled, until @APM_HISTORY_PROCESSES others were
 * followed after it.
 *
 * Returns: (transfer none): until then; with what was seen of it before
 */
const ApmHistory *
apm_histories_follow (ApmHistories *self,
                      int           pid,
                      gint64        started_us)
{
  ApmHistory *history;
  guint place;

  g_return_val_if_fail (APM_IS_HISTORIES (self), NULL);

  history = find (self, pid, started_us, &place);
  if (history)
    {
      g_ptr_array_steal_index (self->histories, place);
      g_ptr_array_insert (self->histories, 0, history);
      return history;
    }

  history = g_new0 (ApmHistory, 1);
  history->pid = pid;
  history->started_us = started_us;
  g_ptr_array_insert (self->histories, 0, history);
  if (self->histories->len > APM_HISTORY_PROCESSES)
    g_ptr_array_set_size (self->histories, APM_HISTORY_PROCESSES);
  apm_histories_sample_now (self);

  return history;
}

/**
 * apm_histories_find:
 *
 * Returns: (transfer none) (nullable): what was seen of it if it is followed
 */
const ApmHistory *
apm_histories_find (ApmHistories *self,
                    int           pid,
                    gint64        started_us)
{
  g_return_val_if_fail (APM_IS_HISTORIES (self), NULL);

  return find (self, pid, started_us, NULL);
}

/* A look that is not over yet is not followed by another at once: it would keep the
 * object alive for ever. */
static gboolean
on_timer (gpointer data)
{
  if (!APM_HISTORIES (data)->looking)
    apm_histories_sample_now (data);

  return G_SOURCE_CONTINUE;
}

/**
 * apm_histories_set_interval:
 * @ms: 0 stops; what is sampled then leaves a gap
 */
void
apm_histories_set_interval (ApmHistories *self,
                            guint         ms)
{
  g_return_if_fail (APM_IS_HISTORIES (self));

  if (self->interval_ms == ms)
    return;
  self->interval_ms = ms;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (ms > 0)
    self->timer = g_timeout_add (ms, on_timer, self);
}

static void
apm_histories_finalize (GObject *object)
{
  ApmHistories *self = APM_HISTORIES (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_ptr_array_unref (self->histories);

  G_OBJECT_CLASS (apm_histories_parent_class)->finalize (object);
}

static void
apm_histories_class_init (ApmHistoriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = apm_histories_finalize;

  signals[SAMPLED] = g_signal_new ("sampled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
apm_histories_init (ApmHistories *self)
{
  self->histories = g_ptr_array_new_with_free_func ((GDestroyNotify) apm_history_free);
}

ApmHistories *
apm_histories_new (void)
{
  return g_object_new (APM_TYPE_HISTORIES, NULL);
}
