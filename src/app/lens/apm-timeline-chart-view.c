/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which part of a chart is in view, and what is pointed out in it. */

#include "apm-timeline-chart-private.h"

/**
 * apm_timeline_chart_set_position:
 * @time: of the source; -1: none
 */
void
apm_timeline_chart_set_position (ApmTimelineChart *self,
                                 gint64            time)
{
  if (time == self->position)
    return;

  self->position = time;
  if (time >= 0)
    {
      double before = self->view.from, at = (double) (time - self->first);

      apm_timeline_view_reveal (&self->view, at, at + 1);
      if (self->view.from != before)
        apm_timeline_chart_move_view (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gint64
apm_timeline_chart_get_position (ApmTimelineChart *self)
{
  return self->position;
}

void
apm_timeline_chart_set_user_position (ApmTimelineChart *self,
                                      gint64            time)
{
  if (time == self->position)
    return;

  apm_timeline_chart_set_position (self, time);
  g_signal_emit_by_name (self, "position-changed", time);
}

/* Around the cursor where that is seen, else around the middle. */
static double
get_middle (ApmTimelineChart *self)
{
  double x = apm_timeline_view_get_x (&self->view, (double) (self->cursor_time - self->first));

  return self->cursor.lane >= 0 && x >= 0 && x <= self->view.width ? x : self->view.width / 2;
}

/**
 * apm_timeline_chart_zoom:
 * @factor: above 1: nearer
 */
void
apm_timeline_chart_zoom (ApmTimelineChart *self,
                         double            factor)
{
  apm_timeline_view_zoom (&self->view, self->follow ? self->view.width : get_middle (self), factor);
  apm_timeline_chart_change (self);
}

void
apm_timeline_chart_fit (ApmTimelineChart *self)
{
  apm_timeline_view_fit (&self->view);
  apm_timeline_chart_change (self);
}

/**
 * apm_timeline_chart_set_follow:
 * @follow: the newest stays in view
 */
void
apm_timeline_chart_set_follow (ApmTimelineChart *self,
                               gboolean          follow)
{
  if (follow == self->follow)
    return;

  self->follow = follow;
  if (follow)
    {
      apm_timeline_view_follow (&self->view);
      apm_timeline_chart_change (self);
    }
  g_object_notify (G_OBJECT (self), "follow");
}

gboolean
apm_timeline_chart_get_follow (ApmTimelineChart *self)
{
  return self->follow;
}

static void
reveal_lane (ApmTimelineChart *self,
             int               lane)
{
  if ((guint) lane < self->lane_rows->len)
    gtk_adjustment_clamp_page (self->down, g_array_index (self->tops, double, lane),
                               g_array_index (self->tops, double, lane + 1));
}

/**
 * apm_timeline_chart_set_cursor:
 * @place: comes into view and is told
 */
void
apm_timeline_chart_set_cursor (ApmTimelineChart   *self,
                               const ApmSpanPlace *place)
{
  double before = self->view.from;
  ApmSpan span;

  if (!apm_timeline_chart_get_span (self, place, &span, NULL))
    return;

  self->cursor = *place;
  self->cursor_time = span.start;
  self->hover_x = -1;
  reveal_lane (self, place->lane);
  apm_timeline_view_reveal (&self->view, (double) (span.start - self->first), (double) (span.end - self->first));
  if (self->view.from != before)
    apm_timeline_chart_move_view (self);
  apm_timeline_chart_set_user_position (self, span.start);
  apm_timeline_chart_say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
apm_timeline_chart_get_cursor (ApmTimelineChart *self,
                               ApmSpanPlace     *place)
{
  *place = self->cursor;
}

const char *
apm_timeline_chart_get_details (ApmTimelineChart *self)
{
  return self->details;
}

/**
 * apm_timeline_chart_select:
 * @to: not after @from: nothing is selected
 */
void
apm_timeline_chart_select (ApmTimelineChart *self,
                           gint64            from,
                           gint64            to)
{
  self->has_selection = to > from;
  self->selected_from = from;
  self->selected_to = to;
  apm_timeline_chart_say (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
