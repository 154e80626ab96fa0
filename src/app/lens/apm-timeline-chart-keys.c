/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* All that the pointer does, by keys: arrows go from span to span and from row to row,
 * with Shift they select, with Ctrl they move the view. */

#include "apm-timeline-chart-private.h"

/* Of the width. */
#define LITTLE 0.1
#define PAGE   0.8

static void
move_along (ApmTimelineChart *self,
            gboolean          back,
            gboolean          select)
{
  ApmSpanPlace place = self->cursor;
  ApmSpan from, to;
  ApmSpanIndex *index;
  gboolean found;

  if (!apm_timeline_chart_get_span (self, &self->cursor, &from, NULL))
    return;
  index = apm_timeline_source_lock (self->source);
  found = apm_span_index_step (index, &place, back) && apm_span_index_get (index, &place, &to);
  apm_timeline_source_unlock (self->source);
  if (!found)
    return;

  if (select && self->has_selection)
    {
      from.start = MIN (self->selected_from, from.start);
      from.end = MAX (self->selected_to, from.end);
    }
  self->has_selection = FALSE;
  apm_timeline_chart_set_cursor (self, &place);
  if (select)
    apm_timeline_chart_select (self, MIN (from.start, to.start), MAX (from.end, to.end));
}

/* The next row that has anything, at about the same time. */
static void
move_across (ApmTimelineChart *self,
             int               by)
{
  int n_lanes = (int) self->lane_rows->len, lane = MAX (self->cursor.lane, 0);
  int row = self->cursor.lane < 0 ? 0 : (int) self->cursor.row + by;
  gint64 time = self->cursor.lane < 0 ? apm_timeline_chart_get_time (self) : self->cursor_time;
  ApmSpanPlace place;

  for (; lane >= 0 && lane < n_lanes; row += by)
    {
      gboolean found;
      ApmSpanIndex *index;

      if (row < 0 || row >= g_array_index (self->lane_rows, guint8, lane))
        {
          lane += by;
          if (lane < 0 || lane >= n_lanes)
            return;
          row = by > 0 ? 0 : g_array_index (self->lane_rows, guint8, lane) - 1;
        }
      index = apm_timeline_source_lock (self->source);
      found = apm_span_index_find_beside (index, lane, (guint) row, time, FALSE, &place) ||
              apm_span_index_find_beside (index, lane, (guint) row, time, TRUE, &place);
      apm_timeline_source_unlock (self->source);
      if (found)
        {
          self->has_selection = FALSE;
          apm_timeline_chart_set_cursor (self, &place);
          /* Further up or down goes on from where it came. */
          self->cursor_time = time;
          return;
        }
    }
}

static void
pan (ApmTimelineChart *self,
     double            part)
{
  apm_timeline_view_pan (&self->view, part * self->view.width);
  apm_timeline_chart_move_view (self);
}

static void
go_home (ApmTimelineChart *self)
{
  apm_timeline_view_pan (&self->view, -self->view.from / self->view.scale);
  apm_timeline_chart_move_view (self);
}

static void
show_cursor (ApmTimelineChart *self)
{
  ApmSpan span;

  if (!apm_timeline_chart_get_span (self, &self->cursor, &span, NULL))
    return;
  apm_timeline_view_show (&self->view, (double) (span.start - self->first), (double) (span.end - self->first));
  apm_timeline_chart_move_view (self);
}

static void
show_selection (ApmTimelineChart *self)
{
  apm_timeline_view_show (&self->view, (double) (self->selected_from - self->first),
                          (double) (self->selected_to - self->first));
  apm_timeline_chart_move_view (self);
}

static gboolean
move (ApmTimelineChart *self,
      guint             key,
      GdkModifierType   state)
{
  gboolean control = (state & GDK_CONTROL_MASK) != 0;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      {
        gboolean back = key == GDK_KEY_Left || key == GDK_KEY_KP_Left;

        if (control)
          pan (self, back ? -LITTLE : LITTLE);
        else if (self->cursor.lane < 0)
          move_across (self, 1);
        else
          move_along (self, back, (state & GDK_SHIFT_MASK) != 0);
        return TRUE;
      }
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_across (self, -1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_across (self, 1);
      return TRUE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      pan (self, -PAGE);
      return !control;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      pan (self, PAGE);
      return !control;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      go_home (self);
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      apm_timeline_chart_set_follow (self, TRUE);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_key (ApmTimelineChart *self,
        guint             key,
        guint             code,
        GdkModifierType   state)
{
  if (self->source == NULL || (state & GDK_ALT_MASK))
    return FALSE;

  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      gtk_widget_activate_action (GTK_WIDGET (self), "timeline.zoom", "i", 1);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      gtk_widget_activate_action (GTK_WIDGET (self), "timeline.zoom", "i", -1);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      gtk_widget_activate_action (GTK_WIDGET (self), "timeline.zoom", "i", 0);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (self->has_selection)
        show_selection (self);
      else
        show_cursor (self);
      return TRUE;
    case GDK_KEY_Escape:
      if (!self->has_selection)
        return FALSE;
      apm_timeline_chart_select (self, 0, 0);
      return TRUE;
    default:
      return move (self, key, state);
    }
}

void
apm_timeline_chart_init_keys (ApmTimelineChart *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
