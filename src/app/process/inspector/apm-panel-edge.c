/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-panel-edge.h"

#define WIDTH_MIN  320
#define ROOM_LEFT  561   /* for what the panel stands beside */

/* The edge of a side panel that can be dragged. */
typedef struct {
  GtkWidget *panel;
  GtkWidget *handle;
  GSettings *settings;
  char *key;
  int start_width;
  double start_x;        /* in the window */
} Edge;

static void
edge_free (gpointer data)
{
  Edge *self = data;

  g_object_unref (self->settings);
  g_free (self->key);
  g_free (self);
}

/* The handle moves with the edge: only the window stands still. */
static double
get_x_in_window (Edge   *self,
                 double  x)
{
  double in_window = 0;

  gtk_widget_translate_coordinates (self->handle, GTK_WIDGET (gtk_widget_get_root (self->handle)),
                                    x, 0, &in_window, NULL);

  return in_window;
}

static void
on_drag_begin (GtkGestureDrag *gesture,
               double          x,
               double          y,
               Edge           *self)
{
  self->start_width = gtk_widget_get_width (self->panel);
  self->start_x = get_x_in_window (self, x);
}

static void
on_drag_update (GtkGestureDrag *gesture,
                double          offset_x,
                double          offset_y,
                Edge           *self)
{
  gboolean rtl = gtk_widget_get_direction (self->panel) == GTK_TEXT_DIR_RTL;
  int most = gtk_widget_get_width (GTK_WIDGET (gtk_widget_get_root (self->panel))) - ROOM_LEFT;
  double x, moved;

  gtk_gesture_drag_get_start_point (gesture, &x, NULL);
  moved = get_x_in_window (self, x + offset_x) - self->start_x;
  g_settings_set_int (self->settings, self->key,
                      CLAMP (self->start_width + (int) (rtl ? moved : -moved), WIDTH_MIN, MAX (most, WIDTH_MIN)));
}

/**
 * apm_panel_edge_attach:
 * @handle: a strip at the inner edge of @panel
 * @key: of the width, an integer
 *
 * Lets the width be dragged, and keeps it in the settings.
 */
void
apm_panel_edge_attach (GtkWidget  *panel,
                       GtkWidget  *handle,
                       GSettings  *settings,
                       const char *key)
{
  Edge *self = g_new0 (Edge, 1);
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->panel = panel;
  self->handle = handle;
  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  g_object_set_data_full (G_OBJECT (handle), "apm-panel-edge", self, edge_free);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_cursor_from_name (handle, "col-resize");
  g_settings_bind (settings, key, panel, "width-request", G_SETTINGS_BIND_GET);
}
