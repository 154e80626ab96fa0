/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-process-list-private.h"

#include "apm-process-more.h"

void
apm_process_list_take_query (ApmProcessList *self,
                             ApmQuery       *query)
{
  gboolean knows_enough = (apm_query_get_sources (query) & ~apm_query_get_sources (self->query)) == 0;

  apm_query_unref (self->query);
  self->query = query;
  apm_sampler_set_query (self->sampler, query);
  if (!knows_enough)
    apm_sampler_ask (self->sampler);
}

/* Takes a query that the user has changed, and answers it from what is known. */
void
apm_process_list_change_query (ApmProcessList *self,
                               ApmQuery       *query)
{
  apm_process_list_take_query (self, query);
  if (self->snapshot->samples->len > APM_FEW_PROCESSES && !self->paused)
    {
      apm_sampler_ask (self->sampler);
      return;
    }

  apm_snapshot_apply (self->snapshot, query);
  apm_process_list_refresh (self);
}

/* Returns: (transfer full): a query that the order is free in. */
static ApmQuery *
copy_query (ApmProcessList *self)
{
  ApmQuery *query = apm_query_copy (self->query);

  g_clear_pointer (&query->held, g_hash_table_unref);

  return query;
}

/* Keeps the order in which the rows stand now. */
void
apm_process_list_hold (ApmProcessList *self)
{
  ApmQuery *query = copy_query (self);
  const GArray *order = self->snapshot->order;

  self->hold_waits = FALSE;
  query->held = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < order->len; i++)
    {
      guint place = g_array_index (order, guint, i);
      guint64 key = apm_process_key (&g_array_index (self->snapshot->samples, ApmSample, place).process);

      g_hash_table_insert (query->held, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (i + 1));
    }
  apm_process_list_take_query (self, query);
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

  query = copy_query (self);
  query->sort = field;
  query->descending = descending;
  apm_process_list_change_query (self, query);
}

/**
 * apm_process_list_set_filter:
 * @filter: (nullable): from apm_filter_parse(); %NULL lets everything through
 */
void
apm_process_list_set_filter (ApmProcessList *self,
                             ApmFilter      *filter)
{
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  query = copy_query (self);
  apm_filter_unref (query->filter);
  query->filter = filter ? apm_filter_ref (filter) : apm_filter_new_words ("");
  apm_process_list_change_query (self, query);
}

/**
 * apm_process_list_set_search:
 * @text: (nullable): words that must all be found, as they are
 */
void
apm_process_list_set_search (ApmProcessList *self,
                             const char     *text)
{
  g_autoptr(ApmFilter) filter = apm_filter_new_words (text ? text : "");

  apm_process_list_set_filter (self, filter);
}

void
apm_process_list_set_scope (ApmProcessList *self,
                            ApmScope        scope)
{
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  query = copy_query (self);
  query->scope = scope;
  apm_process_list_change_query (self, query);
}

/**
 * apm_process_list_set_notes:
 * @notes: (nullable) (transfer none): what processes wait for, as newly seen
 *
 * The rows have them from the next look on.
 */
void
apm_process_list_set_notes (ApmProcessList  *self,
                            ApmProcessNotes *notes)
{
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  /* The order may be held still. */
  query = apm_query_copy (self->query);
  g_clear_pointer (&query->notes, apm_process_notes_unref);
  query->notes = notes ? apm_process_notes_ref (notes) : NULL;
  apm_process_list_take_query (self, query);
}

/**
 * apm_process_list_set_grouping:
 *
 * In a tree, ancestors of what matches are shown too, as context. In groups, each
 * begins with a row for itself that has the totals of whatever adds up.
 */
void
apm_process_list_set_grouping (ApmProcessList *self,
                               ApmGrouping     grouping)
{
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  if (grouping == self->query->grouping)
    return;
  query = copy_query (self);
  query->grouping = grouping;
  apm_process_list_change_query (self, query);
}

ApmGrouping
apm_process_list_get_grouping (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), APM_GROUPING_FLAT);

  return self->query->grouping;
}

/**
 * apm_process_list_set_expanded:
 * @key: of a row; all are expanded at first
 */
void
apm_process_list_set_expanded (ApmProcessList *self,
                               guint64         key,
                               gboolean        expanded)
{
  ApmQuery *query;

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  query = apm_query_copy (self->query);
  apm_query_set_expanded (query, key, expanded);
  apm_process_list_change_query (self, query);
}

/**
 * apm_process_list_set_columns:
 * @ids: (nullable): of apm_process_fields: those that are shown
 *
 * What belongs to no column, filter, group or order that is asked for is not read.
 */
void
apm_process_list_set_columns (ApmProcessList    *self,
                              const char *const *ids)
{
  ApmQuery *query;
  guint sources = apm_process_get_sources (ids);

  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  if (sources == self->query->column_sources)
    return;
  query = apm_query_copy (self->query);
  query->column_sources = sources;
  apm_process_list_take_query (self, query);
}

/**
 * apm_process_list_set_order_held:
 *
 * While held, rows keep their places (in a tree: among their siblings); values still
 * change, new rows come behind the others, ended ones go. A change of what is
 * listed, or how, lets go.
 */
void
apm_process_list_set_order_held (ApmProcessList *self,
                                 gboolean        held)
{
  g_return_if_fail (APM_IS_PROCESS_LIST (self));

  if (!!held == apm_process_list_get_order_held (self))
    return;

  if (!held)
    {
      self->hold_waits = FALSE;
      if (self->query->held)
        apm_process_list_take_query (self, copy_query (self));
    }
  else if (self->snapshot->query == self->query)
    {
      apm_process_list_hold (self);
    }
  else
    {
      /* The rows stand in an order that nobody wants any more. */
      self->hold_waits = TRUE;
    }
}

gboolean
apm_process_list_get_order_held (ApmProcessList *self)
{
  g_return_val_if_fail (APM_IS_PROCESS_LIST (self), FALSE);

  return self->query->held != NULL || self->hold_waits;
}
