/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-query.h"

#include "apm-process-more.h"

#include <unistd.h>

static void
child_record_clear (ApmChildRecord *record)
{
  g_free (record->name);
  g_free (record->name_key);
  g_free (record->command);
}

ApmQuery *
apm_query_new (void)
{
  ApmQuery *self = g_new0 (ApmQuery, 1);

  g_atomic_ref_count_init (&self->refs);
  self->sort = apm_field_find (apm_process_fields, "pid");
  self->filter = apm_filter_new_words ("");
  self->uid = getuid ();
  self->children = g_array_new (FALSE, TRUE, sizeof (ApmChildRecord));
  g_array_set_clear_func (self->children, (GDestroyNotify) child_record_clear);
  self->collapsed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return self;
}

/**
 * apm_query_copy:
 *
 * Returns: (transfer full): the same, free to be changed until it is shared
 */
ApmQuery *
apm_query_copy (const ApmQuery *self)
{
  ApmQuery *copy = g_new0 (ApmQuery, 1);

  *copy = *self;
  g_atomic_ref_count_init (&copy->refs);
  apm_filter_ref (copy->filter);
  g_hash_table_ref (copy->collapsed);
  if (copy->held)
    g_hash_table_ref (copy->held);
  if (copy->notes)
    apm_process_notes_ref (copy->notes);

  copy->children = g_array_new (FALSE, TRUE, sizeof (ApmChildRecord));
  g_array_set_clear_func (copy->children, (GDestroyNotify) child_record_clear);
  for (guint i = 0; i < self->children->len; i++)
    {
      ApmChildRecord record = g_array_index (self->children, ApmChildRecord, i);

      record.name = g_strdup (record.name);
      record.name_key = g_strdup (record.name_key);
      record.command = g_strdup (record.command);
      g_array_append_val (copy->children, record);
    }

  return copy;
}

ApmQuery *
apm_query_ref (ApmQuery *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
apm_query_unref (ApmQuery *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->refs))
    return;

  apm_filter_unref (self->filter);
  g_array_unref (self->children);
  g_hash_table_unref (self->collapsed);
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_clear_pointer (&self->notes, apm_process_notes_unref);
  g_free (self);
}

/**
 * apm_query_get_sources:
 *
 * Returns: bits of ApmSource: all that has to be read to answer
 */
guint
apm_query_get_sources (const ApmQuery *self)
{
  static const guint of_grouping[] = {
    [APM_GROUPING_UNIT] = APM_SOURCE_CGROUP,
    [APM_GROUPING_SESSION] = APM_SOURCE_STAT,
    [APM_GROUPING_USER] = 0,
    [APM_GROUPING_PROJECT] = APM_SOURCE_PROJECT,
  };

  return self->column_sources | self->sort->tag | apm_filter_get_sources (self->filter) | of_grouping[self->grouping];
}

/**
 * apm_query_set_expanded:
 *
 * For a query that is not yet shared.
 */
void
apm_query_set_expanded (ApmQuery *self,
                        guint64   key,
                        gboolean  expanded)
{
  GHashTable *collapsed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer other;

  g_hash_table_iter_init (&iter, self->collapsed);
  while (g_hash_table_iter_next (&iter, &other, NULL))
    if (*(guint64 *) other != key)
      g_hash_table_add (collapsed, g_memdup2 (other, sizeof (guint64)));
  if (!expanded)
    g_hash_table_add (collapsed, g_memdup2 (&key, sizeof key));

  g_hash_table_unref (self->collapsed);
  self->collapsed = collapsed;
}
