/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-pointer.h"

typedef struct {
  GtkWidget *table;         /* borrowed: it owns the column view that owns this */
  GtkWidget *column_view;
  const ApmTablePointerFuncs *funcs;
} Watch;

/* A row holds a cell of GTK's for each column, and that holds ours. */
static ApmTableCell *
find_cell_at (GtkWidget *column_view,
              double     x,
              double     y)
{
  GtkWidget *widget = gtk_widget_pick (column_view, x, y, GTK_PICK_DEFAULT);

  for (; widget && widget != column_view; widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *child = widget;

      for (guint depth = 0; child && depth < 3; depth++, child = gtk_widget_get_first_child (child))
        if (APM_IS_TABLE_CELL (child))
          return APM_TABLE_CELL (child);
      if (GTK_IS_LIST_VIEW (widget))
        break;
    }

  return NULL;
}

static gboolean
is_on_header (GtkWidget *column_view,
              double     y)
{
  GtkWidget *header = gtk_widget_get_first_child (column_view);
  graphene_rect_t bounds;

  return header && gtk_widget_compute_bounds (header, column_view, &bounds) &&
         y < bounds.origin.y + bounds.size.height;
}

static void
press (Watch    *watch,
       gboolean  menu,
       double    x,
       double    y)
{
  ApmTableCell *cell = find_cell_at (watch->column_view, x, y);
  double table_x, table_y, cell_x, cell_y;
  ApmExpander expander = APM_EXPANDER_NONE;

  if (cell == NULL && !is_on_header (watch->column_view, y))
    return;

  gtk_widget_translate_coordinates (watch->column_view, watch->table, x, y, &table_x, &table_y);
  watch->funcs->pressed (watch->table, cell ? apm_table_cell_get_index (cell) : GTK_INVALID_LIST_POSITION,
                         menu, table_x, table_y);

  if (cell && !menu && gtk_widget_translate_coordinates (watch->column_view, GTK_WIDGET (cell), x, y, &cell_x, &cell_y))
    expander = apm_table_cell_get_expander_at (cell, cell_x);
  if (expander != APM_EXPANDER_NONE)
    watch->funcs->toggled (watch->table, apm_table_cell_get_index (cell), expander == APM_EXPANDER_CLOSED);
}

static void
on_primary_pressed (GtkGestureClick *gesture,
                    int              n_press,
                    double           x,
                    double           y,
                    Watch           *watch)
{
  press (watch, FALSE, x, y);
}

static gboolean
on_released_idle (gpointer user_data)
{
  Watch *watch = g_object_get_data (user_data, "apm-watch");

  if (watch)
    watch->funcs->released (watch->table);

  return G_SOURCE_REMOVE;
}

static void
on_primary_end (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                Watch            *watch)
{
  g_idle_add_full (G_PRIORITY_HIGH, on_released_idle, g_object_ref (watch->column_view), g_object_unref);
}

static void
on_secondary_pressed (GtkGestureClick *gesture,
                      int              n_press,
                      double           x,
                      double           y,
                      Watch           *watch)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  press (watch, TRUE, x, y);
}

static void
on_long_pressed (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 Watch               *watch)
{
  press (watch, TRUE, x, y);
}

static void
add_gesture (Watch      *watch,
             GtkGesture *gesture,
             guint       button,
             GCallback   pressed)
{
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), button);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (gesture), button == 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect (gesture, "pressed", pressed, watch);
  gtk_widget_add_controller (watch->column_view, GTK_EVENT_CONTROLLER (gesture));
}

/**
 * apm_table_pointer_watch:
 * @funcs: (transfer none): static
 */
void
apm_table_pointer_watch (GtkWidget                  *table,
                         GtkWidget                  *column_view,
                         const ApmTablePointerFuncs *funcs)
{
  Watch *watch = g_new0 (Watch, 1);
  GtkGesture *primary = gtk_gesture_click_new ();

  watch->table = table;
  watch->column_view = column_view;
  watch->funcs = funcs;
  g_object_set_data_full (G_OBJECT (column_view), "apm-watch", watch, g_free);

  add_gesture (watch, primary, GDK_BUTTON_PRIMARY, G_CALLBACK (on_primary_pressed));
  g_signal_connect (primary, "end", G_CALLBACK (on_primary_end), watch);
  add_gesture (watch, gtk_gesture_click_new (), GDK_BUTTON_SECONDARY, G_CALLBACK (on_secondary_pressed));
  add_gesture (watch, gtk_gesture_long_press_new (), 0, G_CALLBACK (on_long_pressed));
}

/**
 * apm_table_find_row:
 *
 * Returns: (transfer none) (nullable): GTK's widget for the row at @index, if it is
 *   on the screen; it takes the keyboard focus
 */
GtkWidget *
apm_table_find_row (ApmTableScreen *screen,
                    guint           index)
{
  if (index == GTK_INVALID_LIST_POSITION)
    return NULL;

  for (GList *link = screen->mapped.head; link; link = link->next)
    if (apm_table_cell_get_index (link->data) == index)
      return gtk_widget_get_parent (gtk_widget_get_parent (link->data));

  return NULL;
}

/* "query-tooltip" of a column view: the whole of a text that is cut. */
gboolean
apm_table_query_tooltip (GtkWidget  *column_view,
                         int         x,
                         int         y,
                         gboolean    keyboard,
                         GtkTooltip *tooltip,
                         gpointer    user_data)
{
  ApmTableCell *cell = keyboard ? NULL : find_cell_at (column_view, x, y);

  if (cell == NULL || !apm_table_cell_get_cut (cell))
    return FALSE;

  gtk_tooltip_set_text (tooltip, apm_table_cell_get_text (cell));

  return TRUE;
}
