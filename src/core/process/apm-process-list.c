/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-list-private.h"

#include "apm-clock.h"
#include "apm-process-more.h"

#include <string.h>

#define LINGER_US (10 * G_USEC_PER_SEC)

enum { UPDATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ApmProcessList, apm_process_list, G_TYPE_OBJECT)

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  ApmSnapshot *snapshot = APM_PROCESS_LIST (owner)->snapshot;
  guint place = g_array_index (snapshot->order, guint, index);

  return &g_array_index (snapshot->samples, ApmSample, place).process;
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return apm_process_key (row);
}

static const ApmViewFuncs view_funcs = { get_row, get_key };

void
apm_process_list_refresh (ApmProcessList *self)
{
  apm_view_refresh (self->view, self->snapshot->order->len);
  g_signal_emit (self, signals[UPDATED], 0);
}

static void
forget_old_children (ApmProcessList *self)
{
  gint64 oldest_us = g_get_monotonic_time () - LINGER_US;
  g_autoptr(ApmQuery) query = NULL;

  for (guint i = self->query->children->len; i > 0; i--)
    {
      const ApmChildRecord *record = &g_array_index (self->query->children, ApmChildRecord, i - 1);

      if (!record->ended || record->ended_us >= oldest_us)
        continue;
      if (!query)
        query = apm_query_copy (self->query);
      g_array_remove_index (query->children, i - 1);
    }

  if (query)
    apm_process_list_take_query (self, g_steal_pointer (&query));
}

static gboolean
on_snapshot (gpointer data)
{
  ApmProcessList *self = data;
  ApmSnapshot *snapshot = apm_sampler_take (self->sampler);

  if (!snapshot)
    return G_SOURCE_CONTINUE;

  /* The user was faster. */
  if (snapshot->query != self->query && snapshot->samples->len > APM_FEW_PROCESSES)
    {
      apm_sampler_give_back (self->sampler, snapshot);
      apm_sampler_ask (self->sampler);
      return G_SOURCE_CONTINUE;
    }
  if (snapshot->query != self->query)
    apm_snapshot_apply (snapshot, self->query);
  apm_sampler_give_back (self->sampler, self->snapshot);
  self->snapshot = snapshot;
  if (self->hold_waits)
    apm_process_list_hold (self);
  forget_old_children (self);
  apm_process_list_refresh (self);

  return G_SOURCE_CONTINUE;
}

static void
on_child_ended (ApmProcessList *self,
                int             wait_status,
                ApmChild       *child)
{
  ApmQuery *query = apm_query_copy (self->query);

  for (guint i = 0; i < query->children->len; i++)
    {
      ApmChildRecord *record = &g_array_index (query->children, ApmChildRecord, i);

      if (record->pid == apm_child_get_pid (child) && record->started_us == apm_child_get_started_us (child))
        {
          record->ended = TRUE;
          record->wait_status = wait_status;
          record->ended_us = g_get_monotonic_time ();
          record->cpu_time_us = apm_child_get_cpu_time_us (child);
          record->lifetime_us = MAX (apm_clock_since_boot_us () - record->started_us, 0);
        }
    }

  g_signal_handlers_disconnect_by_func (child, on_child_ended, self);
  g_ptr_array_remove_fast (self->children, child);
  apm_process_list_change_query (self, query);
}

static void
apm_process_list_dispose (GObject *object)
{
  ApmProcessList *self = APM_PROCESS_LIST (object);

  for (guint i = 0; i < self->children->len; i++)
    g_signal_handlers_disconnect_by_data (self->children->pdata[i], self);
  g_ptr_array_set_size (self->children, 0);
  g_clear_pointer (&self->sampler, apm_sampler_free);
  if (self->view)
    apm_view_refresh (self->view, 0);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (apm_process_list_parent_class)->dispose (object);
}

static void
apm_process_list_finalize (GObject *object)
{
  ApmProcessList *self = APM_PROCESS_LIST (object);

  g_ptr_array_unref (self->children);
  apm_snapshot_free (self->snapshot);
  apm_query_unref (self->query);

  G_OBJECT_CLASS (apm_process_list_parent_class)->finalize (object);
}

static void
apm_process_list_class_init (ApmProcessListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = apm_process_list_dispose;
  object_class->finalize = apm_process_list_finalize;

  /**
   * ApmProcessList::updated:
   *
   * There was a new look at the machine, or another question; the view is right.
   */
  signals[UPDATED] = g_signal_new ("updated", APM_TYPE_PROCESS_LIST, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
apm_process_list_init (ApmProcessList *self)
{
  self->view = apm_view_new (&view_funcs, self);
  self->query = apm_query_new ();
  self->snapshot = apm_snapshot_new ();
  self->children = g_ptr_array_new_with_free_func (g_object_unref);
  self->interval_ms = 1000;
  self->sampler = apm_sampler_new (self->query, on_snapshot, self);
  apm_sampler_set_interval (self->sampler, self->interval_ms);
}

/**
 * apm_process_list_new:
 *
 * Looks at once, and then every second.
 */
ApmProcessList *
apm_process_list_new (void)
{
  return g_object_new (APM_TYPE_PROCESS_LIST, NULL);
}

/**
 * apm_process_list_get_view:
 *
 * Returns: (transfer none): rows are const ApmProcess *
 */
ApmView *
apm_process_list_get_view (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), NULL);

  return self->view;
}

static void
update_interval (ApmProcessList *self)
{
  apm_sampler_set_interval (self->sampler, self->paused ? 0 : self->interval_ms);
}

/**
 * apm_process_list_set_interval:
 * @ms: between two looks; 0: only when asked
 */
void
apm_process_list_set_interval (ApmProcessList *self,
                               guint           ms)
{
  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  self->interval_ms = ms;
  update_interval (self);
}

guint
apm_process_list_get_interval (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), 0);

  return self->interval_ms;
}

void
apm_process_list_set_paused (ApmProcessList *self,
                             gboolean        paused)
{
  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  self->paused = paused;
  update_interval (self);
}

gboolean
apm_process_list_get_paused (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), FALSE);

  return self->paused;
}

/**
 * apm_process_list_set_visible:
 * @keys: (array length=n_keys) (nullable): rows on the screen
 *
 * These are read at each look, whether they have used the CPU or not, so that what
 * others have changed in them is seen at once.
 */
void
apm_process_list_set_visible (ApmProcessList *self,
                              const guint64  *keys,
                              guint           n_keys)
{
  GArray *pids = g_array_sized_new (FALSE, FALSE, sizeof (int), n_keys);

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  for (guint i = 0; i < n_keys; i++)
    {
      int pid = apm_process_key_get_pid (keys[i]);

      if (pid > 0)
        g_array_append_val (pids, pid);
    }
  apm_sampler_set_visible (self->sampler, pids);
}

/**
 * apm_process_list_touch:
 *
 * Says that somebody has acted on @pid: the next look, which follows at once, reads it.
 */
void
apm_process_list_touch (ApmProcessList *self,
                        int             pid)
{
  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  apm_sampler_touch (self->sampler, pid);
  apm_sampler_ask (self->sampler);
}

/**
 * apm_process_list_add_child:
 *
 * Marks @child as created here, under the name it was given, and keeps its row for
 * ten seconds after its end, with the status. A look follows.
 */
void
apm_process_list_add_child (ApmProcessList *self,
                            ApmChild       *child)
{
  ApmChildRecord record = { 0 };
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self) && APM_IS_CHILD (child));

  record.pid = apm_child_get_pid (child);
  record.started_us = apm_child_get_started_us (child);
  record.name = g_strdup (apm_child_get_name (child));
  record.name_key = g_utf8_collate_key (record.name, -1);
  record.command = g_strdup (apm_child_get_command (child));

  query = apm_query_copy (self->query);
  g_array_append_val (query->children, record);
  apm_process_list_take_query (self, query);

  g_ptr_array_add (self->children, g_object_ref (child));
  if (apm_child_get_ended (child))
    on_child_ended (self, apm_child_get_wait_status (child), child);
  else
    g_signal_connect_object (child, "ended", G_CALLBACK (on_child_ended), self, G_CONNECT_SWAPPED);
  apm_sampler_ask (self->sampler);
}

/**
 * apm_process_list_find:
 *
 * Also finds what the search hides; one that runs before one that lingers.
 *
 * Returns: (transfer none) (nullable): valid until the next turn of the main loop
 */
const ApmProcess *
apm_process_list_find (ApmProcessList *self,
                       int             pid)
{
  const ApmSample *sample;

  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), NULL);

  sample = apm_snapshot_find (self->snapshot, pid);

  return sample ? &sample->process : NULL;
}

/**
 * apm_process_list_get_n_total:
 *
 * Returns: how many live, whatever the search hides
 */
guint
apm_process_list_get_n_total (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), 0);

  return self->snapshot->n_living;
}

/**
 * apm_process_list_get_n_threads:
 *
 * Returns: how many threads all processes have together
 */
guint
apm_process_list_get_n_threads (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), 0);

  return self->snapshot->n_threads;
}

/**
 * apm_process_list_get_cost:
 * @scan_ms: (out) (optional): CPU time of the last look
 * @cpu_percent: (out) (optional): of one core, for this whole program with all its
 *   threads, since the look before
 */
void
apm_process_list_get_cost (ApmProcessList *self,
                           double         *scan_ms,
                           double         *cpu_percent)
{
  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  if (scan_ms)
    *scan_ms = self->snapshot->scan_ms;
  if (cpu_percent)
    *cpu_percent = self->snapshot->cpu_percent;
}

/**
 * apm_process_list_get_system:
 *
 * Returns: (transfer none): the machine at the last look; nothing is known of it
 *   while its read_us is 0. Valid until the next turn of the main loop
 */
const ApmSystem *
apm_process_list_get_system (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), NULL);

  return &self->snapshot->system;
}

/**
 * apm_process_list_sample_now:
 *
 * Looks also when paused; "updated" follows.
 */
void
apm_process_list_sample_now (ApmProcessList *self)
{
  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  apm_sampler_ask (self->sampler);
}
