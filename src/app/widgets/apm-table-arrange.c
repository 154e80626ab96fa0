/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-arrange.h"

#include "apm-table-cell.h"

#define COLUMN_KEY "apm-column"

void
apm_table_arrange_set_column (GtkColumnViewColumn *view_column,
                              const ApmColumn     *column)
{
  g_object_set_data (G_OBJECT (view_column), COLUMN_KEY, (gpointer) column);
}

static const ApmColumn *
get_column (GListModel *columns,
            guint       position)
{
  g_autoptr(GtkColumnViewColumn) view_column = g_list_model_get_item (columns, position);

  return view_column ? g_object_get_data (G_OBJECT (view_column), COLUMN_KEY) : NULL;
}

/* A view's first child is its header, which has a title for each column, and the
 * only child of a title is a box with its label. */
static void
align_titles (GtkColumnView *column_view,
              GListModel    *columns)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (column_view));
  GtkWidget *title = header ? gtk_widget_get_first_child (header) : NULL;

  for (guint i = 0; title; i++, title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *box = gtk_widget_get_first_child (title);
      const ApmColumn *column = get_column (columns, i);

      if (box && column)
        gtk_widget_set_halign (box, column->flags & APM_COLUMN_NUMERIC ? GTK_ALIGN_END : GTK_ALIGN_FILL);
    }
}

static GtkWidget *
find_cell (GtkWidget       *row,
           const ApmColumn *column)
{
  for (GtkWidget *cell = gtk_widget_get_first_child (row); cell; cell = gtk_widget_get_next_sibling (cell))
    {
      GtkWidget *child = gtk_widget_get_first_child (cell);

      if (APM_IS_TABLE_CELL (child) && apm_table_cell_get_column (APM_TABLE_CELL (child)) == column)
        return cell;
    }

  return NULL;
}

static void
order_cells (GtkWidget  *row,
             GListModel *columns)
{
  GtkWidget *previous = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      GtkWidget *cell = find_cell (row, get_column (columns, i));

      if (cell == NULL)
        continue;

      if (gtk_widget_get_prev_sibling (cell) != previous)
        gtk_widget_insert_after (cell, row, previous);
      previous = cell;
    }
}

void
apm_table_arrange (GtkColumnView *column_view)
{
  GListModel *columns = gtk_column_view_get_columns (column_view);
  GtkWidget *list_view = gtk_widget_get_last_child (GTK_WIDGET (column_view));

  align_titles (column_view, columns);

  while (list_view && !GTK_IS_LIST_VIEW (list_view))
    list_view = gtk_widget_get_prev_sibling (list_view);

  for (GtkWidget *row = list_view ? gtk_widget_get_first_child (list_view) : NULL;
       row; row = gtk_widget_get_next_sibling (row))
    order_cells (row, columns);
}
