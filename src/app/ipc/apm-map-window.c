/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-map-window.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-cell-number.h"
#include "apm-list-export.h"
#include "apm-map-picture.h"
#include "apm-map-words.h"
#include "apm-rows.h"
#include "apm-table.h"

struct _ApmMapWindow
{
  AdwWindow parent_instance;

  GtkEditable *search;
  ApmTable *table;
  GtkStack *stack;
  ApmMapPicture *picture;
  GtkLabel *status;
  GMenuModel *menu;

  ApmSession *session;
  ApmRows *rows;
  ApmLinks *links;              /* (nullable): the newest look */
  int pid;                      /* in the picture; G_MININT: nobody */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ApmMapWindow, apm_map_window, ADW_TYPE_WINDOW)

static void
format_kind (gconstpointer row,
             ApmCell      *cell)
{
  g_string_assign (cell->text, apm_words_for_connection (((const ApmLink *) row)->kind));
}

static void
format_text (gconstpointer row,
             ApmCell      *cell)
{
  const char *text = apm_field_get_text (apm_field_find (apm_link_fields, cell->column->id), row);

  if (text)
    g_string_assign (cell->text, text);
}

static void
format_way (gconstpointer row,
            ApmCell      *cell)
{
  const ApmLink *link = row;

  g_string_assign (cell->text, link->one_way ? "→" : "↔");
}

static void
format_bytes (gconstpointer row,
              ApmCell      *cell)
{
  const ApmLink *link = row;

  if (link->unread_bytes == 0)
    cell->css_class = "dim-label";
  apm_cell_append_number (cell, APM_NUMBER_BYTES, link->unread_bytes == G_MININT64 ? NAN : (double) link->unread_bytes);
}

static const ApmColumn columns[] = {
  { "kind", N_("Kind"), 120, APM_COLUMN_TEXT, format_kind },
  { "from", N_("From"), 260, APM_COLUMN_TEXT, format_text },
  { "one_way", "", 30, APM_COLUMN_FIXED, format_way },
  { "to", N_("To"), 260, APM_COLUMN_TEXT, format_text },
  { "unread_bytes", N_("Not read yet"), 110, APM_COLUMN_NUMERIC | APM_COLUMN_MINOR, format_bytes },
  { "object", N_("Object"), 110, APM_COLUMN_EXPAND, format_text },
  { NULL }
};

static const ApmListing listing = { "connections", N_("Export Connections"), apm_link_fields };

static guint64
get_key (gconstpointer row)
{
  return ((const ApmLink *) row)->key;
}

static void
show_process (ApmMapWindow *self,
              int           pid)
{
  self->pid = pid;
  apm_map_picture_set (self->picture, self->links, pid);
  gtk_stack_set_visible_child_name (self->stack, pid == G_MININT ? "none" : "picture");
}

static const ApmLink *
get_selected (ApmMapWindow *self)
{
  return self->table ? apm_table_get_selected_row (self->table) : NULL;   /* it goes before its selection */
}

static void
on_selection_changed (ApmMapWindow *self)
{
  const ApmLink *link = get_selected (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.show-from", link && link->from_pid != G_MININT);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.show-to", link && link->to_pid != G_MININT);
  if (link)
    show_process (self, link->from_pid != G_MININT ? link->from_pid : link->to_pid);
}

static void
show_status (ApmMapWindow *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n = self->links ? self->links->rows->len : 0;

  g_string_append_printf (text, ngettext ("%u connection", "%u connections", n), n);
  if (self->links && self->links->n_unreadable > 0)
    g_string_append_printf (text, ngettext (" · %u process may not be looked at", " · %u processes may not be looked at",
                                            self->links->n_unreadable), self->links->n_unreadable);
  gtk_label_set_label (self->status, text->str);
}

static void
show_empty (ApmMapWindow *self)
{
  if (self->links == NULL)
    apm_table_set_empty (self->table, "content-loading-symbolic", _("Looking…"), NULL, NULL, NULL);
  else if (*gtk_editable_get_text (self->search))
    apm_table_set_empty (self->table, "edit-find-symbolic", _("No Connection Found"), _("All words must be found in its row."), NULL, NULL);
  else
    apm_table_set_empty (self->table, "apm-ipc-symbolic", _("No Connections"), _("No process that may be looked at is connected to another."), NULL, NULL);
}

static void
on_taken (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ApmMapWindow) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmLinks) links = apm_links_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "map.again", TRUE);
  if (!links)
    {
      apm_session_toast (self->session, "%s", error->message);
      return;
    }

  apm_rows_set (self->rows, links->rows);
  g_clear_pointer (&self->links, apm_links_free);
  self->links = g_steal_pointer (&links);
  show_process (self, self->pid);
  show_status (self);
  show_empty (self);
}

static void
again_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  ApmMapWindow *self = APM_MAP_WINDOW (widget);

  gtk_widget_action_set_enabled (widget, "map.again", FALSE);
  apm_links_take_async (self->cancellable, on_taken, g_object_ref (self));
}

static void
show_from_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  const ApmLink *link = get_selected (APM_MAP_WINDOW (widget));

  if (link)
    show_process (APM_MAP_WINDOW (widget), link->from_pid);
}

static void
show_to_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  const ApmLink *link = get_selected (APM_MAP_WINDOW (widget));

  if (link)
    show_process (APM_MAP_WINDOW (widget), link->to_pid);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmMapWindow *self = APM_MAP_WINDOW (widget);

  apm_list_export (self->table, self->session, &listing, g_variant_get_string (parameter, NULL));
}

static void
copy_list_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmMapWindow *self = APM_MAP_WINDOW (widget);

  apm_list_copy_csv (self->table, self->session, &listing);
}

static void
on_search_changed (ApmMapWindow *self)
{
  apm_rows_set_search (self->rows, gtk_editable_get_text (self->search));
  show_empty (self);
}

static void
on_sort_changed (ApmMapWindow *self,
                 const char   *column_id,
                 gboolean      descending)
{
  apm_rows_set_sort (self->rows, column_id, descending);
}

static void
on_menu (ApmMapWindow *self,
         guint64       key,
         double        x,
         double        y)
{
  apm_table_popup_menu (self->table, self->menu, x, y);
}

static void
apm_map_window_dispose (GObject *object)
{
  ApmMapWindow *self = APM_MAP_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), APM_TYPE_MAP_WINDOW);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->links, apm_links_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_map_window_parent_class)->dispose (object);
}

static void
apm_map_window_finalize (GObject *object)
{
  g_object_unref (APM_MAP_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (apm_map_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "map.again", NULL, again_action);
  gtk_widget_class_install_action (widget_class, "map.show-from", NULL, show_from_action);
  gtk_widget_class_install_action (widget_class, "map.show-to", NULL, show_to_action);
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_list_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "map.again", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_E, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.export", "s", "");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
apm_map_window_class_init (ApmMapWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_map_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = apm_map_window_finalize;
  g_type_ensure (APM_TYPE_TABLE);
  g_type_ensure (APM_TYPE_MAP_PICTURE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/AdvancedProcessManager/ui/apm-map-window.ui");
  gtk_widget_class_bind_template_child (widget_class, ApmMapWindow, search);
  gtk_widget_class_bind_template_child (widget_class, ApmMapWindow, table);
  gtk_widget_class_bind_template_child (widget_class, ApmMapWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ApmMapWindow, picture);
  gtk_widget_class_bind_template_child (widget_class, ApmMapWindow, status);
  gtk_widget_class_bind_template_child (widget_class, ApmMapWindow, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_sort_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_menu);
  gtk_widget_class_bind_template_callback (widget_class, show_process);
  install_actions (widget_class);
}

static void
apm_map_window_init (ApmMapWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->pid = G_MININT;
  self->rows = apm_rows_new (apm_link_fields, get_key);
  gtk_widget_init_template (GTK_WIDGET (self));
  apm_table_set_columns (self->table, columns);
  apm_table_set_view (self->table, apm_rows_get_view (self->rows));
  apm_table_set_title (self->table, _("Connections"));
  apm_table_set_sort (self->table, "from", FALSE);
  apm_rows_set_sort (self->rows, "from", FALSE);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self));
  on_selection_changed (self);
  show_empty (self);
}

/**
 * apm_map_window_present:
 *
 * Opens the window and looks.
 */
void
apm_map_window_present (GtkWindow  *parent,
                        ApmSession *session)
{
  ApmMapWindow *self = g_object_new (APM_TYPE_MAP_WINDOW, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  again_action (GTK_WIDGET (self), NULL, NULL);
  gtk_window_present (GTK_WINDOW (self));
}
