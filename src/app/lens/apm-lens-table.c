/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lens-table.h"

#include <glib/gi18n.h>

#include "apm-rows.h"

struct _ApmLensTable
{
  GtkWidget parent_instance;
  ApmSession *session;
  const ApmLensTableKind *kind;
  ApmLensReport *report;     /* whose rows are shown */
  ApmRows *rows;
  ApmTable *table;
  GtkEditable *search;
  GtkMenuButton *columns;
};

G_DEFINE_FINAL_TYPE (ApmLensTable, apm_lens_table, GTK_TYPE_WIDGET)

enum { ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
update_empty (ApmLensTable *self)
{
  if (*gtk_editable_get_text (self->search) && apm_rows_get_n_total (self->rows) > 0)
    apm_table_set_empty (self->table, "edit-find-symbolic", _("Nothing Found"),
                         _("Each word must be found in a row."), NULL, NULL);
  else
    apm_table_set_empty (self->table, NULL, _(self->kind->empty_title), _(self->kind->empty_text), NULL, NULL);
}

/**
 * apm_lens_table_set_report:
 * @report: (nullable): whose rows are shown from now on
 */
void
apm_lens_table_set_report (ApmLensTable  *self,
                           ApmLensReport *report)
{
  g_autoptr(ApmLensReport) before = NULL;

  g_return_if_fail (APM_IS_LENS_TABLE (self));

  if (self->report == report)
    return;

  before = g_steal_pointer (&self->report);
  self->report = report ? apm_lens_report_ref (report) : NULL;
  apm_rows_set (self->rows, report ? self->kind->get_rows (report) : NULL);
  update_empty (self);
}

static void
on_search_changed (ApmLensTable *self)
{
  apm_rows_set_search (self->rows, gtk_editable_get_text (self->search));
  update_empty (self);
}

static void
on_stop_search (ApmLensTable *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
on_sort_changed (ApmLensTable *self,
                 const char   *column_id,
                 gboolean      descending)
{
  apm_rows_set_sort (self->rows, column_id, descending);
}

static void
on_activated (ApmLensTable *self)
{
  gconstpointer row = apm_table_get_selected_row (self->table);

  if (row)
    g_signal_emit (self, signals[ACTIVATED], 0, row);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (APM_LENS_TABLE (widget)->search));
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmLensTable *self = APM_LENS_TABLE (widget);

  apm_list_export (self->table, self->session, &self->kind->listing, g_variant_get_string (parameter, NULL));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmLensTable *self = APM_LENS_TABLE (widget);

  apm_list_copy_csv (self->table, self->session, &self->kind->listing);
}

static void
apm_lens_table_dispose (GObject *object)
{
  ApmLensTable *self = APM_LENS_TABLE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->report, apm_lens_report_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (apm_lens_table_parent_class)->dispose (object);
}

static void
apm_lens_table_class_init (ApmLensTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_lens_table_dispose;

  signals[ACTIVATED] = g_signal_new ("activated", APM_TYPE_LENS_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_action);
}

static void
apm_lens_table_init (ApmLensTable *self)
{
}

static GtkWidget *
create_bar (ApmLensTable *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *columns = gtk_menu_button_new ();
  g_autofree char *name = g_strdup_printf (_("Columns of %s"), _(self->kind->title));

  self->search = GTK_EDITABLE (search);
  gtk_widget_set_hexpand (search, TRUE);
  g_object_set (search, "placeholder-text", _(self->kind->search), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, _(self->kind->search), -1);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (search, "stop-search", G_CALLBACK (on_stop_search), self);
  gtk_box_append (GTK_BOX (bar), search);

  self->columns = GTK_MENU_BUTTON (columns);
  gtk_menu_button_set_icon_name (self->columns, "view-more-symbolic");
  gtk_widget_set_tooltip_text (columns, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (columns), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (bar), columns);
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_widget_set_margin_bottom (bar, 6);

  return bar;
}

GtkWidget *
apm_lens_table_new (ApmSession             *session,
                    const ApmLensTableKind *kind)
{
  ApmLensTable *self = g_object_new (APM_TYPE_LENS_TABLE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->session = g_object_ref (session);
  self->kind = kind;
  self->rows = apm_rows_new (kind->listing.fields, kind->get_key);
  gtk_box_append (GTK_BOX (box), create_bar (self));
  self->table = APM_TABLE (apm_table_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->table));
  gtk_widget_set_parent (box, GTK_WIDGET (self));

  apm_table_set_columns (self->table, kind->columns);
  apm_table_set_title (self->table, _(kind->title));
  apm_table_set_view (self->table, apm_rows_get_view (self->rows));
  apm_table_set_columns_button (self->table, self->columns);
  g_signal_connect_swapped (self->table, "sort-changed", G_CALLBACK (on_sort_changed), self);
  g_signal_connect_swapped (self->table, "activated", G_CALLBACK (on_activated), self);
  apm_table_set_sort (self->table, kind->sort, kind->descending);
  apm_rows_set_sort (self->rows, kind->sort, kind->descending);
  apm_table_set_state (self->table, apm_session_get_settings (session), kind->listing.key);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search), GTK_WIDGET (self->table));
  update_empty (self);

  return GTK_WIDGET (self);
}
