/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-section-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (ApmTableSection, apm_table_section, APM_TYPE_SECTION_VIEW)

void
apm_table_section_update_empty (ApmTableSection *self)
{
  if (self->search && *gtk_editable_get_text (self->search) && apm_rows_get_n_total (self->rows) > 0)
    apm_table_set_empty (self->table, "edit-find-symbolic", _("Nothing Found"),
                         _("Each word must be found in a row."), NULL, NULL);
  else
    apm_table_set_empty (self->table, NULL, _(self->kind->empty_title), self->nothing, NULL, NULL);
}

static void
apm_table_section_forget (ApmSectionView *view)
{
  ApmTableSection *self = APM_TABLE_SECTION (view);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->measured = FALSE;
  apm_rows_set (self->rows, NULL);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->nothing, g_free);
  if (self->toggle)
    gtk_toggle_button_set_active (self->toggle, FALSE);   /* what was asked of one is not asked of all */
  if (self->search)
    gtk_editable_set_text (self->search, "");
}

static void
append_line (GString  *text,
             GtkLabel *label)
{
  if (gtk_widget_get_visible (GTK_WIDGET (label)))
    g_string_append_printf (text, "%s\n", gtk_label_get_text (label));
}

static char *
apm_table_section_dup_text (ApmSectionView *view)
{
  ApmTableSection *self = APM_TABLE_SECTION (view);
  ApmView *rows = apm_rows_get_view (self->rows);
  GString *text;

  if (self->text)
    return g_strdup (self->text);

  text = g_string_new (NULL);
  g_string_append_printf (text, "%s\n", _(self->kind->title));
  append_line (text, self->head);
  append_line (text, self->note);
  if (apm_view_get_n_rows (rows) == 0)
    g_string_append_printf (text, "%s\n", self->nothing ? self->nothing : _(self->kind->empty_title));
  for (guint i = 0; i < apm_view_get_n_rows (rows); i++)
    {
      g_autofree char *line = apm_table_dup_row_text (self->table, i);

      g_string_append_printf (text, "%s\n", line);
    }

  return g_string_free (text, FALSE);
}

static ApmTable *
apm_table_section_get_list (ApmSectionView *view,
                            ApmListing     *listing)
{
  ApmTableSection *self = APM_TABLE_SECTION (view);
  gboolean open = self->kind->open_fields && !apm_table_section_get_switched (self);

  *listing = (ApmListing) {
    .key = self->kind->id,
    .title = N_("Export Section"),
    .fields = open ? self->kind->open_fields : self->kind->fields,
    .extra = self->kind->extra,
  };

  return self->table;
}

static gboolean
apm_table_section_search (ApmSectionView *view)
{
  GtkEditable *search = APM_TABLE_SECTION (view)->search;

  return search && gtk_widget_grab_focus (GTK_WIDGET (search));
}

static void
on_sort_changed (ApmTableSection *self,
                 const char      *column_id,
                 gboolean         descending)
{
  apm_rows_set_sort (self->rows, column_id, descending);
}

/* Whom the selected row leads to; 0: nobody. */
static int
get_led_to (ApmTableSection *self)
{
  gconstpointer row = apm_table_get_selected_row (self->table);

  return row && self->kind->get_pid ? self->kind->get_pid (row) : 0;
}

/* The file of the selected row. */
static const char *
get_path (ApmTableSection *self)
{
  gconstpointer row = apm_table_get_selected_row (self->table);

  return row && self->kind->get_path ? self->kind->get_path (row) : NULL;
}

/* The row itself, or whose part it is. */
static gboolean
on_expand (ApmTableSection *self,
           guint64          key,
           gboolean         open)
{
  guint index;

  if (self->kind->get_parts == NULL || !apm_view_find_key (apm_rows_get_view (self->rows), key, &index))
    return FALSE;
  if (self->kind->get_parts (apm_view_get_row (apm_rows_get_view (self->rows), index)))
    apm_rows_set_open (self->rows, key, open);

  return TRUE;
}

static void
on_activated (ApmTableSection *self)
{
  gconstpointer row = apm_table_get_selected_row (self->table);
  int pid = get_led_to (self);

  if (pid > 0)
    apm_subject_go_to (apm_section_view_get_subject (APM_SECTION_VIEW (self)), pid);
  else if (row && self->kind->get_parts)
    on_expand (self, self->kind->get_key (row), !apm_rows_is_open (self->rows, row));
}

static void
go_to_action (GtkWidget  *widget,
              const char *action_name,
              GVariant   *parameter)
{
  on_activated (APM_TABLE_SECTION (widget));
}

static void
who_else_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  const char *path = get_path (APM_TABLE_SECTION (widget));

  if (path)
    gtk_widget_activate_action (widget, "win.find-files", "s", path);
}

static void
on_selection_changed (ApmTableSection *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "section.who-else", get_path (self) != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "section.go-to", get_led_to (self) > 0);
}

static void
on_search_changed (ApmTableSection *self)
{
  apm_rows_set_search (self->rows, gtk_editable_get_text (self->search));
  apm_table_section_update_empty (self);
}

static void
on_stop_search (ApmTableSection *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

/* The cells say it differently at once; the text to be copied follows with the next look. */
static void
on_toggled (ApmTableSection *self)
{
  apm_view_refresh (apm_rows_get_view (self->rows), apm_view_get_n_rows (apm_rows_get_view (self->rows)));
  apm_section_view_look_again (APM_SECTION_VIEW (self));
}

static GtkLabel *
add_line (GtkBox     *box,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);   /* a long sentence does not make the panel wider */
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);

  return GTK_LABEL (label);
}

static void
add_controls (ApmTableSection *self,
              GtkBox          *box)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_start (bar, 6);
  gtk_widget_set_margin_end (bar, 6);
  gtk_widget_set_margin_bottom (bar, 6);
  gtk_box_append (box, bar);
  if (self->kind->search)
    {
      GtkWidget *search = gtk_search_entry_new ();

      gtk_widget_set_hexpand (search, TRUE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, _(self->kind->search), -1);
      g_object_set (search, "placeholder-text", _(self->kind->search), NULL);
      g_signal_connect_swapped (search, "search-changed", G_CALLBACK (on_search_changed), self);
      g_signal_connect_swapped (search, "stop-search", G_CALLBACK (on_stop_search), self);
      gtk_box_append (GTK_BOX (bar), search);
      self->search = GTK_EDITABLE (search);
    }
  if (self->kind->switch_label)
    {
      GtkWidget *toggle = gtk_toggle_button_new_with_label (_(self->kind->switch_label));

      gtk_widget_set_tooltip_text (toggle, _(self->kind->switch_hint));
      g_signal_connect_swapped (toggle, "toggled", G_CALLBACK (on_toggled), self);
      gtk_box_append (GTK_BOX (bar), toggle);
      self->toggle = GTK_TOGGLE_BUTTON (toggle);
    }
  gtk_widget_set_visible (bar, self->search || self->toggle);
}

static void
set_up_table (ApmTableSection *self,
              GSettings       *settings)
{
  g_autofree char *name = g_strconcat ("inspector-", self->kind->id, NULL);

  apm_table_set_columns (self->table, self->kind->columns);
  apm_table_set_title (self->table, _(self->kind->title));
  apm_table_set_cell_data (self->table, self);
  g_signal_connect_swapped (self->table, "sort-changed", G_CALLBACK (on_sort_changed), self);
  g_signal_connect_swapped (self->table, "activated", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->table, "expand", G_CALLBACK (on_expand), self);
  g_signal_connect_swapped (self->table, "selection-changed", G_CALLBACK (on_selection_changed), self);
  apm_table_set_view (self->table, apm_rows_get_view (self->rows));
  if (self->kind->sort)
    apm_table_set_sort (self->table, self->kind->sort, self->kind->descending);
  apm_table_set_state (self->table, settings, name);
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
}

static void
apm_table_section_dispose (GObject *object)
{
  ApmTableSection *self = APM_TABLE_SECTION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->search = NULL;
  self->toggle = NULL;
  G_OBJECT_CLASS (apm_table_section_parent_class)->dispose (object);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->nothing, g_free);
}

static void
apm_table_section_class_init (ApmTableSectionClass *klass)
{
  ApmSectionViewClass *view_class = APM_SECTION_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = apm_table_section_dispose;
  view_class->look = apm_table_section_look;
  view_class->forget = apm_table_section_forget;
  view_class->dup_text = apm_table_section_dup_text;
  view_class->get_list = apm_table_section_get_list;
  view_class->search = apm_table_section_search;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "section.go-to", NULL, go_to_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "section.who-else", NULL, who_else_action);
}

static void
apm_table_section_init (ApmTableSection *self)
{
}

/**
 * apm_table_section_new:
 * @kind: (transfer none): static
 */
GtkWidget *
apm_table_section_new (ApmSubject         *subject,
                       const ApmTableKind *kind)
{
  ApmTableSection *self = g_object_new (APM_TYPE_TABLE_SECTION, "subject", subject, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->kind = kind;
  self->rows = apm_rows_new (kind->fields, kind->get_key);
  apm_rows_set_tree (self->rows, kind->get_parts);
  add_controls (self, GTK_BOX (box));
  self->head = add_line (GTK_BOX (box), "caption");
  self->note = add_line (GTK_BOX (box), "apm-note");
  self->table = APM_TABLE (apm_table_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->table));
  set_up_table (self, apm_session_get_settings (apm_subject_get_session (subject)));
  apm_table_section_update_empty (self);
  on_selection_changed (self);
  apm_section_view_set_content (APM_SECTION_VIEW (self), box);

  return GTK_WIDGET (self);
}

/* Whether the kind's switch is on. */
gboolean
apm_table_section_get_switched (ApmTableSection *self)
{
  return self->toggle && gtk_toggle_button_get_active (self->toggle);
}

/* Whether what @row is made of is shown. */
gboolean
apm_table_section_is_open (ApmTableSection *self,
                           gconstpointer    row)
{
  return apm_rows_is_open (self->rows, row);
}
