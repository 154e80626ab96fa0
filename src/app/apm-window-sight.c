/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-window-sight.h"

/* GDK_TOPLEVEL_STATE_SUSPENDED, which GTK tells since 4.12: minimised, on another
 * workspace, or behind the screen lock. */
#define SUSPENDED (1 << 16)

static void
update_seen (ApmSession *session,
             GtkWidget  *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  gboolean seen = gtk_widget_get_mapped (window);

  if (seen && GDK_IS_TOPLEVEL (surface))
    seen = (gdk_toplevel_get_state (GDK_TOPLEVEL (surface)) & (GDK_TOPLEVEL_STATE_MINIMIZED | SUSPENDED)) == 0;
  apm_session_set_seen (session, seen);
}

static void
on_mapped (GtkWidget  *window,
           ApmSession *session)
{
  update_seen (session, window);
}

static void
on_state (GdkSurface *surface,
          GParamSpec *pspec,
          ApmSession *session)
{
  GtkNative *window = gtk_native_get_for_surface (surface);

  if (window != NULL)
    update_seen (session, GTK_WIDGET (window));
}

/* The surface is a new one each time. */
static void
on_realize (GtkWidget  *window,
            ApmSession *session)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (window)), "notify::state",
                           G_CALLBACK (on_state), session, 0);
}

/**
 * apm_window_sight_watch:
 * @window: not yet realized
 *
 * From now on @session knows whether @window is seen: mapped, and not minimised or
 * hidden by the compositor.
 */
void
apm_window_sight_watch (GtkWindow  *window,
                        ApmSession *session)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (!gtk_widget_get_realized (GTK_WIDGET (window)));

  g_signal_connect_object (window, "realize", G_CALLBACK (on_realize), session, G_CONNECT_AFTER);
  g_signal_connect_object (window, "map", G_CALLBACK (on_mapped), session, G_CONNECT_AFTER);
  g_signal_connect_object (window, "unmap", G_CALLBACK (on_mapped), session, G_CONNECT_AFTER);
}
