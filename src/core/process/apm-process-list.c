/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-list.h"

#include "apm-query.h"
#include "apm-sampler.h"

#include <string.h>

#define LINGER_US (10 * G_USEC_PER_SEC)

struct _ApmProcessList
{
  GObject parent_instance;

  ApmView *view;
  ApmSampler *sampler;
  ApmQuery *query;         /* what is asked for now */
  ApmSnapshot *snapshot;   /* what is shown */
  GPtrArray *children;     /* of ApmChild: those that run */
  guint interval_ms;
  gboolean paused;
};

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

static void
refresh (ApmProcessList *self)
{
  apm_view_refresh (self->view, self->snapshot->order->len);
  g_signal_emit (self, signals[UPDATED], 0);
}

static void
take_query (ApmProcessList *self,
            ApmQuery       *query)
{
  apm_query_unref (self->query);
  self->query = query;
  apm_sampler_set_query (self->sampler, query);
}

/* Takes a query that the user has changed, and answers it from what is known. */
static void
change_query (ApmProcessList *self,
              ApmQuery       *query)
{
  take_query (self, query);
  apm_snapshot_apply (self->snapshot, query);
  refresh (self);
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
    take_query (self, g_steal_pointer (&query));
}

static gboolean
on_snapshot (gpointer data)
{
  ApmProcessList *self = data;
  ApmSnapshot *snapshot = apm_sampler_take (self->sampler);

  if (!snapshot)
    return G_SOURCE_CONTINUE;

  /* The user was faster. */
  if (snapshot->query != self->query)
    apm_snapshot_apply (snapshot, self->query);
  apm_sampler_give_back (self->sampler, self->snapshot);
  self->snapshot = snapshot;
  forget_old_children (self);
  refresh (self);

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
        }
    }

  g_signal_handlers_disconnect_by_func (child, on_child_ended, self);
  g_ptr_array_remove_fast (self->children, child);
  change_query (self, query);
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
 * apm_process_list_set_sort:
 * @field_id: of apm_process_fields; an unknown one changes nothing
 */
void
apm_process_list_set_sort (ApmProcessList *self,
                           const char     *field_id,
                           gboolean        descending)
{
  const ApmField *field;
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self) && field_id != NULL);

  field = apm_field_find (apm_process_fields, field_id);
  if (!field || (field == self->query->sort && !!descending == !!self->query->descending))
    return;

  query = apm_query_copy (self->query);
  query->sort = field;
  query->descending = descending;
  change_query (self, query);
}

/**
 * apm_process_list_set_search:
 * @text: (nullable): words; each must stand in the name, command, user or PID
 */
void
apm_process_list_set_search (ApmProcessList *self,
                             const char     *text)
{
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  query = apm_query_copy (self->query);
  apm_query_set_search (query, text ? text : "");
  change_query (self, query);
}

void
apm_process_list_set_scope (ApmProcessList *self,
                            ApmScope        scope)
{
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  query = apm_query_copy (self->query);
  query->scope = scope;
  change_query (self, query);
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
  take_query (self, query);

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
  const ApmProcess *found = NULL;

  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), NULL);

  for (guint i = 0; i < self->snapshot->samples->len; i++)
    {
      const ApmProcess *process = &g_array_index (self->snapshot->samples, ApmSample, i).process;

      if (process->pid == pid && (!found || found->ended))
        found = process;
    }

  return found;
}

/**
 * apm_process_list_get_n_total:
 *
 * Returns: how many there are, whatever the search hides
 */
guint
apm_process_list_get_n_total (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), 0);

  return self->snapshot->samples->len;
}

/**
 * apm_process_list_get_cost:
 * @scan_ms: (out) (optional): CPU time of the last look
 * @cpu_percent: (out) (optional): of one core, for looking, since the look before
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
