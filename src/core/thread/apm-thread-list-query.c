/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What an ApmThreadList shows, and so what is read for it. */

#include "apm-thread-list-private.h"

#include "apm-thread-reader.h"

/* Whether it is told by somebody else. */
static gboolean
is_noted (const ApmField *field)
{
  return field && field->via == G_STRUCT_OFFSET (ApmThread, note) + 1;
}

/* What is shown, sorted by or searched for is read. */
static guint
get_sources (ApmThreadList *self)
{
  guint sources = self->column_sources | (self->how.field ? self->how.field->tag : 0);

  for (const ApmField *field = apm_thread_fields; self->how.filter && field->id; field++)
    if (field->tag != 0 && apm_filter_names_field (self->how.filter, field->id))
      sources |= field->tag;

  return sources;
}

void
apm_thread_list_update_sampler (ApmThreadList *self)
{
  apm_thread_sampler_set (self->sampler, self->pid, self->paused ? 0 : self->interval_ms, get_sources (self));
}

/**
 * apm_thread_list_set_sort:
 * @field_id: (nullable): of apm_thread_fields; %NULL or an unknown one: by TID
 */
void
apm_thread_list_set_sort (ApmThreadList *self,
                          const char    *field_id,
                          gboolean       descending)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self));

  g_clear_pointer (&self->how.held, g_hash_table_unref);
  self->how.field = field_id ? apm_field_find (apm_thread_fields, field_id) : NULL;
  self->how.descending = descending;
  apm_thread_list_change_order (self);
}

/**
 * apm_thread_list_set_search:
 * @text: (nullable): words that must all occur in the name or the TID
 */
void
apm_thread_list_set_search (ApmThreadList *self,
                            const char    *text)
{
  g_autoptr(ApmFilter) filter = text && *text ? apm_filter_new_words (text) : NULL;

  g_return_if_fail (APM_IS_THREAD_LIST (self));

  apm_thread_list_set_filter (self, filter);
}

/**
 * apm_thread_list_set_filter:
 * @filter: (nullable): from apm_thread_filter_parse(); a thread answers as a process of
 *   its name, state, age and so on would; %NULL shows all
 */
void
apm_thread_list_set_filter (ApmThreadList *self,
                            ApmFilter     *filter)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self));

  g_clear_pointer (&self->how.held, g_hash_table_unref);
  g_clear_pointer (&self->how.filter, apm_filter_unref);
  self->how.filter = filter ? apm_filter_ref (filter) : NULL;
  apm_thread_list_change_order (self);
}

/**
 * apm_thread_list_set_notes:
 * @notes: (nullable) (transfer none): what threads wait for, by TID, as newly seen
 *
 * The rows have them at once where that is cheap, else from the next look on.
 */
void
apm_thread_list_set_notes (ApmThreadList   *self,
                           ApmProcessNotes *notes)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self));

  g_clear_pointer (&self->how.notes, apm_process_notes_unref);
  self->how.notes = notes ? apm_process_notes_ref (notes) : NULL;
  if (self->sample == NULL || self->sample->threads == NULL || self->sample->threads->len <= APM_THREAD_FEW_ROWS)
    apm_thread_list_change_order (self);
  else
    apm_thread_sampler_set_order (self->sampler, &self->how, self->serial);
}

/**
 * apm_thread_list_needs_notes:
 *
 * Returns: whether anything of apm_thread_list_set_notes() is shown, sorted by or
 *   searched for
 */
gboolean
apm_thread_list_needs_notes (ApmThreadList *self)
{
  gboolean needs;

  g_return_val_if_fail (APM_IS_THREAD_LIST (self), FALSE);

  needs = self->shows_notes || is_noted (self->how.field);
  for (const ApmField *field = apm_thread_fields; self->how.filter && field->id; field++)
    needs |= is_noted (field) && apm_filter_names_field (self->how.filter, field->id);

  return needs;
}

/**
 * apm_thread_list_set_columns:
 * @ids: (nullable): of apm_thread_fields, and "lane": what is shown, so that no
 *   more is read
 */
void
apm_thread_list_set_columns (ApmThreadList     *self,
                             const char *const *ids)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self));

  self->column_sources = apm_thread_get_sources (ids);
  self->shows_notes = FALSE;
  for (; ids && *ids; ids++)
    self->shows_notes |= is_noted (apm_field_find (apm_thread_fields, *ids));
  apm_thread_list_update_sampler (self);
}

/* Returns: the places in which the rows stand now, from 1 on */
static GHashTable *
get_places (ApmThreadList *self)
{
  GHashTable *places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->order->len; i++)
    {
      guint64 key = apm_thread_key (self->order->pdata[i]);

      g_hash_table_insert (places, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (i + 1));
    }

  return places;
}

/**
 * apm_thread_list_set_order_held:
 *
 * While held, rows keep their places; values still change, new rows come behind the
 * others, ended ones go. A change of what is listed, or how, lets go; the rows move
 * again with the next look.
 */
void
apm_thread_list_set_order_held (ApmThreadList *self,
                                gboolean       held)
{
  g_return_if_fail (APM_IS_THREAD_LIST (self));

  if (!!held == apm_thread_list_get_order_held (self))
    return;

  g_clear_pointer (&self->how.held, g_hash_table_unref);
  if (held)
    self->how.held = get_places (self);

  if (held && self->order->len <= APM_THREAD_FEW_ROWS)
    {
      apm_thread_list_change_order (self);
      return;
    }

  /* What is already on its way in another order is not shown any more. */
  self->serial++;
  apm_thread_sampler_set_order (self->sampler, &self->how, self->serial);
}

gboolean
apm_thread_list_get_order_held (ApmThreadList *self)
{
  g_return_val_if_fail (APM_IS_THREAD_LIST (self), FALSE);

  return self->how.held != NULL;
}
