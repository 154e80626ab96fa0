/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sync-page-private.h"

#include <glib/gi18n.h>

/* For a lecture: scene and source alone on the whole screen, and larger. */

#define LEAST_PERCENT 100
#define MOST_PERCENT 300
#define STEP_PERCENT 25

/* All that is in a widget of this style class. */
#define ZOOMED "apm-lab-stage"

static void
zoom_to (ApmSyncPage *self,
         int          percent)
{
  g_autofree char *css = NULL;

  self->percent = CLAMP (percent, LEAST_PERCENT, MOST_PERCENT);
  css = g_strdup_printf ("." ZOOMED " { font-size: %d%%; }", self->percent);
  gtk_css_provider_load_from_data (self->zoom, css, -1);
}

/* The keys of larger and smaller are those of a timeline, too. */
static gboolean
zoom_timeline (ApmSyncPage *self,
               int          way)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_activate_action (focus, "timeline.zoom", "i", way);
}

static void
on_larger (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  if (!zoom_timeline (self, 1))
    zoom_to (self, self->percent + STEP_PERCENT);
}

static void
on_smaller (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  if (!zoom_timeline (self, -1))
    zoom_to (self, self->percent - STEP_PERCENT);
}

static void
on_normal_size (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  if (!zoom_timeline (user_data, 0))
    zoom_to (user_data, LEAST_PERCENT);
}

static void
show_presenting (ApmSyncPage *self,
                 gboolean     presenting)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->presenting == presenting || !GTK_IS_WINDOW (root))
    return;

  self->presenting = presenting;
  g_action_group_change_action_state (G_ACTION_GROUP (root), "show-header", g_variant_new_boolean (!presenting));
  if (presenting)
    {
      gtk_window_fullscreen (GTK_WINDOW (root));
      apm_session_toast (self->session, "%s", _("F11 or Escape leads back, Ctrl++ makes all larger"));
    }
  else
    gtk_window_unfullscreen (GTK_WINDOW (root));

  apm_sync_page_show_panes (self);
}

static void
on_present (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  ApmSyncPage *self = user_data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_presenting (self, !self->presenting);
}

static gboolean
on_key_pressed (ApmSyncPage     *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  if (keyval != GDK_KEY_Escape || !self->presenting)
    return GDK_EVENT_PROPAGATE;

  show_presenting (self, FALSE);

  return GDK_EVENT_STOP;
}

/* Another page has no use for a window without its header. */
static void
on_unmap (ApmSyncPage *self)
{
  show_presenting (self, FALSE);
}

/* The window manager may take the whole screen away as well. */
static void
on_fullscreened (ApmSyncPage *self,
                 GParamSpec  *pspec,
                 GtkWindow   *window)
{
  if (!gtk_window_is_fullscreen (window))
    show_presenting (self, FALSE);
}

static const GActionEntry actions[] = {
  { "lab-present", on_present, NULL, NULL, NULL },
  { "lab-larger", on_larger, NULL, NULL, NULL },
  { "lab-smaller", on_smaller, NULL, NULL, NULL },
  { "lab-normal-size", on_normal_size, NULL, NULL, NULL },
};

/**
 * apm_sync_page_install_present:
 * @window: gets the actions of a lecture; the page outlives their use
 */
void
apm_sync_page_install_present (ApmSyncPage *self,
                               GActionMap  *window)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* What had the focus may be hidden: the window hears of the key all the same. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);

  g_action_map_add_action_entries (window, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (window, "notify::fullscreened", G_CALLBACK (on_fullscreened), self, G_CONNECT_SWAPPED);
}

void
apm_sync_page_init_present (ApmSyncPage *self)
{
  g_signal_connect (self, "unmap", G_CALLBACK (on_unmap), NULL);

  self->zoom = gtk_css_provider_new ();
  self->percent = LEAST_PERCENT;
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                              GTK_STYLE_PROVIDER (self->zoom),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

void
apm_sync_page_dispose_present (ApmSyncPage *self)
{
  if (self->zoom != NULL)
    gtk_style_context_remove_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self)),
                                                   GTK_STYLE_PROVIDER (self->zoom));
  g_clear_object (&self->zoom);
}
