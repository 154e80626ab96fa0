/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The row of tools above a timeline, and its bookmarks. */

#include "apm-timeline-private.h"

#include <glib/gi18n.h>

#include "apm-timeline-words.h"

static void
explain (GtkWidget  *button,
         const char *label,
         const char *tooltip)
{
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
dress (GtkWidget  *button,
       const char *label,
       const char *tooltip)
{
  explain (button, label, tooltip);
  gtk_widget_add_css_class (button, "flat");

  return button;
}

static GtkWidget *
make_button (const char *icon_name,
             const char *label,
             const char *tooltip,
             const char *detailed_action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), detailed_action);

  return dress (button, label, tooltip);
}

static void
on_next (ApmTimeline *self)
{
  apm_timeline_find (self, FALSE);
}

static void
on_previous (ApmTimeline *self)
{
  apm_timeline_find (self, TRUE);
}

static GtkWidget *
make_search (ApmTimeline *self)
{
  GtkWidget *search = gtk_search_entry_new ();

  self->search = GTK_EDITABLE (search);
  gtk_editable_set_width_chars (self->search, 12);
  gtk_widget_set_hexpand (search, TRUE);
  g_object_set (search, "placeholder-text", _("Find a lock or thread"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Find in the timeline"), -1);
  g_signal_connect_swapped (search, "activate", G_CALLBACK (on_next), self);
  g_signal_connect_swapped (search, "next-match", G_CALLBACK (on_next), self);
  g_signal_connect_swapped (search, "previous-match", G_CALLBACK (on_previous), self);

  return search;
}

static GtkWidget *
make_follow (ApmTimeline *self)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), "go-last-symbolic");
  g_object_bind_property (self->chart, "follow", button, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  return dress (button, _("Follow"), _("Keep the newest in view (End)"));
}

static GtkWidget *
make_bookmarks (ApmTimeline *self)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *scroller = gtk_scrolled_window_new ();
  GtkWidget *add = gtk_button_new_with_label (_("Add Bookmark Here"));

  self->bookmarks = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->bookmarks, GTK_SELECTION_NONE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "timeline.bookmark");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 260);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->bookmarks));
  gtk_widget_add_css_class (GTK_WIDGET (self->bookmarks), "boxed-list");
  gtk_box_append (GTK_BOX (box), add);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_add_css_class (popover, "apm-padded");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "user-bookmarks-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);

  return dress (button, _("Bookmarks"), _("Bookmarks (Ctrl+B adds one)"));
}

static GtkWidget *
make_legend (void)
{
  GtkWidget *button = gtk_menu_button_new (), *popover = gtk_popover_new ();

  gtk_widget_add_css_class (popover, "apm-padded");
  gtk_popover_set_child (GTK_POPOVER (popover), apm_timeline_legend_new ());
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "dialog-question-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);

  return dress (button, _("What the Colors Mean"), _("What the colors and patterns mean"));
}

static GtkWidget *
make_export (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr(GMenu) menu = g_menu_new ();

  g_menu_append (menu, _("_Save Picture…"), "timeline.save");
  g_menu_append (menu, _("_Copy as Text"), "timeline.copy");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "document-save-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));

  return dress (button, _("Export Timeline"), _("Save or copy what is shown"));
}

/**
 * apm_timeline_make_tools:
 *
 * Returns: (transfer floating): the row of tools, once the chart is there
 */
GtkWidget *
apm_timeline_make_tools (ApmTimeline *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  gtk_widget_add_css_class (box, "apm-timeline-tools");
  gtk_box_append (GTK_BOX (box), make_search (self));
  gtk_box_append (GTK_BOX (box), make_button ("go-previous-symbolic", _("Find Previous"), _("Find previous (Ctrl+Shift+G)"),
                                              "timeline.find(true)"));
  gtk_box_append (GTK_BOX (box), make_button ("go-next-symbolic", _("Find Next"), _("Find next (Ctrl+G)"),
                                              "timeline.find(false)"));
  gtk_box_append (GTK_BOX (box), make_button ("go-top-symbolic", _("Longest Wait"),
                                              _("Go to the longest wait; again: to the next shorter one"), "timeline.longest"));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (box), make_button ("zoom-out-symbolic", _("Zoom Out"), _("Zoom out (Ctrl+−)"),
                                              "timeline.zoom(-1)"));
  gtk_box_append (GTK_BOX (box), make_button ("zoom-fit-best-symbolic", _("Whole Run"), _("Show the whole run (Ctrl+0)"),
                                              "timeline.zoom(0)"));
  gtk_box_append (GTK_BOX (box), make_button ("zoom-in-symbolic", _("Zoom In"), _("Zoom in (Ctrl++)"), "timeline.zoom(1)"));
  gtk_box_append (GTK_BOX (box), make_follow (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (box), make_bookmarks (self));
  gtk_box_append (GTK_BOX (box), make_export ());
  gtk_box_append (GTK_BOX (box), make_legend ());

  return box;
}

static guint
get_index (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "bookmark"));
}

static void
on_go (ApmTimeline *self,
       GtkWidget   *button)
{
  GPtrArray *bookmarks = apm_timeline_chart_get_bookmarks (self->chart);

  apm_timeline_chart_go_to (self->chart, ((ApmTimelineBookmark *) bookmarks->pdata[get_index (button)])->time);
}

static void
on_remove (ApmTimeline *self,
           GtkWidget   *button)
{
  apm_timeline_chart_remove_bookmark (self->chart, get_index (button));
}

/* A row has a button that goes there, the name, and a button that removes it. */
static void
name_row (GtkWidget  *row,
          const char *name)
{
  g_autofree char *go = g_strdup_printf (_("Go to “%s”"), name);
  g_autofree char *remove = g_strdup_printf (_("Remove “%s”"), name);

  explain (gtk_widget_get_first_child (row), go, go);
  explain (gtk_widget_get_last_child (row), remove, remove);
}

static void
on_name (ApmTimeline *self,
         GtkWidget   *entry)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (entry));

  self->naming = TRUE;
  apm_timeline_chart_name_bookmark (self->chart, get_index (entry), name);
  name_row (gtk_widget_get_parent (entry), name);
  self->naming = FALSE;
}

static void
append_to_row (ApmTimeline *self,
               GtkWidget   *row,
               GtkWidget   *widget,
               guint        i,
               const char  *signal,
               GCallback    callback)
{
  g_object_set_data (G_OBJECT (widget), "bookmark", GUINT_TO_POINTER (i));
  g_signal_connect_object (widget, signal, callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (row), widget);
}

static GtkWidget *
make_row (ApmTimeline               *self,
          const ApmTimelineBookmark *bookmark,
          guint                      i)
{
  ApmTimelineSource *source = apm_timeline_chart_get_source (self->chart);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *name = gtk_entry_new ();
  GtkWidget *go, *remove;
  g_autofree char *time = NULL;
  gint64 first, last;

  apm_span_index_get_range (apm_timeline_source_lock (source), &first, &last);
  apm_timeline_source_unlock (source);
  time = apm_timeline_dup_time ((double) (bookmark->time - first), MAX ((double) (last - first) / 10000, 1),
                                apm_timeline_source_get_logical (source));
  go = gtk_button_new_with_label (time);
  gtk_widget_add_css_class (go, "flat");
  remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  gtk_widget_add_css_class (remove, "flat");
  gtk_editable_set_text (GTK_EDITABLE (name), bookmark->name);
  gtk_editable_set_width_chars (GTK_EDITABLE (name), 20);
  gtk_accessible_update_property (GTK_ACCESSIBLE (name), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the bookmark"), -1);
  append_to_row (self, row, go, i, "clicked", G_CALLBACK (on_go));
  append_to_row (self, row, name, i, "changed", G_CALLBACK (on_name));
  append_to_row (self, row, remove, i, "clicked", G_CALLBACK (on_remove));
  name_row (row, bookmark->name);

  return row;
}

/**
 * apm_timeline_fill_bookmarks:
 *
 * Lists them anew, but for a name that is just being typed.
 */
void
apm_timeline_fill_bookmarks (ApmTimeline *self)
{
  GPtrArray *bookmarks = apm_timeline_chart_get_bookmarks (self->chart);
  GtkWidget *row;

  if (self->naming)
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->bookmarks))))
    gtk_list_box_remove (self->bookmarks, row);
  for (guint i = 0; i < bookmarks->len; i++)
    gtk_list_box_append (self->bookmarks, make_row (self, bookmarks->pdata[i], i));
  gtk_widget_set_visible (GTK_WIDGET (self->bookmarks), bookmarks->len > 0);
}

/**
 * apm_timeline_add_bookmark:
 *
 * At the position, else in the middle.
 */
void
apm_timeline_add_bookmark (ApmTimeline *self)
{
  guint n = apm_timeline_chart_get_bookmarks (self->chart)->len;
  g_autofree char *name = g_strdup_printf (_("Bookmark %u"), n + 1);

  apm_timeline_chart_add_bookmark (self->chart, apm_timeline_chart_get_time (self->chart), name);
}
