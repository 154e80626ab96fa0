/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-rows.h"

#include <glib/gi18n.h>

#include "apm-table-pointer.h"

struct _ApmTableRows
{
  GtkWidget parent_instance;

  ApmTableScreen screen;
  ApmPlaceSelection *selection;
  GtkWidget *scrolled;
  GtkWidget *column_view;

  guint selected_index;     /* at the last refresh */
  guint n_rows;             /* as told to screen readers */
  guint follow_id;
  double scroll_value, scroll_upper;
  gboolean follow_tail;
  gboolean follow_resumes;  /* scrolling back to the end follows again */
};

G_DEFINE_FINAL_TYPE (ApmTableRows, apm_table_rows, GTK_TYPE_WIDGET)

enum { SELECTION_CHANGED, ACTIVATED, MENU, HEADER_MENU, EXPAND, FOLLOW_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static guint
get_n_rows (ApmTableRows *self)
{
  return self->screen.view ? apm_view_get_n_rows (self->screen.view) : 0;
}

void
apm_table_rows_scroll_to (ApmTableRows *self,
                          guint         index)
{
  GtkWidget *child = gtk_widget_get_last_child (self->column_view);

  apm_place_selection_tell_all (self->selection);
  while (child && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_prev_sibling (child);
  if (child)
    gtk_widget_activate_action (child, "list.scroll-to-item", "u", index);
}

static void
tell_count (ApmTableRows *self)
{
  guint n_rows = get_n_rows (self);
  g_autofree char *description = NULL;

  if (self->n_rows == n_rows)
    return;

  self->n_rows = n_rows;
  description = g_strdup_printf (ngettext ("%'u row", "%'u rows", n_rows), n_rows);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->column_view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

/* The keyboard goes on from the row that it stood on, where that row is on the
 * screen; a row that went out of sight is not run after. */
static void
move_focus (ApmTableRows *self,
            guint         from,
            guint         to)
{
  GtkWidget *old_row = apm_table_find_row (&self->screen, from);
  GtkWidget *new_row = apm_table_find_row (&self->screen, to);
  graphene_rect_t bounds;

  if (old_row == NULL || new_row == NULL || !gtk_widget_is_focus (old_row))
    return;

  if (gtk_widget_compute_bounds (new_row, self->scrolled, &bounds) &&
      bounds.origin.y >= 0 &&
      bounds.origin.y + bounds.size.height <= gtk_widget_get_height (self->scrolled))
    gtk_widget_grab_focus (new_row);
}

static void
on_refreshed (ApmView      *view,
              ApmTableRows *self)
{
  guint index = GTK_INVALID_LIST_POSITION;

  apm_table_screen_refresh (&self->screen);

  apm_place_selection_get (self->selection, NULL, &index);
  if (index != self->selected_index && index != GTK_INVALID_LIST_POSITION)
    move_focus (self, self->selected_index, index);
  self->selected_index = index;

  tell_count (self);
  if (self->follow_tail && get_n_rows (self) > 0)
    apm_table_rows_scroll_to (self, get_n_rows (self) - 1);
}

static void
on_selection_changed (ApmPlaceSelection *selection,
                      ApmTableRows      *self)
{
  self->selected_index = GTK_INVALID_LIST_POSITION;
  apm_place_selection_get (selection, NULL, &self->selected_index);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/* The row may have moved since the first click of a double click selected it. */
static void
on_activate (GtkColumnView *column_view,
             guint          position,
             ApmTableRows  *self)
{
  guint64 key;

  if (apm_place_selection_get (self->selection, &key, NULL))
    g_signal_emit (self, signals[ACTIVATED], 0, key);
  else if (position < get_n_rows (self))
    g_signal_emit (self, signals[ACTIVATED], 0, apm_view_get_key (self->screen.view, position));
}

/* Scrolling up ends following the tail; scrolling back to it takes it up again. */
static void
on_scrolled (GtkAdjustment *adjustment,
             ApmTableRows  *self)
{
  double value = gtk_adjustment_get_value (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment);
  gboolean at_end = value + gtk_adjustment_get_page_size (adjustment) >= upper - 1;

  if (self->follow_tail && value < self->scroll_value && upper >= self->scroll_upper && !at_end)
    {
      apm_table_rows_set_follow_tail (self, FALSE);
      self->follow_resumes = TRUE;
    }
  else if (self->follow_resumes && value > self->scroll_value && at_end)
    apm_table_rows_set_follow_tail (self, TRUE);

  self->scroll_value = value;
  self->scroll_upper = upper;
}

static gboolean
on_follow (gpointer user_data)
{
  ApmTableRows *self = user_data;

  self->follow_id = 0;
  if (self->follow_tail && get_n_rows (self) > 0)
    apm_table_rows_scroll_to (self, get_n_rows (self) - 1);

  return G_SOURCE_REMOVE;
}

/* A new row has no height before it is laid out, and seems to be in sight: only
 * now the list can scroll to it. Not at once, since sizes are being given out. */
static void
on_scroll_range (GtkAdjustment *adjustment,
                 ApmTableRows  *self)
{
  if (self->follow_tail && self->follow_id == 0)
    self->follow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_follow, self, NULL);
}

static void
on_pointer_pressed (GtkWidget *widget,
                    guint      index,
                    gboolean   menu,
                    double     x,
                    double     y)
{
  ApmTableRows *self = APM_TABLE_ROWS (widget);

  if (index == GTK_INVALID_LIST_POSITION)
    {
      if (menu)
        g_signal_emit (self, signals[HEADER_MENU], 0, x, y);
      return;
    }

  apm_place_selection_select_key (self->selection, apm_view_get_key (self->screen.view, index));
  if (menu)
    g_signal_emit (self, signals[MENU], 0, x, y);
  else
    apm_place_selection_set_pinned (self->selection, TRUE);
}

static void
on_pointer_released (GtkWidget *widget)
{
  ApmTableRows *self = APM_TABLE_ROWS (widget);

  if (self->selection)
    apm_place_selection_set_pinned (self->selection, FALSE);
}

static gboolean
expand (ApmTableRows *self,
        guint64       key,
        gboolean      expanded)
{
  gboolean handled = FALSE;

  g_signal_emit (self, signals[EXPAND], 0, key, expanded, &handled);

  return handled;
}

static void
on_pointer_toggled (GtkWidget *widget,
                    guint      index,
                    gboolean   expanded)
{
  ApmTableRows *self = APM_TABLE_ROWS (widget);

  expand (self, apm_view_get_key (self->screen.view, index), expanded);
}

static const ApmTablePointerFuncs pointer_funcs = { on_pointer_pressed, on_pointer_toggled, on_pointer_released };

/* Left and right are of no use to a list, but it would take them. */
static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                ApmTableRows          *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean right = keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right;
  gboolean left = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left;
  guint64 key;

  if ((!left && !right) || state & gtk_accelerator_get_default_mod_mask () ||
      !self->selection || !apm_place_selection_get (self->selection, &key, NULL))
    return FALSE;

  return expand (self, key, right != rtl);
}

/* Under the selected row if it is in sight. */
static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  ApmTableRows *self = APM_TABLE_ROWS (widget);
  GtkWidget *row = apm_table_find_row (&self->screen, self->selected_index);
  graphene_rect_t bounds;
  double x = 24, y = 24;

  if (self->selection == NULL || !apm_place_selection_get (self->selection, NULL, NULL))
    return FALSE;

  if (row && gtk_widget_compute_bounds (row, widget, &bounds))
    {
      x += bounds.origin.x;
      y = bounds.origin.y + bounds.size.height;
    }
  g_signal_emit (self, signals[MENU], 0, x, y);

  return TRUE;
}

static gboolean
apm_table_rows_grab_focus (GtkWidget *widget)
{
  ApmTableRows *self = APM_TABLE_ROWS (widget);
  GtkWidget *row = apm_table_find_row (&self->screen, self->selected_index);

  return gtk_widget_grab_focus (row ? row : self->column_view);
}

static void
apm_table_rows_dispose (GObject *object)
{
  ApmTableRows *self = APM_TABLE_ROWS (object);

  if (self->column_view)
    apm_table_rows_set_view (self, NULL);
  g_clear_handle_id (&self->follow_id, g_source_remove);
  self->column_view = NULL;
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  apm_table_screen_clear (&self->screen);

  G_OBJECT_CLASS (apm_table_rows_parent_class)->dispose (object);
}

static void
apm_table_rows_class_init (ApmTableRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = apm_table_rows_dispose;
  widget_class->grab_focus = apm_table_rows_grab_focus;

  signals[EXPAND] = g_signal_new ("expand", APM_TYPE_TABLE_ROWS, G_SIGNAL_RUN_LAST, 0,
                                  g_signal_accumulator_true_handled, NULL, NULL,
                                  G_TYPE_BOOLEAN, 2, G_TYPE_UINT64, G_TYPE_BOOLEAN);
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", APM_TYPE_TABLE_ROWS, G_SIGNAL_RUN_LAST,
                                             0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", APM_TYPE_TABLE_ROWS, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[MENU] = g_signal_new ("menu", APM_TYPE_TABLE_ROWS, G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[HEADER_MENU] = g_signal_new ("header-menu", APM_TYPE_TABLE_ROWS, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  signals[FOLLOW_CHANGED] = g_signal_new ("follow-changed", APM_TYPE_TABLE_ROWS, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
apm_table_rows_init (ApmTableRows *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkAdjustment *adjustment;

  self->selected_index = GTK_INVALID_LIST_POSITION;
  self->n_rows = G_MAXUINT;

  self->column_view = gtk_column_view_new (NULL);
  apm_table_screen_init (&self->screen, self->column_view);
  gtk_widget_add_css_class (self->column_view, "data-table");
  gtk_widget_set_has_tooltip (self->column_view, TRUE);
  g_signal_connect (self->column_view, "query-tooltip", G_CALLBACK (apm_table_query_tooltip), NULL);
  g_signal_connect (self->column_view, "activate", G_CALLBACK (on_activate), self);
  apm_table_pointer_watch (GTK_WIDGET (self), self->column_view, &pointer_funcs);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (self->column_view, keys);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->column_view);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_scrolled), self, 0);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_scroll_range), self, 0);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
apm_table_rows_new (void)
{
  return g_object_new (APM_TYPE_TABLE_ROWS, NULL);
}

GtkColumnView *
apm_table_rows_get_column_view (ApmTableRows *self)
{
  return GTK_COLUMN_VIEW (self->column_view);
}

/* What the cells share; lives as long as @self. */
ApmTableScreen *
apm_table_rows_get_screen (ApmTableRows *self)
{
  return &self->screen;
}

/* NULL while there is no view. */
ApmPlaceSelection *
apm_table_rows_get_selection (ApmTableRows *self)
{
  return self->selection;
}

void
apm_table_rows_set_view (ApmTableRows *self,
                         ApmView      *view)
{
  if (self->screen.view == view)
    return;

  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view), NULL);
  if (self->screen.view)
    g_signal_handlers_disconnect_by_data (self->screen.view, self);
  g_clear_object (&self->selection);
  self->selected_index = GTK_INVALID_LIST_POSITION;
  g_set_object (&self->screen.view, view);
  if (view == NULL)
    return;

  self->selection = apm_place_selection_new (view);
  g_signal_connect_object (self->selection, "changed", G_CALLBACK (on_selection_changed), self, 0);
  g_signal_connect (view, "refreshed", G_CALLBACK (on_refreshed), self);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view), GTK_SELECTION_MODEL (self->selection));
  on_refreshed (view, self);
}

gboolean
apm_table_rows_get_follow_tail (ApmTableRows *self)
{
  return self->follow_tail;
}

void
apm_table_rows_set_follow_tail (ApmTableRows *self,
                                gboolean      follow_tail)
{
  follow_tail = !!follow_tail;
  self->follow_resumes = FALSE;
  if (self->follow_tail == follow_tail)
    return;

  self->follow_tail = follow_tail;
  if (follow_tail && get_n_rows (self) > 0)
    apm_table_rows_scroll_to (self, get_n_rows (self) - 1);
  g_signal_emit (self, signals[FOLLOW_CHANGED], 0);
}
