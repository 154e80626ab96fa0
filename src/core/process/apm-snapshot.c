/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-snapshot.h"

#include "apm-scanner.h"

#include <unistd.h>

ApmSnapshot *
apm_snapshot_new (void)
{
  ApmSnapshot *self = g_new0 (ApmSnapshot, 1);

  self->samples = apm_scanner_new_samples ();
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->titles = g_string_chunk_new (1024);

  return self;
}

void
apm_snapshot_free (ApmSnapshot *self)
{
  if (!self)
    return;
  g_array_unref (self->samples);
  g_array_unref (self->order);
  g_string_chunk_free (self->titles);
  apm_query_unref (self->query);
  apm_system_clear (&self->system);
  g_free (self);
}

/**
 * apm_snapshot_reset:
 *
 * Empties it for the next scan; the memory stays.
 */
void
apm_snapshot_reset (ApmSnapshot *self)
{
  g_array_set_size (self->samples, 0);
  g_array_set_size (self->order, 0);
  g_string_chunk_clear (self->titles);
  g_clear_pointer (&self->query, apm_query_unref);
  self->n_living = self->n_scanned = 0;
}

static ApmSample *
sample_at (ApmSnapshot *self,
           guint        index)
{
  return &g_array_index (self->samples, ApmSample, index);
}

static ApmSample *
find_living (ApmSnapshot *self,
             int          pid)
{
  guint low = 0;
  guint high = self->n_living;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (sample_at (self, middle)->process.pid < pid)
        low = middle + 1;
      else
        high = middle;
    }

  return low < self->n_living && sample_at (self, low)->process.pid == pid ? sample_at (self, low) : NULL;
}

/**
 * apm_snapshot_find:
 *
 * Returns: (nullable): one that runs before one that has ended, the youngest of these
 */
ApmSample *
apm_snapshot_find (ApmSnapshot *self,
                   int          pid)
{
  ApmSample *living = find_living (self, pid);

  if (living && !living->process.ended)
    return living;

  for (guint i = self->samples->len; i > self->n_living; i--)
    if (sample_at (self, i - 1)->process.pid == pid && !sample_at (self, i - 1)->process.is_group)
      return sample_at (self, i - 1);

  return living;
}

static ApmSample *
find_child (ApmSnapshot          *self,
            const ApmChildRecord *record)
{
  ApmSample *living = find_living (self, record->pid);

  if (living && living->process.started_us == record->started_us)
    return living;

  for (guint i = self->n_living; i < self->n_scanned; i++)
    if (sample_at (self, i)->process.pid == record->pid &&
        sample_at (self, i)->process.started_us == record->started_us)
      return sample_at (self, i);

  return NULL;
}

/* The row of a child that has ended, made from what we know of it. */
static ApmSample *
add_ended (ApmSnapshot          *self,
           const ApmChildRecord *record,
           const ApmQuery       *query)
{
  ApmSample sample = {
    .process = {
      .pid = record->pid,
      .ppid = getpid (),
      .uid = query->uid,
      .user = apm_process_look_up_user (query->uid),
      .started_us = record->started_us,
      .command = record->command,
    },
  };

  g_array_append_val (self->samples, sample);

  return sample_at (self, self->samples->len - 1);
}

/* What an earlier query has added goes: its texts go with it. */
static void
remove_additions (ApmSnapshot *self)
{
  g_array_set_size (self->samples, self->n_scanned);
  g_string_chunk_clear (self->titles);

  for (guint i = 0; i < self->n_scanned; i++)
    {
      ApmSample *sample = sample_at (self, i);

      if (sample->process.created_here)
        {
          sample->process.created_here = FALSE;
          sample->process.name = sample->info->name;
          sample->process.name_base64 = sample->info->name_base64;
        }
    }
}

static void
mark_child (ApmSnapshot          *self,
            const ApmChildRecord *record,
            const ApmQuery       *query)
{
  ApmSample *sample = find_child (self, record);

  if (!sample && record->ended)
    sample = add_ended (self, record, query);
  if (!sample)
    return;

  sample->process.created_here = TRUE;
  sample->process.name = record->name;
  sample->process.name_base64 = NULL;
  if (record->ended)
    {
      sample->process.ended = TRUE;
      sample->process.is_new = FALSE;
      sample->process.state = apm_process_state_word ('e');
      sample->process.wait_status = record->wait_status;
      sample->process.age_us = record->lifetime_us;
      sample->process.cpu_time_us = record->cpu_time_us;
      sample->process.cpu_percent = 0;
      sample->process.rss_bytes = 0;
      sample->process.threads = 0;
    }
}

static const ApmProcess *
get_parent (const ApmProcess *process,
            gpointer          data)
{
  ApmSample *parent = process->ppid > 0 ? apm_snapshot_find (data, process->ppid) : NULL;

  return parent && parent->process.started_us <= process->started_us ? &parent->process : NULL;
}

static gboolean
matches (ApmSnapshot     *self,
         const ApmSample *sample,
         const ApmQuery  *query)
{
  const ApmProcess *process = &sample->process;
  const char *haystack;

  if (query->scope == APM_SCOPE_MINE && process->uid != query->uid)
    return FALSE;
  if (query->scope == APM_SCOPE_CREATED && !process->created_here)
    return FALSE;
  if (apm_filter_is_empty (query->filter))
    return TRUE;

  haystack = sample->info && !process->created_here ? apm_process_info_get_haystack (sample->info) : NULL;

  return apm_filter_matches (query->filter, process, haystack, get_parent, self);
}

/**
 * apm_snapshot_apply:
 *
 * Marks the children of @query and orders what matches it: some milliseconds for
 * ten thousand rows.
 */
void
apm_snapshot_apply (ApmSnapshot *self,
                    ApmQuery    *query)
{
  g_autoptr(ApmQuery) before = self->query;
  g_autofree guint8 *found = NULL;

  self->query = apm_query_ref (query);
  if (before)
    remove_additions (self);
  else
    self->n_scanned = self->samples->len;
  for (guint i = 0; i < query->children->len; i++)
    mark_child (self, &g_array_index (query->children, ApmChildRecord, i), query);

  for (guint i = 0; i < self->samples->len; i++)
    {
      ApmProcess *process = &sample_at (self, i)->process;

      process->note = apm_process_notes_find (query->notes, process->pid, process->started_us);
    }

  found = g_new (guint8, self->samples->len + 1);
  for (guint i = 0; i < self->samples->len; i++)
    found[i] = matches (self, sample_at (self, i), query);
  apm_snapshot_arrange (self, found);
}
