/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-order.h"

#include <string.h>

/* Gives @to the same, with references of its own. */
void
apm_thread_order_copy (const ApmThreadOrder *self,
                       ApmThreadOrder       *to)
{
  *to = *self;
  if (to->filter)
    apm_filter_ref (to->filter);
  if (to->notes)
    apm_process_notes_ref (to->notes);
  if (to->held)
    g_hash_table_ref (to->held);
}

void
apm_thread_order_clear (ApmThreadOrder *self)
{
  g_clear_pointer (&self->filter, apm_filter_unref);
  g_clear_pointer (&self->notes, apm_process_notes_unref);
  g_clear_pointer (&self->held, g_hash_table_unref);
}

/* A thread answers as a process of its name would; words are also looked for in
 * its TID and in what its process is called. */
static gboolean
matches (const ApmThread *thread,
         const ApmFilter *filter)
{
  ApmProcessMore more = { .nice = thread->nice, .priority = thread->priority, .policy = thread->policy };
  ApmProcess row = { .pid = thread->pid, .name = thread->name, .state = thread->state, .threads = 1 };
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (filter == NULL || apm_filter_is_empty (filter))
    return TRUE;

  row.cpu_percent = thread->cpu_percent;
  row.cpu_time_us = thread->cpu_time_us;
  row.started_us = thread->started_us;
  row.age_us = thread->age_us;
  row.command = thread->process;
  row.note = thread->note;
  row.more = &more;
  more.denied = thread->denied;
  more.run_wait_percent = thread->run_wait_percent;
  more.voluntary_switches_per_s = thread->voluntary_switches_per_s;
  more.wait_channel = (char *) thread->wait_channel;
  text = g_strdup_printf ("%s\n%d\n%d\n%s\n%s", thread->name, thread->tid, thread->pid,
                          thread->process ? thread->process : "", thread->wait_channel ? thread->wait_channel : "");
  folded = g_utf8_casefold (text, -1);

  return apm_filter_matches (filter, &row, folded, NULL, NULL);
}

/* Comparing text by the locale's rules costs more than all the rest, and names
 * and states repeat: each is prepared once. */
static const char *
get_collate_key (const char   *text,
                 GHashTable   *keys,
                 GStringChunk *texts)
{
  char *kept = g_hash_table_lookup (keys, text);

  if (kept == NULL)
    {
      g_autofree char *key = g_utf8_collate_key (text, -1);

      kept = g_string_chunk_insert (texts, key);
      g_hash_table_insert (keys, (gpointer) text, kept);
    }

  return kept;
}

/* Who has no place yet comes behind those that have. */
static guint
get_held_place (const ApmThreadOrder *self,
                const ApmThread      *row)
{
  guint64 key = apm_thread_key (row);
  guint place = self->held ? GPOINTER_TO_UINT (g_hash_table_lookup (self->held, &key)) : 0;

  return place > 0 ? place : G_MAXUINT;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  const ApmThreadOrder *self = user_data;
  const ApmThreadPlace *place_a = a;
  const ApmThreadPlace *place_b = b;
  int order = 0;

  if (place_a->held != place_b->held)
    return place_a->held < place_b->held ? -1 : 1;

  if (place_a->text)
    order = strcmp (place_a->text, place_b->text);
  else if (self->field)
    order = apm_field_compare (self->field, place_a->row, place_b->row);

  if (order == 0)
    return (place_a->row->tid > place_b->row->tid) - (place_a->row->tid < place_b->row->tid);

  return self->descending ? -order : order;
}

/**
 * apm_thread_order_rank:
 * @rows: of ApmThread; they outlive what is returned
 *
 * Gives each its note, picks those that match the filter and sorts them by the field;
 * equal ones by TID, ascending; while the order is held each keeps its place. May be called by any thread.
 */
ApmThreadRanks *
apm_thread_order_rank (const ApmThreadOrder *self,
                       const GPtrArray      *rows)
{
  g_autoptr(GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean is_text = self->field && self->field->type == APM_FIELD_STRING;
  ApmThreadRanks *ranks = g_new (ApmThreadRanks, 1);

  ranks->places = g_array_sized_new (FALSE, FALSE, sizeof (ApmThreadPlace), rows->len);
  ranks->texts = g_string_chunk_new (1024);
  for (guint i = 0; i < rows->len; i++)
    {
      ApmThreadPlace place = { rows->pdata[i], NULL, 0 };
      const char *text;

      place.row->note = apm_process_notes_find (self->notes, place.row->tid, place.row->process_started_us);
      if (!matches (place.row, self->filter))
        continue;
      text = is_text ? apm_field_get_text (self->field, place.row) : NULL;
      if (is_text)
        place.text = text ? get_collate_key (text, keys, ranks->texts) : "";
      place.held = get_held_place (self, place.row);
      g_array_append_val (ranks->places, place);
    }
  g_array_sort_with_data (ranks->places, compare, (gpointer) self);

  return ranks;
}

void
apm_thread_ranks_free (ApmThreadRanks *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->places);
  g_string_chunk_free (self->texts);
  g_free (self);
}

/* Returns: the first of @ranks from @low on that stands behind @place */
static guint
find_behind (const ApmThreadOrder *self,
             const ApmThreadRanks *ranks,
             guint                 low,
             const ApmThreadPlace *place)
{
  guint high = ranks->places->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare (&g_array_index (ranks->places, ApmThreadPlace, middle), place, (gpointer) self) > 0)
        high = middle;
      else
        low = middle + 1;
    }

  return low;
}

/**
 * apm_thread_order_merge:
 * @many: ranked by the same order
 * @without: (nullable): set of rows of @many that are left out
 * @few: (nullable): ranked by the same order
 * @order: (inout): gets the rows of both, in their order
 *
 * As cheap as copying @many.
 */
void
apm_thread_order_merge (const ApmThreadOrder *self,
                        const ApmThreadRanks *many,
                        GHashTable           *without,
                        const ApmThreadRanks *few,
                        GPtrArray            *order)
{
  guint n_few = few ? few->places->len : 0;
  guint at = 0;

  for (guint i = 0; i <= n_few; i++)
    {
      const ApmThreadPlace *next = i < n_few ? &g_array_index (few->places, ApmThreadPlace, i) : NULL;
      guint end = next ? find_behind (self, many, at, next) : many->places->len;

      for (; at < end; at++)
        {
          ApmThread *row = g_array_index (many->places, ApmThreadPlace, at).row;

          if (without == NULL || !g_hash_table_contains (without, row))
            g_ptr_array_add (order, row);
        }
      if (next)
        g_ptr_array_add (order, next->row);
    }
}
