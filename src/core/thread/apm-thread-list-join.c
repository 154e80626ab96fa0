/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-list-private.h"

#include "apm-process.h"
#include "apm-text.h"

#include <math.h>
#include <unistd.h>

typedef struct {
  ApmThreadList *list;
  GHashTable    *starts;
} Join;

static int
get_crew_pid (ApmThreadList *self)
{
  ApmWorker *worker = self->crew ? apm_crew_get_worker (self->crew) : NULL;

  return worker ? apm_worker_get_pid (worker) : getpid ();
}

/* Whether the crew's threads are among those that are shown. */
gboolean
apm_thread_list_is_crew_here (ApmThreadList *self)
{
  return self->crew && (self->pid == APM_ALL_PROCESSES || self->pid == get_crew_pid (self));
}

/* A member that is no longer in /proc, as it is remembered. */
static ApmThread *
add_ended (ApmThreadList *self,
           int            tid)
{
  gint64 *started_us = g_hash_table_lookup (self->starts, GINT_TO_POINTER (tid));
  ApmThread *row = g_new0 (ApmThread, 1);

  row->pid = get_crew_pid (self);
  row->tid = tid;
  row->last_cpu = row->nice = row->priority = G_MININT;
  row->run_wait_percent = row->voluntary_switches_per_s = row->involuntary_switches_per_s = NAN;
  row->started_us = started_us ? *started_us : 0;
  g_ptr_array_add (self->ended, row);

  return row;
}

static void
join_member (const ApmMember *member,
             gpointer         user_data)
{
  Join *join = user_data;
  ApmThreadSample *sample = join->list->sample;
  ApmThread *row = sample && sample->by_tid ? g_hash_table_lookup (sample->by_tid, GINT_TO_POINTER (member->tid)) : NULL;

  if (member->tid == 0 || (row == NULL && member->phase != APM_PHASE_ENDED))
    return;

  if (row)
    g_ptr_array_add (join->list->joined, row);
  else
    row = add_ended (join->list, member->tid);
  if (member->phase == APM_PHASE_ENDED)
    row->state = apm_process_state_word ('e');

  apm_set_str ((char **) &row->name, member->name);
  row->work = apm_work_get_id (member->work);
  row->phase = apm_phase_get_id (member->phase);
  row->phase_since_us = member->since_us;
  row->join_us = member->join_us;
  row->own = member->phase != APM_PHASE_ENDED;
  g_hash_table_insert (join->starts, GINT_TO_POINTER (row->tid), g_memdup2 (&row->started_us, sizeof row->started_us));
}

/**
 * apm_thread_list_join:
 *
 * Tells the rows what the crew knows about them, and keeps those that it
 * remembers.
 */
void
apm_thread_list_join (ApmThreadList *self)
{
  g_autoptr(GHashTable) starts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Join join = { self, starts };

  g_ptr_array_set_size (self->joined, 0);
  g_ptr_array_set_size (self->ended, 0);
  if (apm_thread_list_is_crew_here (self))
    apm_crew_foreach (self->crew, join_member, &join);

  g_hash_table_unref (self->starts);
  self->starts = g_hash_table_ref (starts);
}
