/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-private.h"

#include "apm-empty-page.h"

G_DEFINE_FINAL_TYPE (ApmTable, apm_table, GTK_TYPE_WIDGET)

enum { SORT_CHANGED, SELECTION_CHANGED, COLUMNS_CHANGED, ACTIVATED, MENU, EXPAND, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PROP_0, PROP_FOLLOW_TAIL, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
show_rows_or_empty (ApmTable *self)
{
  gboolean empty = self->view == NULL || apm_view_get_n_rows (self->view) == 0;

  gtk_stack_set_visible_child (GTK_STACK (self->stack),
                               empty && self->empty ? self->empty : GTK_WIDGET (self->rows));
}

static void
on_selection_changed (ApmTable *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.copy", apm_table_find_selected (self, NULL, NULL));
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
on_activated (ApmTable *self,
              guint64   key)
{
  g_signal_emit (self, signals[ACTIVATED], 0, key);
}

static void
on_menu (ApmTable *self,
         double    x,
         double    y)
{
  guint64 key;

  if (apm_table_find_selected (self, &key, NULL))
    g_signal_emit (self, signals[MENU], 0, key, x, y);
}

static void
on_follow_tail (ApmTable *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOW_TAIL]);
}

static void
on_sort_changed (ApmTable   *self,
                 const char *id,
                 gboolean    descending)
{
  if (self->state)
    apm_table_state_touch (self->state);
  g_signal_emit (self, signals[SORT_CHANGED], 0, id, descending);
}

static gboolean
on_expand (ApmTable *self,
           guint64   key,
           gboolean  expanded)
{
  gboolean handled = FALSE;

  g_signal_emit (self, signals[EXPAND], 0, key, expanded, &handled);

  return handled;
}

static void
on_shown_changed (ApmTable *self)
{
  g_signal_emit (self, signals[COLUMNS_CHANGED], 0);
}

static void
on_layout_changed (ApmTable *self)
{
  if (self->state)
    apm_table_state_touch (self->state);
}

static gboolean
on_fit (gpointer user_data)
{
  ApmTable *self = user_data;

  self->fit_id = 0;
  if (self->columns)
    apm_table_columns_fit (self->columns, gtk_widget_get_width (GTK_WIDGET (self)));

  return G_SOURCE_REMOVE;
}

static void
apm_table_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  ApmTable *self = APM_TABLE (widget);

  gtk_widget_size_allocate (self->stack, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (self->popover)
    gtk_popover_present (GTK_POPOVER (self->popover));

  /* Columns may not come and go while sizes are given out. */
  if (self->fit_id == 0)
    self->fit_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_fit, self, NULL);
}

static void
apm_table_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  gtk_widget_measure (APM_TABLE (widget)->stack, orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static gboolean
apm_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (APM_TABLE (widget)->rows));
}

static void
apm_table_get_property (GObject    *object,
                        guint       property_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_FOLLOW_TAIL:
      g_value_set_boolean (value, apm_table_get_follow_tail (APM_TABLE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_table_set_property (GObject      *object,
                        guint         property_id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_FOLLOW_TAIL:
      apm_table_set_follow_tail (APM_TABLE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
apm_table_dispose (GObject *object)
{
  ApmTable *self = APM_TABLE (object);

  g_clear_object (&self->state);   /* keeps what was not kept yet */
  if (self->stack)
    apm_table_set_view (self, NULL);
  g_clear_object (&self->columns);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->stack, gtk_widget_unparent);

  G_OBJECT_CLASS (apm_table_parent_class)->dispose (object);
}

static void
apm_table_class_init (ApmTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = apm_table_get_property;
  object_class->set_property = apm_table_set_property;
  object_class->dispose = apm_table_dispose;
  widget_class->measure = apm_table_measure;
  widget_class->size_allocate = apm_table_size_allocate;
  widget_class->grab_focus = apm_table_grab_focus;

  /**
   * ApmTable:follow-tail:
   *
   * Whether the last row is kept in sight. Scrolling up ends it, and scrolling back
   * to the end takes it up again.
   */
  properties[PROP_FOLLOW_TAIL] =
    g_param_spec_boolean ("follow-tail", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * ApmTable::sort-changed:
   * @column_id: the id of the column
   * @descending: the direction
   *
   * The user wants another order; the rows' owner brings it about.
   */
  signals[SORT_CHANGED] = g_signal_new ("sort-changed", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  /**
   * ApmTable::selection-changed:
   *
   * Another row is selected, or none; not when the selected row has only moved.
   */
  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                             NULL, G_TYPE_NONE, 0);
  /**
   * ApmTable::columns-changed:
   *
   * Other columns are on the screen: see apm_table_dup_columns().
   */
  signals[COLUMNS_CHANGED] = g_signal_new ("columns-changed", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 0);
  /**
   * ApmTable::activated:
   * @key: of the row that was double-clicked, or on which Return was pressed
   */
  signals[ACTIVATED] = g_signal_new ("activated", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_UINT64);
  /**
   * ApmTable::menu:
   * @key: of the row, which is selected
   * @x: where, for apm_table_popup_menu()
   * @y: where
   */
  signals[MENU] = g_signal_new ("menu", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 3, G_TYPE_UINT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  /**
   * ApmTable::expand:
   * @key: of a row
   * @expanded: what it is to be
   *
   * An arrow was clicked, or Right or Left pressed on the selected row.
   *
   * Returns: whether the row is in a tree
   */
  signals[EXPAND] = g_signal_new ("expand", APM_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled,
                                  NULL, NULL, G_TYPE_BOOLEAN, 2, G_TYPE_UINT64, G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "table.copy", NULL, apm_table_copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
  gtk_widget_class_set_css_name (widget_class, "apmtable");
}

static void
apm_table_init (ApmTable *self)
{
  self->rows = APM_TABLE_ROWS (apm_table_rows_new ());
  g_signal_connect_swapped (self->rows, "selection-changed", G_CALLBACK (on_selection_changed), self);
  g_signal_connect_swapped (self->rows, "activated", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->rows, "menu", G_CALLBACK (on_menu), self);
  g_signal_connect_swapped (self->rows, "header-menu", G_CALLBACK (apm_table_popup_header_menu), self);
  g_signal_connect_swapped (self->rows, "expand", G_CALLBACK (on_expand), self);
  g_signal_connect_swapped (self->rows, "follow-changed", G_CALLBACK (on_follow_tail), self);

  self->stack = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->stack), GTK_WIDGET (self->rows));
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.copy", FALSE);
}

GtkWidget *
apm_table_new (void)
{
  return g_object_new (APM_TYPE_TABLE, NULL);
}

/**
 * apm_table_set_columns:
 * @columns: (transfer none): static, ended by { NULL }
 *
 * To be called once.
 */
void
apm_table_set_columns (ApmTable        *self,
                       const ApmColumn *columns)
{
  g_return_if_fail (APM_IS_TABLE (self));
  g_return_if_fail (columns != NULL && self->columns == NULL);

  self->columns = apm_table_columns_new (apm_table_rows_get_column_view (self->rows),
                                         apm_table_rows_get_screen (self->rows), columns);
  g_signal_connect_swapped (self->columns, "sort-changed", G_CALLBACK (on_sort_changed), self);
  g_signal_connect_swapped (self->columns, "layout-changed", G_CALLBACK (on_layout_changed), self);
  g_signal_connect_swapped (self->columns, "shown-changed", G_CALLBACK (on_shown_changed), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", apm_table_columns_get_actions (self->columns));
}

/* What the columns' format functions find in ApmCell.user_data. */
void
apm_table_set_cell_data (ApmTable *self,
                         gpointer  user_data)
{
  g_return_if_fail (APM_IS_TABLE (self));

  apm_table_rows_get_screen (self->rows)->user_data = user_data;
}

/**
 * apm_table_set_view:
 * @view: (nullable): the rows; the columns are set already
 */
void
apm_table_set_view (ApmTable *self,
                    ApmView  *view)
{
  g_return_if_fail (APM_IS_TABLE (self));
  g_return_if_fail (view == NULL || APM_IS_VIEW (view));

  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_set_object (&self->view, view);
  apm_table_rows_set_view (self->rows, view);
  if (view)
    g_signal_connect_swapped (view, "refreshed", G_CALLBACK (show_rows_or_empty), self);
  show_rows_or_empty (self);
}

ApmView *
apm_table_get_view (ApmTable *self)
{
  g_return_val_if_fail (APM_IS_TABLE (self), NULL);

  return self->view;
}

/* The table's name for those who hear it. */
void
apm_table_set_title (ApmTable   *self,
                     const char *title)
{
  g_return_if_fail (APM_IS_TABLE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (apm_table_rows_get_column_view (self->rows)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/**
 * apm_table_set_empty:
 * @text: (nullable): what the person can do about it
 * @action_label: (nullable): of the button that does it
 * @action_name: (nullable): "win.create-process('')"
 *
 * What stands in the table's place while it has no rows.
 */
void
apm_table_set_empty (ApmTable   *self,
                     const char *icon_name,
                     const char *title,
                     const char *text,
                     const char *action_label,
                     const char *action_name)
{
  g_return_if_fail (APM_IS_TABLE (self));

  if (self->empty == NULL)
    {
      self->empty = apm_empty_page_new ();
      gtk_stack_add_child (GTK_STACK (self->stack), self->empty);
    }
  apm_empty_page_set (self->empty, icon_name, title, text, action_label, action_name);
  show_rows_or_empty (self);
}

/* Sorts as a click on the header does, and says so by ::sort-changed. */
void
apm_table_set_sort (ApmTable   *self,
                    const char *column_id,
                    gboolean    descending)
{
  g_return_if_fail (APM_IS_TABLE (self) && self->columns != NULL);

  apm_table_columns_sort (self->columns, column_id, descending);
}

/**
 * apm_table_get_sort:
 * @descending: (out) (optional)
 *
 * Returns: (transfer none) (nullable): the id of the column that sorts
 */
const char *
apm_table_get_sort (ApmTable *self,
                    gboolean *descending)
{
  g_return_val_if_fail (APM_IS_TABLE (self) && self->columns != NULL, NULL);

  return apm_table_columns_get_sort (self->columns, descending);
}

/**
 * apm_table_set_state:
 * @settings: with the key "tables" of type a{s(a(sbi)sb)}
 * @name: of this table in it
 *
 * Brings back the columns and the order that were kept there, and keeps them from
 * now on. What was kept of the order is told by ::sort-changed.
 */
void
apm_table_set_state (ApmTable   *self,
                     GSettings  *settings,
                     const char *name)
{
  g_return_if_fail (APM_IS_TABLE (self) && self->columns != NULL);
  g_return_if_fail (G_IS_SETTINGS (settings) && name != NULL);

  g_clear_object (&self->state);
  self->state = apm_table_state_new (self->columns, settings, name);
}

gboolean
apm_table_get_follow_tail (ApmTable *self)
{
  g_return_val_if_fail (APM_IS_TABLE (self), FALSE);

  return apm_table_rows_get_follow_tail (self->rows);
}

void
apm_table_set_follow_tail (ApmTable *self,
                           gboolean  follow_tail)
{
  g_return_if_fail (APM_IS_TABLE (self));

  apm_table_rows_set_follow_tail (self->rows, follow_tail);
}
