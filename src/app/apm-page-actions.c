/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-page-actions.h"

#include "apm-pages.h"

typedef struct {
  GtkWindow *window;       /* borrowed, as the others: they are the window's */
  AdwViewStack *pages;
  AdwBin *log;
} Parts;

static gboolean
focus_is_in_log (const Parts *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->log));
}

/* A part of the page that can do it itself, where the focus is, comes first. */
static gboolean
activate (const Parts *self,
          const char  *action_name,
          GVariant    *parameter)
{
  GtkWidget *page = apm_pages_need_widget (self->pages);
  GtkWidget *focus = gtk_window_get_focus (self->window);

  if (focus && gtk_widget_is_ancestor (focus, page))
    page = focus;

  return gtk_widget_activate_action_variant (page, action_name, parameter);
}

static void
search (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  const Parts *self = user_data;

  if (focus_is_in_log (self))
    gtk_widget_activate_action (adw_bin_get_child (self->log), "page.search", NULL);
  else
    activate (self, "page.search", NULL);
}

static void
toggle_inspector (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  activate (user_data, "page.inspector", NULL);
}

/* The log's end where the focus is in the log or the page has nothing to follow,
 * else the row that is selected on the page. */
static void
follow (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  const Parts *self = user_data;

  if (focus_is_in_log (self) || !activate (self, "page.follow", NULL))
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "follow-log", NULL);
}

static void
export_list (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  const Parts *self = user_data;

  if (focus_is_in_log (self) || !activate (self, "page.export", parameter))
    g_action_group_activate_action (G_ACTION_GROUP (self->window), "export-log", parameter);
}

static void
why (GSimpleAction *action,
     GVariant      *parameter,
     gpointer       user_data)
{
  activate (user_data, "page.why", NULL);
}

/* A process is gone to among processes, a thread among threads. */
static void
go_to (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  const Parts *self = user_data;
  int tid;

  g_variant_get (parameter, "(ii)", NULL, &tid);
  adw_view_stack_set_visible_child_name (self->pages, tid > 0 ? "threads" : "processes");
  activate (self, "page.go-to", parameter);
}

/**
 * apm_page_actions_install:
 * @pages: in the window, as @log is
 *
 * Adds win.search, win.inspector, win.follow, win.export-list('PATH'), win.why and
 * win.go-to((PID, TID)), which shows and selects that thread, with TID 0 the process.
 */
void
apm_page_actions_install (GtkApplicationWindow *window,
                          AdwViewStack         *pages,
                          AdwBin               *log)
{
  static const GActionEntry entries[] = {
    { "search", search, NULL, NULL, NULL },
    { "inspector", toggle_inspector, NULL, NULL, NULL },
    { "follow", follow, NULL, NULL, NULL },
    { "export-list", export_list, "s", NULL, NULL },
    { "why", why, NULL, NULL, NULL },
    { "go-to", go_to, "(ii)", NULL, NULL },
  };
  Parts *self = g_new (Parts, 1);

  *self = (Parts) { GTK_WINDOW (window), pages, log };
  g_object_set_data_full (G_OBJECT (window), "apm-page-actions", self, g_free);
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), self);
}
