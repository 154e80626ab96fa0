/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-columns-private.h"

/* What is kept of the columns, and what leaves the table by them. */

/* The one that stands at @position among the columns, shown or not. */
static ApmColumnEntry *
entry_at (ApmTableColumns *self,
          guint            position)
{
  GListModel *columns = gtk_column_view_get_columns (self->column_view);
  g_autoptr(GtkColumnViewColumn) view_column = g_list_model_get_item (columns, position);

  for (guint i = 0; i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->view_column == view_column)
        return entry;
    }

  return NULL;
}

/**
 * apm_table_columns_save:
 *
 * Returns: (transfer floating): of type APM_TABLE_STATE_TYPE
 */
GVariant *
apm_table_columns_save (ApmTableColumns *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sbi)"));
  for (guint i = 0; i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = entry_at (self, i);

      if (entry)
        g_variant_builder_add (&builder, "(sbi)", entry->column->id, entry->shown, entry->width);
    }

  return g_variant_new ("(a(sbi)sb)", &builder,
                        self->primary ? self->primary->column->id : "", self->descending);
}

/* What another version of the program has kept may name columns that are gone and
 * lack new ones: the first are skipped, the others stay as declared. */
void
apm_table_columns_restore (ApmTableColumns *self,
                           GVariant        *state)
{
  g_autoptr(GVariantIter) iter = NULL;
  const char *id, *sort;
  gboolean shown, descending;
  guint position = 0;
  int width;

  g_return_if_fail (g_variant_is_of_type (state, G_VARIANT_TYPE (APM_TABLE_STATE_TYPE)));

  g_variant_get (state, "(a(sbi)&sb)", &iter, &sort, &descending);
  while (g_variant_iter_next (iter, "(&sbi)", &id, &shown, &width))
    {
      ApmColumnEntry *entry = apm_table_columns_find (self, id);

      if (entry == NULL)
        continue;

      entry->shown = shown;
      entry->width = CLAMP (width, APM_COLUMN_WIDTH_MIN, 4096);
      apm_table_columns_place (entry, position++);
    }
  apm_table_columns_update (self);

  apm_table_columns_sort (self, sort, descending);
}

/* The shown columns' texts of one row, with tabs between. */
void
apm_table_columns_append_text (ApmTableColumns *self,
                               guint            index,
                               GString         *text)
{
  gconstpointer row = apm_view_get_row (self->screen->view, index);
  gboolean first = TRUE;

  for (guint i = 0; row && i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = entry_at (self, i);
      ApmCell cell;

      if (entry == NULL || !entry->shown || entry->dropped)
        continue;

      apm_table_screen_format (self->screen, entry->column, row, &cell);
      if (!first)
        g_string_append_c (text, '\t');
      g_string_append (text, cell.text->str);
      first = FALSE;
    }
}

/* Returns: (transfer full): the ids of those on the screen */
GStrv
apm_table_columns_dup_shown (ApmTableColumns *self)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      ApmColumnEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->shown && !entry->dropped)
        g_ptr_array_add (ids, g_strdup (entry->column->id));
    }
  g_ptr_array_add (ids, NULL);

  return (GStrv) g_ptr_array_free (ids, FALSE);
}
