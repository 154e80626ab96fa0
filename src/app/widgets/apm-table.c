/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "apm-place-selection.h"
#include "apm-table-columns.h"
#include "apm-table-pointer.h"
#include "apm-table-state.h"

struct _ApmTable
{
  GtkWidget parent_instance;

  ApmTableScreen screen;
  ApmPlaceSelection *selection;
  ApmTableColumns *columns;
  ApmTableState *state;

  GtkWidget *stack;
  GtkWidget *scrolled;
  GtkWidget *column_view;
  GtkWidget *empty;
  GtkWidget *empty_button;
  GtkWidget *popover;

  guint fit_id;
  guint follow_id;
  guint selected_index;     /* at the last refresh */
  guint n_rows;             /* as told to screen readers */
  double scroll_value, scroll_upper;
  gboolean follow_tail;
  gboolean follow_resumes;  /* scrolling back to the end follows again */
};

G_DEFINE_FINAL_TYPE (ApmTable, apm_table, GTK_TYPE_WIDGET)

enum { SORT_CHANGED, SELECTION_CHANGED, ACTIVATED, MENU, N_SIGNALS };
static guint signals[N_SIGNALS];

enum { PROP_0, PROP_FOLLOW_TAIL, N_PROPS };
static GParamSpec *properties[N_PROPS];

static GtkWidget *
get_list_view (ApmTable *self)
{
  GtkWidget *child = gtk_widget_get_last_child (self->column_view);

  while (child && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_prev_sibling (child);

  return child;
}

static void
scroll_to (ApmTable *self,
           guint     index)
{
  GtkWidget *list_view = get_list_view (self);

  if (list_view)
    gtk_widget_activate_action (list_view, "list.scroll-to-item", "u", index);
}

static void
update_count (ApmTable *self,
              guint     n_rows)
{
  g_autofree char *description = NULL;

  gtk_stack_set_visible_child (GTK_STACK (self->stack),
                               n_rows == 0 && self->empty ? self->empty : self->scrolled);

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
move_focus (ApmTable *self,
            guint     from,
            guint     to)
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
on_refreshed (ApmView  *view,
              ApmTable *self)
{
  guint n_rows = apm_view_get_n_rows (view);
  guint index = GTK_INVALID_LIST_POSITION;

  apm_table_screen_refresh (&self->screen);

  apm_place_selection_get (self->selection, NULL, &index);
  if (index != self->selected_index && index != GTK_INVALID_LIST_POSITION)
    move_focus (self, self->selected_index, index);
  self->selected_index = index;

  update_count (self, n_rows);
  if (self->follow_tail && n_rows > 0)
    scroll_to (self, n_rows - 1);
}

static void
on_selection_changed (ApmPlaceSelection *selection,
                      ApmTable          *self)
{
  self->selected_index = GTK_INVALID_LIST_POSITION;
  apm_place_selection_get (selection, NULL, &self->selected_index);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.copy",
                                 self->selected_index != GTK_INVALID_LIST_POSITION);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/* The row may have moved since the first click of a double click selected it. */
static void
on_activate (GtkColumnView *column_view,
             guint          position,
             ApmTable      *self)
{
  guint64 key;

  if (apm_place_selection_get (self->selection, &key, NULL))
    g_signal_emit (self, signals[ACTIVATED], 0, key);
  else if (self->screen.view && position < apm_view_get_n_rows (self->screen.view))
    g_signal_emit (self, signals[ACTIVATED], 0, apm_view_get_key (self->screen.view, position));
}

/* Scrolling up ends following the tail; scrolling back to it takes it up again. */
static void
on_scrolled (GtkAdjustment *adjustment,
             ApmTable      *self)
{
  double value = gtk_adjustment_get_value (adjustment);
  double upper = gtk_adjustment_get_upper (adjustment);
  gboolean at_end = value + gtk_adjustment_get_page_size (adjustment) >= upper - 1;

  if (self->follow_tail && value < self->scroll_value && upper >= self->scroll_upper && !at_end)
    {
      apm_table_set_follow_tail (self, FALSE);
      self->follow_resumes = TRUE;
    }
  else if (self->follow_resumes && value > self->scroll_value && at_end)
    apm_table_set_follow_tail (self, TRUE);

  self->scroll_value = value;
  self->scroll_upper = upper;
}

static gboolean
on_follow (gpointer user_data)
{
  ApmTable *self = user_data;
  guint n_rows = self->screen.view ? apm_view_get_n_rows (self->screen.view) : 0;

  self->follow_id = 0;
  if (self->follow_tail && n_rows > 0)
    scroll_to (self, n_rows - 1);

  return G_SOURCE_REMOVE;
}

/* A new row has no height before it is laid out, and seems to be in sight: only
 * now the list can scroll to it. Not at once, since sizes are being given out. */
static void
on_scroll_range (GtkAdjustment *adjustment,
                 ApmTable      *self)
{
  if (self->follow_tail && self->follow_id == 0)
    self->follow_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_follow, self, NULL);
}

static void
on_sort_changed (ApmTableColumns *columns,
                 const char      *id,
                 gboolean         descending,
                 ApmTable        *self)
{
  if (self->state)
    apm_table_state_touch (self->state);
  g_signal_emit (self, signals[SORT_CHANGED], 0, id, descending);
}

static void
on_layout_changed (ApmTableColumns *columns,
                   ApmTable        *self)
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
  ApmTable *self = APM_TABLE (widget);
  GtkWidget *row = apm_table_find_row (&self->screen, self->selected_index);

  if (row)
    return gtk_widget_grab_focus (row);

  return gtk_widget_child_focus (self->stack, GTK_DIR_TAB_FORWARD);
}

/* Where the pointer or the keyboard asks for a menu. */
static void
ask_menu (ApmTable *self,
          double    x,
          double    y)
{
  guint64 key;

  if (apm_place_selection_get (self->selection, &key, NULL))
    g_signal_emit (self, signals[MENU], 0, key, x, y);
}

static void
on_pointer_pressed (GtkWidget *widget,
                    guint      index,
                    gboolean   menu,
                    double     x,
                    double     y)
{
  ApmTable *self = APM_TABLE (widget);

  if (index == GTK_INVALID_LIST_POSITION)
    {
      if (menu && self->columns)
        apm_table_popup_menu (self, apm_table_columns_get_menu (self->columns), x, y);
      return;
    }

  apm_place_selection_select_key (self->selection, apm_view_get_key (self->screen.view, index));
  if (menu)
    ask_menu (self, x, y);
  else
    apm_place_selection_set_pinned (self->selection, TRUE);
}

static void
on_pointer_released (GtkWidget *widget)
{
  ApmTable *self = APM_TABLE (widget);

  if (self->selection)
    apm_place_selection_set_pinned (self->selection, FALSE);
}

static const ApmTablePointerFuncs pointer_funcs = { on_pointer_pressed, on_pointer_released };

static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  ApmTable *self = APM_TABLE (widget);
  GtkWidget *row = apm_table_find_row (&self->screen, self->selected_index);
  graphene_rect_t bounds;

  if (row && gtk_widget_compute_bounds (row, widget, &bounds))
    ask_menu (self, bounds.origin.x + 24, bounds.origin.y + bounds.size.height);
  else
    ask_menu (self, 24, 24);

  return TRUE;
}

static void
on_copy (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  g_autofree char *text = apm_table_dup_selected_text (APM_TABLE (widget));

  if (text)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
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
  if (self->screen.view)
    g_signal_handlers_disconnect_by_data (self->screen.view, self);
  if (self->column_view)
    gtk_column_view_set_model (GTK_COLUMN_VIEW (self->column_view), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->columns);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->column_view = NULL;
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  apm_table_screen_clear (&self->screen);

  G_OBJECT_CLASS (apm_table_parent_class)->dispose (object);
}

static void
apm_table_finalize (GObject *object)
{
  g_string_free (APM_TABLE (object)->screen.text, TRUE);

  G_OBJECT_CLASS (apm_table_parent_class)->finalize (object);
}

static void
apm_table_class_init (ApmTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = apm_table_get_property;
  object_class->set_property = apm_table_set_property;
  object_class->dispose = apm_table_dispose;
  object_class->finalize = apm_table_finalize;
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

  gtk_widget_class_install_action (widget_class, "table.copy", NULL, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_set_css_name (widget_class, "apmtable");
}

static void
apm_table_init (ApmTable *self)
{
  self->screen.text = g_string_sized_new (256);
  self->selected_index = GTK_INVALID_LIST_POSITION;
  self->n_rows = G_MAXUINT;

  self->column_view = gtk_column_view_new (NULL);
  gtk_widget_add_css_class (self->column_view, "data-table");
  gtk_widget_set_has_tooltip (self->column_view, TRUE);
  g_signal_connect (self->column_view, "query-tooltip", G_CALLBACK (apm_table_query_tooltip), NULL);
  apm_table_pointer_watch (GTK_WIDGET (self), self->column_view, &pointer_funcs);
  g_signal_connect (self->column_view, "activate", G_CALLBACK (on_activate), self);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->column_view);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)),
                           "value-changed", G_CALLBACK (on_scrolled), self, 0);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled)),
                           "changed", G_CALLBACK (on_scroll_range), self, 0);

  self->stack = gtk_stack_new ();
  gtk_stack_add_child (GTK_STACK (self->stack), self->scrolled);
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

  self->columns = apm_table_columns_new (GTK_COLUMN_VIEW (self->column_view), &self->screen, columns);
  g_signal_connect (self->columns, "sort-changed", G_CALLBACK (on_sort_changed), self);
  g_signal_connect (self->columns, "layout-changed", G_CALLBACK (on_layout_changed), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", apm_table_columns_get_actions (self->columns));
}

/* What the columns' format functions find in ApmCell.user_data. */
void
apm_table_set_cell_data (ApmTable *self,
                         gpointer  user_data)
{
  g_return_if_fail (APM_IS_TABLE (self));

  self->screen.user_data = user_data;
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

ApmView *
apm_table_get_view (ApmTable *self)
{
  g_return_val_if_fail (APM_IS_TABLE (self), NULL);

  return self->screen.view;
}

/* The table's name for those who hear it. */
void
apm_table_set_title (ApmTable   *self,
                     const char *title)
{
  g_return_if_fail (APM_IS_TABLE (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->column_view),
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
      self->empty = adw_status_page_new ();
      gtk_widget_add_css_class (self->empty, "compact");
      self->empty_button = gtk_button_new ();
      gtk_widget_set_halign (self->empty_button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (self->empty_button, "pill");
      adw_status_page_set_child (ADW_STATUS_PAGE (self->empty), self->empty_button);
      gtk_stack_add_child (GTK_STACK (self->stack), self->empty);
    }

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty), icon_name);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty), text);
  gtk_widget_set_visible (self->empty_button, action_name != NULL);
  if (action_name)
    {
      g_autofree char *name = NULL;
      g_autoptr(GVariant) target = NULL;

      gtk_button_set_label (GTK_BUTTON (self->empty_button), action_label);
      g_action_parse_detailed_name (action_name, &name, &target, NULL);
      gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->empty_button), target);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button), name);
    }
  update_count (self, self->screen.view ? apm_view_get_n_rows (self->screen.view) : 0);
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

static void
on_button_popover_closed (GtkPopover *popover,
                          ApmTable   *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* A submenu that slid away leaves the keyboard nowhere. */
  if (root && gtk_root_get_focus (root) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/**
 * apm_table_set_columns_button:
 * @button: gets the menu that chooses columns and order
 */
void
apm_table_set_columns_button (ApmTable      *self,
                              GtkMenuButton *button)
{
  g_return_if_fail (APM_IS_TABLE (self) && self->columns != NULL);

  gtk_widget_insert_action_group (GTK_WIDGET (button), "columns", apm_table_columns_get_actions (self->columns));
  gtk_menu_button_set_menu_model (button, apm_table_columns_get_menu (self->columns));
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), _("Choose columns and order"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Columns"), -1);
  g_signal_connect_object (gtk_menu_button_get_popover (button), "closed",
                           G_CALLBACK (on_button_popover_closed), self, 0);
}

/* Its actions are in the group "columns", which is the table's own. */
GMenuModel *
apm_table_get_columns_menu (ApmTable *self)
{
  g_return_val_if_fail (APM_IS_TABLE (self) && self->columns != NULL, NULL);

  return apm_table_columns_get_menu (self->columns);
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

  found = self->selection && apm_place_selection_get (self->selection, &key, NULL);
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

  if (self->selection == NULL || !apm_place_selection_get (self->selection, NULL, &index))
    return NULL;

  return apm_view_get_row (self->screen.view, index);
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
  guint index;

  g_return_val_if_fail (APM_IS_TABLE (self), FALSE);

  if (self->selection == NULL || !apm_place_selection_select_key (self->selection, key))
    return FALSE;

  if (apm_place_selection_get (self->selection, NULL, &index))
    scroll_to (self, index);

  return TRUE;
}

void
apm_table_unselect (ApmTable *self)
{
  g_return_if_fail (APM_IS_TABLE (self));

  if (self->selection)
    apm_place_selection_clear (self->selection);
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

  if (self->selection == NULL || !apm_place_selection_get (self->selection, NULL, &index))
    return NULL;

  apm_table_columns_append_text (self->columns, index, text);

  return g_strdup (text->str);
}

gboolean
apm_table_get_follow_tail (ApmTable *self)
{
  g_return_val_if_fail (APM_IS_TABLE (self), FALSE);

  return self->follow_tail;
}

void
apm_table_set_follow_tail (ApmTable *self,
                           gboolean  follow_tail)
{
  g_return_if_fail (APM_IS_TABLE (self));

  follow_tail = !!follow_tail;
  self->follow_resumes = FALSE;
  if (self->follow_tail == follow_tail)
    return;

  self->follow_tail = follow_tail;
  if (follow_tail && self->screen.view && apm_view_get_n_rows (self->screen.view) > 0)
    scroll_to (self, apm_view_get_n_rows (self->screen.view) - 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLLOW_TAIL]);
}

/**
 * apm_table_popup_menu:
 * @menu: its actions are looked up from the table upwards
 * @x: as told by ::menu
 * @y: as told by ::menu
 */
void
apm_table_popup_menu (ApmTable   *self,
                      GMenuModel *menu,
                      double      x,
                      double      y)
{
  g_return_if_fail (APM_IS_TABLE (self) && G_IS_MENU_MODEL (menu));

  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (NULL);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      /* Right under the pointer, GTK 4.8 on X11 takes the first click for one outside. */
      gtk_popover_set_offset (GTK_POPOVER (self->popover), 2, 2);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
    }

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->popover), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->popover));
}
