/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The pointer: the wheel zooms, a drag scrubs, a drag on the ruler or with Shift selects. */

#include "apm-timeline-chart-private.h"

#include <math.h>

/* A drag that goes no further is a click. */
#define STILL 4

static gint64
get_time (ApmTimelineChart *self,
          double            x)
{
  double time = apm_timeline_view_get_time (&self->view, x - self->names_width);

  return self->first + (gint64) CLAMP (floor (time), 0, self->view.length);
}

static gboolean
on_scroll (ApmTimelineChart         *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (self->source == NULL)
    return GDK_EVENT_PROPAGATE;
  if (self->hover_x >= 0 && self->hover_x < self->names_width && !(state & GDK_CONTROL_MASK))
    {
      gtk_adjustment_set_value (self->down, gtk_adjustment_get_value (self->down) +
                                dy * gtk_adjustment_get_step_increment (self->down));
      return GDK_EVENT_STOP;
    }
  if (state & GDK_SHIFT_MASK)
    {
      dx += dy;
      dy = 0;
    }

  if (dx != 0)
    apm_timeline_view_pan (&self->view, dx * self->view.width / 10);
  if (dy != 0)
    apm_timeline_view_zoom (&self->view, MAX (self->hover_x - self->names_width, 0), pow (APM_TIMELINE_ZOOM_STEP, -dy));
  apm_timeline_chart_move_view (self);
  apm_timeline_chart_say (self);

  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (ApmTimelineChart *self)
{
  self->pinch = 1;
}

static void
on_pinch (ApmTimelineChart *self,
          double            scale,
          GtkGesture       *gesture)
{
  double x = 0, y = 0;

  gtk_gesture_get_bounding_box_center (gesture, &x, &y);
  apm_timeline_view_zoom (&self->view, MAX (x - self->names_width, 0), scale / self->pinch);
  self->pinch = scale;
  apm_timeline_chart_move_view (self);
}

static void
on_drag_begin (ApmTimelineChart *self,
               double            x,
               double            y,
               GtkGesture       *drag)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->source == NULL)
    {
      gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  self->drag_x = x;
  self->drag_y = y;
  self->drag_from = self->view.from;
  self->drag_down = gtk_adjustment_get_value (self->down);
  self->drag_selects = (y < APM_TIMELINE_RULER || (state & GDK_SHIFT_MASK)) && x >= self->names_width;
  self->dragged = FALSE;
}

static void
on_drag_update (ApmTimelineChart *self,
                double            dx,
                double            dy,
                GtkGesture       *drag)
{
  if (!self->dragged && MAX (ABS (dx), ABS (dy)) < STILL)
    return;

  self->dragged = TRUE;
  gtk_gesture_set_state (drag, GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->drag_selects)
    {
      gint64 one = get_time (self, self->drag_x), other = get_time (self, self->drag_x + dx);

      self->hover_x = -1;
      apm_timeline_chart_select (self, MIN (one, other), MAX (one, other));
      return;
    }

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
  gtk_adjustment_set_value (self->down, self->drag_down - dy);
  apm_timeline_view_pan (&self->view, (self->drag_from - self->view.from) / self->view.scale - dx);
  apm_timeline_chart_move_view (self);
}

static void
click (ApmTimelineChart *self,
       double            x,
       double            y)
{
  ApmSpanPlace place;
  ApmSpanColumn column;
  ApmSpan span;

  if (x < self->names_width)
    return;

  self->has_selection = FALSE;
  if (apm_timeline_chart_find_span (self, x, y, &place, &span, &column))
    {
      if (column.n > 1)
        {
          double time = apm_timeline_view_get_time (&self->view, x - self->names_width);

          apm_timeline_view_show (&self->view, time - 2 * self->view.scale, time + 2 * self->view.scale);
          apm_timeline_chart_move_view (self);
          return;
        }
      apm_timeline_chart_set_cursor (self, &place);
    }
  apm_timeline_chart_set_user_position (self, get_time (self, x));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_end (ApmTimelineChart *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
  if (!self->dragged && self->source)
    click (self, self->drag_x, self->drag_y);
}

static void
on_motion (ApmTimelineChart *self,
           double            x,
           double            y)
{
  /* GTK tells of a pointer that rests, too, when what is below it is drawn. */
  if (x == self->hover_x && y == self->hover_y)
    return;

  self->hover_x = x;
  self->hover_y = y;
  apm_timeline_chart_say (self);
}

static void
on_leave (ApmTimelineChart *self)
{
  self->hover_x = -1;
  apm_timeline_chart_say (self);
}

static gboolean
on_tooltip (ApmTimelineChart *self,
            int               x,
            int               y,
            gboolean          by_keyboard,
            GtkTooltip       *tooltip)
{
  ApmSpanPlace place;
  ApmSpanColumn column;
  ApmSpan span;

  if (self->source == NULL || self->details == NULL)
    return FALSE;
  if (!by_keyboard && x < self->names_width)
    {
      int lane = apm_timeline_chart_find_lane (self, y);

      if (lane < 0 || y < APM_TIMELINE_RULER)
        return FALSE;
      gtk_tooltip_set_text (tooltip, apm_timeline_source_get_lane_name (self->source, lane));
      return TRUE;
    }
  if (!by_keyboard && !apm_timeline_chart_find_span (self, x, y, &place, &span, &column))
    return FALSE;
  gtk_tooltip_set_text (tooltip, self->details);

  return TRUE;
}

static void
add (ApmTimelineChart   *self,
     gpointer            controller,
     const char         *signal,
     GCallback           callback)
{
  g_signal_connect_swapped (controller, signal, callback, self);
}

void
apm_timeline_chart_init_input (ApmTimelineChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();

  add (self, scroll, "scroll", G_CALLBACK (on_scroll));
  add (self, motion, "motion", G_CALLBACK (on_motion));
  add (self, motion, "enter", G_CALLBACK (on_motion));
  add (self, motion, "leave", G_CALLBACK (on_leave));
  add (self, drag, "drag-begin", G_CALLBACK (on_drag_begin));
  add (self, drag, "drag-update", G_CALLBACK (on_drag_update));
  add (self, drag, "drag-end", G_CALLBACK (on_drag_end));
  add (self, pinch, "begin", G_CALLBACK (on_pinch_begin));
  add (self, pinch, "scale-changed", G_CALLBACK (on_pinch));
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_tooltip), NULL);
}
