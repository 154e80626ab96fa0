/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-inspector-private.h"

#include <glib/gi18n.h>

#include "apm-list-export.h"
#include "apm-sections.h"

/* The table of the section in view, where it has one to show.
 * Returns: (transfer none) (nullable) */
static ApmTable *
get_list (ApmInspector *self,
          ApmListing   *listing)
{
  ApmSectionView *view = self->views->pdata[self->place];

  return view && apm_subject_get_pid (self->subject) != 0 ? apm_section_view_get_list (view, listing) : NULL;
}

static void
append_section (ApmInspector   *self,
                GString        *text,
                ApmSectionView *view)
{
  g_autofree char *section = apm_section_view_dup_text (view);

  if (*section)
    g_string_append_printf (text, "\n%s", section);
}

/* Once the last of them has answered. */
void
apm_inspector_copy_if_told (ApmInspector *self)
{
  g_autoptr(GString) text = NULL;

  for (guint i = 0; i < self->views->len; i++)
    if (self->views->pdata[i] == NULL || apm_section_view_is_looking (self->views->pdata[i]))
      return;

  self->copying = FALSE;
  text = g_string_new (NULL);
  g_string_append_printf (text, "%s\n%s\n", gtk_label_get_text (self->name), gtk_label_get_text (self->about));
  for (guint i = 0; i < self->views->len; i++)
    append_section (self, text, self->views->pdata[i]);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  apm_session_toast (self->session, _("Copied all sections of %s"), apm_subject_get_name (self->subject));
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  ApmInspector *self = APM_INSPECTOR (widget);
  g_autofree char *text = apm_section_view_dup_text (apm_inspector_ensure_view (self, self->place));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  apm_session_toast (self->session, _("Copied “%s” of %s"), _(apm_section_entries[self->place].title),
                     apm_subject_get_name (self->subject));
}

static void
copy_all_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  ApmInspector *self = APM_INSPECTOR (widget);

  for (guint i = 0; i < self->views->len; i++)
    apm_section_view_look_again (apm_inspector_ensure_view (self, i));
  self->copying = TRUE;
  apm_inspector_copy_if_told (self);
}

/* What the section has none of is the page's matter. */
static void
pass_on (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  gtk_widget_activate_action_variant (gtk_widget_get_parent (widget), action_name, parameter);
}

static void
export_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmInspector *self = APM_INSPECTOR (widget);
  ApmListing listing;
  ApmTable *table = get_list (self, &listing);

  if (table)
    apm_list_export (table, self->session, &listing, g_variant_get_string (parameter, NULL));
  else
    pass_on (widget, action_name, parameter);
}

static void
copy_list_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ApmInspector *self = APM_INSPECTOR (widget);
  ApmListing listing;
  ApmTable *table = get_list (self, &listing);

  if (table)
    apm_list_copy_csv (table, self->session, &listing);
  else
    pass_on (widget, action_name, parameter);
}

static void
search_action (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  ApmInspector *self = APM_INSPECTOR (widget);
  ApmSectionView *view = self->views->pdata[self->place];

  if (view == NULL || !apm_section_view_search (view))
    pass_on (widget, action_name, parameter);
}

static void
on_menu (ApmInspector *self,
         guint64       key,
         double        x,
         double        y,
         ApmTable     *table)
{
  apm_table_popup_menu (table, self->row_menu, x, y);
}

/* Its rows get a menu. */
void
apm_inspector_watch_list (ApmInspector   *self,
                          ApmSectionView *view)
{
  ApmTable *table = apm_section_view_get_list (view, NULL);

  if (table)
    g_signal_connect_object (table, "menu", G_CALLBACK (on_menu), self, G_CONNECT_SWAPPED);
}

void
apm_inspector_update_leave (ApmInspector *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean somebody = apm_subject_get_pid (self->subject) != 0;
  ApmListing listing;

  gtk_widget_action_set_enabled (widget, "inspector.copy", somebody);
  gtk_widget_action_set_enabled (widget, "inspector.copy-all", somebody);
  gtk_widget_action_set_enabled (widget, "inspector.export", get_list (self, &listing) != NULL);
}

void
apm_inspector_install_leave (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "inspector.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "inspector.copy-all", NULL, copy_all_action);
  gtk_widget_class_install_action (widget_class, "inspector.export", "s", export_action);
  /* As the page has them, for where the focus is in here. */
  gtk_widget_class_install_action (widget_class, "page.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "page.copy-list", NULL, copy_list_action);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, search_action);
}
