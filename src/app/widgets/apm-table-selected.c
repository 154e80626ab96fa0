/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-private.h"

/* FALSE if none is selected. */
gboolean
apm_table_find_selected (ApmTable *self,
                         guint64  *key,
                         guint    *index)
{
  ApmPlaceSelection *selection = apm_table_rows_get_selection (self->rows);

  return selection && apm_place_selection_get (selection, key, index);
}

/**
 * apm_table_get_selected:
 * @any: (out) (optional): whether a row is selected
 *
 * Returns: the selected row's key, 0 if none is
 */
guint64
apm_table_get_selected (ApmTable *self,
                        gboolean *any)
{
  guint64 key = 0;
  gboolean found;

  g_return_val_if_fail (APM_IS_TABLE (self), 0);

  found = apm_table_find_selected (self, &key, NULL);
  if (any)
    *any = found;

  return key;
}

/**
 * apm_table_get_selected_row:
 *
 * Returns: (transfer none) (nullable): valid until the main loop turns
 */
gconstpointer
apm_table_get_selected_row (ApmTable *self)
{
  guint index;

  g_return_val_if_fail (APM_IS_TABLE (self), NULL);

  return apm_table_find_selected (self, NULL, &index) ? apm_view_get_row (self->view, index) : NULL;
}

/**
 * apm_table_select_key:
 *
 * Selects the row and brings it into sight.
 *
 * Returns: %FALSE if there is no such row
 */
gboolean
apm_table_select_key (ApmTable *self,
                      guint64   key)
{
  ApmPlaceSelection *selection;
  guint index;

  g_return_val_if_fail (APM_IS_TABLE (self), FALSE);

  selection = apm_table_rows_get_selection (self->rows);
  if (selection == NULL || !apm_place_selection_select_key (selection, key))
    return FALSE;

  if (apm_place_selection_get (selection, NULL, &index))
    apm_table_rows_scroll_to (self->rows, index);

  return TRUE;
}

/**
 * apm_table_dup_visible_keys:
 * @n_keys: (out)
 *
 * Returns: (transfer full) (array length=n_keys): of the rows on the screen
 */
guint64 *
apm_table_dup_visible_keys (ApmTable *self,
                            guint    *n_keys)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint n_rows, last = GTK_INVALID_LIST_POSITION;

  g_return_val_if_fail (APM_IS_TABLE (self) && n_keys != NULL, NULL);

  n_rows = self->view ? apm_view_get_n_rows (self->view) : 0;
  for (GList *link = apm_table_rows_get_screen (self->rows)->mapped.head; link; link = link->next)
    {
      guint index = apm_table_cell_get_index (link->data);
      guint64 key;

      /* The cells of a row mostly stand together. */
      if (index == last || index >= n_rows)
        continue;
      last = index;
      key = apm_view_get_key (self->view, index);
      g_array_append_val (keys, key);
    }
  *n_keys = keys->len;

  return (guint64 *) (void *) g_array_free (g_steal_pointer (&keys), FALSE);
}

/* Whether a menu is open on the table. */
gboolean
apm_table_has_popup (ApmTable *self)
{
  g_return_val_if_fail (APM_IS_TABLE (self), FALSE);

  return self->popover && gtk_widget_get_mapped (self->popover);
}

void
apm_table_unselect (ApmTable *self)
{
  g_return_if_fail (APM_IS_TABLE (self));

  if (apm_table_find_selected (self, NULL, NULL))
    apm_place_selection_clear (apm_table_rows_get_selection (self->rows));
}

/**
 * apm_table_dup_selected_text:
 *
 * Returns: (transfer full) (nullable): the shown columns of the selected row, with
 *   tabs between; what Ctrl+C copies
 */
char *
apm_table_dup_selected_text (ApmTable *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint index;

  g_return_val_if_fail (APM_IS_TABLE (self), NULL);

  if (!apm_table_find_selected (self, NULL, &index))
    return NULL;

  apm_table_columns_append_text (self->columns, index, text);

  return g_strdup (text->str);
}

/* The action table.copy. */
void
apm_table_copy_action (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  g_autofree char *text = apm_table_dup_selected_text (APM_TABLE (widget));

  if (text)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/* Returns: (transfer full): the same of the row at @index, which must exist */
char *
apm_table_dup_row_text (ApmTable *self,
                        guint     index)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (APM_IS_TABLE (self) && self->columns != NULL, NULL);

  apm_table_columns_append_text (self->columns, index, text);

  return g_strdup (text->str);
}
