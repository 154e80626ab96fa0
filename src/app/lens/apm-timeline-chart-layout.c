/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a chart's lanes are, and what is at a place in it. */

#include "apm-timeline-chart-private.h"

#include <math.h>

/* Names get no more than this part of the width. */
#define NAMES_PART 0.22
#define MOST_NAMES 170

/* Looked at around the pointer, in pixels: what is smaller can be hit too. */
#define REACH 2

static guint
count_rows (ApmTimelineChart *self,
            ApmSpanIndex     *index,
            guint             n_lanes)
{
  guint n = 0;

  g_array_set_size (self->lane_rows, n_lanes);
  for (guint i = 0; i < n_lanes; i++)
    n += g_array_index (self->lane_rows, guint8, i) = (guint8) apm_span_index_get_n_rows (index, (int) i);

  return n;
}

static void
place_lanes (ApmTimelineChart *self,
             double            height)
{
  guint n = self->lane_rows->len;
  double y = 0;

  g_array_set_size (self->tops, n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_array_index (self->tops, double, i) = y;
      y += apm_timeline_rows_get_height (&self->rows, g_array_index (self->lane_rows, guint8, i));
    }
  g_array_index (self->tops, double, n) = y;
  gtk_adjustment_configure (self->down, MIN (gtk_adjustment_get_value (self->down), MAX (y - height, 0)), 0, MAX (y, height),
                            self->rows.band, MAX (height - self->rows.band, 1), height);
}

/**
 * apm_timeline_chart_lay_out:
 *
 * After the source has changed, or the size.
 */
void
apm_timeline_chart_lay_out (ApmTimelineChart *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = MAX (gtk_widget_get_height (GTK_WIDGET (self)) - APM_TIMELINE_RULER, 1);
  guint n_lanes = 0, n_rows = 0;
  gint64 first = 0, last = 0;

  if (self->source)
    {
      ApmSpanIndex *index = apm_timeline_source_lock (self->source);

      n_lanes = apm_span_index_get_n_lanes (index);
      n_rows = count_rows (self, index, n_lanes);
      apm_span_index_get_range (index, &first, &last);
      apm_timeline_source_unlock (self->source);
    }
  else
    {
      g_array_set_size (self->lane_rows, 0);
    }

  apm_timeline_rows_choose (&self->rows, n_lanes, n_rows, height);
  place_lanes (self, height);
  self->names_width = MIN (round (width * NAMES_PART), MOST_NAMES);
  self->first = first;
  apm_timeline_view_resize (&self->view, MAX (width - self->names_width, 1), MAX ((double) (last - first), 1));
  if (self->follow)
    apm_timeline_view_follow (&self->view);
}

/**
 * apm_timeline_chart_find_lane:
 * @y: in the widget
 *
 * Returns: the lane there, or the nearest; -1: there is none
 */
int
apm_timeline_chart_find_lane (ApmTimelineChart *self,
                              double            y)
{
  guint low = 0, high = self->lane_rows->len;

  y += gtk_adjustment_get_value (self->down) - APM_TIMELINE_RULER;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->tops, double, middle + 1) <= y)
        low = middle + 1;
      else
        high = middle;
    }

  return (int) MIN (low + 1, self->lane_rows->len) - 1;
}

/**
 * apm_timeline_chart_get_lane_y:
 *
 * Returns: where the lane begins in the widget
 */
double
apm_timeline_chart_get_lane_y (ApmTimelineChart *self,
                               int               lane)
{
  return g_array_index (self->tops, double, lane) - gtk_adjustment_get_value (self->down) + APM_TIMELINE_RULER;
}

/* What is there, or near: the column of a few pixels decides. */
static gboolean
look_at (ApmTimelineChart *self,
         ApmSpanIndex     *index,
         int               lane,
         guint             row,
         double            time,
         ApmSpanPlace     *place,
         ApmSpanColumn    *column)
{
  double around = REACH * self->view.scale;

  if (apm_span_index_find_at (index, lane, row, (gint64) floor (time) + self->first, place))
    {
      ApmSpan span;

      apm_span_index_get (index, place, &span);
      *column = (ApmSpanColumn) { 1, 1, span.kind, place->number };
      if ((double) (span.end - span.start) > around)
        return TRUE;
    }
  apm_span_index_get_columns (index, lane, row, time - around + (double) self->first, 2 * around, 1, column);
  *place = (ApmSpanPlace) { lane, row, column->number };

  return column->n > 0;
}

/**
 * apm_timeline_chart_find_span:
 * @x: in the widget
 * @column: (out): what is seen there; of several spans @span is not told
 *
 * Returns: whether there is anything
 */
gboolean
apm_timeline_chart_find_span (ApmTimelineChart *self,
                              double            x,
                              double            y,
                              ApmSpanPlace     *place,
                              ApmSpan          *span,
                              ApmSpanColumn    *column)
{
  int lane = apm_timeline_chart_find_lane (self, y);
  double time = apm_timeline_view_get_time (&self->view, x - self->names_width);
  ApmSpanIndex *index;
  gboolean found;
  guint row;

  if (lane < 0 || y < APM_TIMELINE_RULER || x < self->names_width)
    return FALSE;
  y -= apm_timeline_chart_get_lane_y (self, lane);
  if (y >= g_array_index (self->tops, double, lane + 1) - g_array_index (self->tops, double, lane))
    return FALSE;

  row = apm_timeline_rows_find (&self->rows, g_array_index (self->lane_rows, guint8, lane), y);
  index = apm_timeline_source_lock (self->source);
  found = look_at (self, index, lane, row, time, place, column);
  if (found && column->n == 1)
    found = apm_span_index_get (index, place, span);
  apm_timeline_source_unlock (self->source);

  return found;
}

/**
 * apm_timeline_chart_get_span:
 * @lasts: (out) (nullable): it has not ended
 */
gboolean
apm_timeline_chart_get_span (ApmTimelineChart   *self,
                             const ApmSpanPlace *place,
                             ApmSpan            *span,
                             gboolean           *lasts)
{
  ApmSpanIndex *index;
  gboolean found;

  if (self->source == NULL || place->lane < 0)
    return FALSE;

  index = apm_timeline_source_lock (self->source);
  found = apm_span_index_get (index, place, span);
  if (lasts)
    *lasts = apm_span_index_get_is_open (index, place);
  apm_timeline_source_unlock (self->source);

  return found;
}
