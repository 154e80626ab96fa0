/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-thread-order.h"

#include <string.h>

/* A row and the text it is sorted by, as the locale compares it. */
typedef struct {
  ApmThread  *row;
  const char *text;
} Entry;

void
apm_thread_order_clear (ApmThreadOrder *self)
{
  g_clear_pointer (&self->filter, apm_filter_unref);
}

/* A thread answers as a process of its name would; words are also looked for in
 * its TID and in what its process is called. */
static gboolean
matches (const ApmThread *thread,
         const ApmFilter *filter)
{
  ApmProcess row = { .pid = thread->pid, .name = thread->name, .state = thread->state, .threads = 1 };
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (filter == NULL || apm_filter_is_empty (filter))
    return TRUE;

  row.cpu_percent = thread->cpu_percent;
  row.cpu_time_us = thread->cpu_time_us;
  row.started_us = thread->started_us;
  row.age_us = thread->age_us;
  row.parent_name = row.command = thread->process;
  text = g_strdup_printf ("%s\n%d\n%d\n%s\n%s", thread->name, thread->tid, thread->pid,
                          thread->process ? thread->process : "", thread->wait_channel ? thread->wait_channel : "");
  folded = g_utf8_casefold (text, -1);

  return apm_filter_matches (filter, &row, folded, NULL, NULL);
}

/**
 * apm_thread_order_add:
 * @rows: of ApmThread
 * @shown: gets those of @rows that match the search
 */
void
apm_thread_order_add (ApmThreadOrder  *self,
                      const GPtrArray *rows,
                      GPtrArray       *shown)
{
  for (guint i = 0; i < rows->len; i++)
    if (matches (rows->pdata[i], self->filter))
      g_ptr_array_add (shown, rows->pdata[i]);
}

/* Comparing text by the locale's rules costs more than all the rest, and names
 * and states repeat: each is prepared once. */
static const char *
get_collate_key (const char *text,
                 GHashTable *keys)
{
  char *key = g_hash_table_lookup (keys, text);

  if (key == NULL)
    {
      key = g_utf8_collate_key (text, -1);
      g_hash_table_insert (keys, (gpointer) text, key);
    }

  return key;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  const ApmThreadOrder *self = user_data;
  const Entry *entry_a = a;
  const Entry *entry_b = b;
  int order = 0;

  if (entry_a->text)
    order = strcmp (entry_a->text, entry_b->text);
  else if (self->field)
    order = apm_field_compare (self->field, entry_a->row, entry_b->row);

  if (order == 0)
    return (entry_a->row->tid > entry_b->row->tid) - (entry_a->row->tid < entry_b->row->tid);

  return self->descending ? -order : order;
}

/**
 * apm_thread_order_sort:
 *
 * Sorts @shown by the field; equal ones by TID, ascending.
 */
void
apm_thread_order_sort (ApmThreadOrder *self,
                       GPtrArray      *shown)
{
  g_autoptr(GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree Entry *entries = g_new (Entry, shown->len);
  gboolean is_text = self->field && self->field->type == APM_FIELD_STRING;

  for (guint i = 0; i < shown->len; i++)
    {
      entries[i] = (Entry) { shown->pdata[i], NULL };
      if (is_text)
        {
          const char *text = apm_field_get_text (self->field, entries[i].row);

          entries[i].text = text ? get_collate_key (text, keys) : "";
        }
    }

  if (shown->len > 0)
    g_qsort_with_data (entries, shown->len, sizeof *entries, compare, self);
  for (guint i = 0; i < shown->len; i++)
    shown->pdata[i] = entries[i].row;
}
