/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-pan.h"

/* Seen with a little of what is beside it. */
#define AROUND 24

typedef struct {
  GtkAdjustment *across, *down;   /* borrowed: the scroller's */
  double x, y;                    /* where they stood */
} Pan;

static void
on_begin (GtkGestureDrag *drag,
          double          x,
          double          y,
          Pan            *pan)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag));

  pan->x = gtk_adjustment_get_value (pan->across);
  pan->y = gtk_adjustment_get_value (pan->down);
  gtk_widget_set_cursor_from_name (widget, "grabbing");
}

static void
on_update (GtkGestureDrag *drag,
           double          dx,
           double          dy,
           Pan            *pan)
{
  gtk_adjustment_set_value (pan->across, pan->x - dx);
  gtk_adjustment_set_value (pan->down, pan->y - dy);
}

static void
on_end (GtkGestureDrag *drag)
{
  gtk_widget_set_cursor (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag)), NULL);
}

/**
 * apm_why_pan_attach:
 *
 * What is in the scroller can be dragged where nothing else takes the press.
 */
void
apm_why_pan_attach (GtkScrolledWindow *scroller)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  Pan *pan = g_new0 (Pan, 1);

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller));

  pan->across = gtk_scrolled_window_get_hadjustment (scroller);
  pan->down = gtk_scrolled_window_get_vadjustment (scroller);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_begin), pan);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_update), pan);
  g_signal_connect_data (drag, "drag-end", G_CALLBACK (on_end), pan, (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_widget_add_controller (GTK_WIDGET (scroller), GTK_EVENT_CONTROLLER (drag));
}

static void
clamp (GtkAdjustment *adjustment,
       float          from,
       float          size)
{
  double value = gtk_adjustment_get_value (adjustment);

  gtk_adjustment_clamp_page (adjustment, value + from - AROUND, value + from + size + AROUND);
}

/**
 * apm_why_pan_show:
 * @widget: in the scroller
 *
 * Moves as little as need be.
 */
void
apm_why_pan_show (GtkScrolledWindow *scroller,
                  GtkWidget         *widget)
{
  graphene_rect_t bounds;

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (scroller) && GTK_IS_WIDGET (widget));

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (scroller), &bounds))
    return;

  clamp (gtk_scrolled_window_get_hadjustment (scroller), bounds.origin.x, bounds.size.width);
  clamp (gtk_scrolled_window_get_vadjustment (scroller), bounds.origin.y, bounds.size.height);
}
