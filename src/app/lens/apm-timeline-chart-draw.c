/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The lanes are one picture, made anew when something has changed; texts, arrows and
 * what follows the pointer lie on it. */

#include "apm-timeline-chart-private.h"

#include <math.h>

/* A frame has time for so many columns of all rows. */
#define MOST_COLUMNS 60000

/* What is narrower has neither text nor arrow. */
#define LEAST_MARK 8
#define MOST_MARKS 1500

/* More arrows than that say nothing. */
#define MOST_ARROWS 120

void
apm_timeline_chart_forget_look (ApmTimelineChart *self)
{
  if (self->has_ink)
    apm_timeline_ink_clear (&self->ink);
  self->has_ink = FALSE;
  g_hash_table_remove_all (self->layouts);
  apm_timeline_chart_change (self);
}

static void
ensure_ink (ApmTimelineChart *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (self->has_ink && self->ink.scale == scale)
    return;
  if (self->has_ink)
    apm_timeline_ink_clear (&self->ink);
  apm_ink_read (&self->colors, GTK_WIDGET (self));
  apm_timeline_ink_init (&self->ink, &self->colors, scale);
  self->has_ink = TRUE;
}

typedef struct {
  ApmTimelineChart *chart;
  ApmSpanIndex *index;
  cairo_surface_t *surface;
  guint n_columns;
  guint per_column;          /* pixels */
  double from;               /* the first column: at a multiple of its length */
  double shift;              /* of the first column, in pixels */
} Lanes;

static void
keep_marks (Lanes                *lanes,
            int                   lane,
            guint                 row,
            const ApmTimelineBox *boxes,
            guint                 n,
            double                y,
            double                height)
{
  ApmTimelineChart *self = lanes->chart;

  for (guint i = 0; i < n && self->marks->len < MOST_MARKS; i++)
    {
      ApmTimelineMark mark = {
        .place = { lane, row, boxes[i].number },
        .x = boxes[i].x * lanes->per_column + lanes->shift,
        .width = boxes[i].width * lanes->per_column,
        .y = y,
        .height = height,
      };

      if (boxes[i].n == 1 && mark.width >= LEAST_MARK && apm_span_index_get (lanes->index, &mark.place, &mark.span))
        g_array_append_val (self->marks, mark);
    }
}

static void
draw_row (Lanes *lanes,
          int    lane,
          guint  row,
          double y)
{
  ApmTimelineChart *self = lanes->chart;
  ApmSpanColumn *columns = (ApmSpanColumn *) (gpointer) self->columns->data;
  ApmTimelineBox *boxes = (ApmTimelineBox *) (gpointer) self->boxes->data;
  double per_column = lanes->per_column * self->view.scale, height;
  guint n;

  y += apm_timeline_rows_get_y (&self->rows, row, &height);
  apm_span_index_get_columns (lanes->index, lane, row, lanes->from + (double) self->first, per_column,
                              lanes->n_columns, columns);
  n = apm_timeline_make_boxes (columns, lanes->n_columns, boxes);
  apm_timeline_raster_boxes (lanes->surface, &self->ink, boxes, n, lanes->per_column, lanes->shift,
                             (guint) fmod (fabs (lanes->from / self->view.scale), 24), y, height);
  keep_marks (lanes, lane, row, boxes, n, y, height);
}

static void
draw_lane (Lanes *lanes,
           int    lane,
           double y)
{
  ApmTimelineChart *self = lanes->chart;
  gint64 began, ended;
  double from, to, height;
  double band = y + apm_timeline_rows_get_y (&self->rows, 0, &height);

  apm_span_index_get_lane (lanes->index, lane, &began, &ended);
  from = MAX (apm_timeline_view_get_x (&self->view, (double) (began - self->first)), 0);
  to = MIN (apm_timeline_view_get_x (&self->view, (double) (ended - self->first)), self->view.width);
  if (to > from)
    apm_timeline_raster_fill (lanes->surface, &self->ink,
                              apm_timeline_source_get_logical (self->source) ? &self->colors.faint : &self->ink.running,
                              from, band, MAX (to - from, 1), height);
  for (guint row = 0; row < g_array_index (self->lane_rows, guint8, lane); row++)
    draw_row (lanes, lane, row, y);
}

static guint
count_rows_in_view (ApmTimelineChart *self,
                    int               first,
                    int               last)
{
  guint n = 0;

  for (int i = MAX (first, 0); i <= last; i++)
    n += g_array_index (self->lane_rows, guint8, i);

  return n;
}

static void
make_lanes (ApmTimelineChart *self)
{
  int width = (int) self->view.width, height = gtk_widget_get_height (GTK_WIDGET (self)) - APM_TIMELINE_RULER;
  int first = apm_timeline_chart_find_lane (self, APM_TIMELINE_RULER);
  int last = apm_timeline_chart_find_lane (self, APM_TIMELINE_RULER + height);
  guint n_rows = count_rows_in_view (self, first, last);
  Lanes lanes = { .chart = self, .per_column = 1 + n_rows * (guint) MAX (width, 1) / MOST_COLUMNS };

  lanes.surface = apm_timeline_raster_new (&self->ink, width, height);
  lanes.from = floor (self->view.from / self->view.scale / lanes.per_column) * lanes.per_column * self->view.scale;
  lanes.shift = (lanes.from - self->view.from) / self->view.scale;
  lanes.n_columns = (guint) MAX (width, 1) / lanes.per_column + 2;
  g_array_set_size (self->columns, lanes.n_columns);
  g_array_set_size (self->boxes, lanes.n_columns);
  g_array_set_size (self->marks, 0);

  if (first >= 0)
    {
      lanes.index = apm_timeline_source_lock (self->source);
      for (int lane = first; lane <= last; lane++)
        draw_lane (&lanes, lane, apm_timeline_chart_get_lane_y (self, lane) - APM_TIMELINE_RULER);
      apm_timeline_source_unlock (self->source);
    }

  cairo_surface_mark_dirty (lanes.surface);
  self->lanes = lanes.surface;
}

/* From who ended the wait to who waited, at that time. */
static void
draw_arrow (ApmTimelineChart      *self,
            cairo_t               *cr,
            const ApmTimelineMark *mark)
{
  double x = mark->x + mark->width, y = mark->y + mark->height / 2 + APM_TIMELINE_RULER, height;
  double from = apm_timeline_chart_get_lane_y (self, mark->span.other) + apm_timeline_rows_get_y (&self->rows, 0, &height) +
                height / 2;
  double tip = y > from ? mark->y + APM_TIMELINE_RULER : mark->y + APM_TIMELINE_RULER + mark->height;
  double back = y > from ? -6 : 6;

  cairo_move_to (cr, x, from);
  cairo_line_to (cr, x, tip);
  cairo_stroke (cr);
  cairo_arc (cr, x, from, 2.5, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_move_to (cr, x, tip);
  cairo_rel_line_to (cr, -3.5, back);
  cairo_rel_line_to (cr, 7, 0);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static gboolean
has_arrow (ApmTimelineChart      *self,
           const ApmTimelineMark *mark)
{
  return mark->span.what == APM_SPAN_WAIT && mark->span.other >= 0 && mark->span.other != mark->place.lane &&
         (guint) mark->span.other < self->lane_rows->len && mark->x + mark->width <= self->view.width;
}

static void
draw_arrows (ApmTimelineChart *self,
             GtkSnapshot      *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, APM_TIMELINE_RULER, (float) self->view.width,
                                               gtk_widget_get_height (GTK_WIDGET (self)) - APM_TIMELINE_RULER);
  guint n = 0;
  cairo_t *cr;

  for (guint i = 0; i < self->marks->len; i++)
    n += has_arrow (self, &g_array_index (self->marks, ApmTimelineMark, i));
  if (n == 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_set_line_width (cr, 1.5);
  gdk_cairo_set_source_rgba (cr, &self->colors.text);
  for (guint i = 0; i < self->marks->len; i++)
    {
      const ApmTimelineMark *mark = &g_array_index (self->marks, ApmTimelineMark, i);
      gboolean is_cursor = mark->place.lane == self->cursor.lane && mark->place.number == self->cursor.number &&
                           mark->place.row == self->cursor.row;

      if (has_arrow (self, mark) && (n <= MOST_ARROWS || is_cursor))
        draw_arrow (self, cr, mark);
    }
  cairo_destroy (cr);
}

static void
draw_upright (ApmTimelineChart *self,
              GtkSnapshot      *snapshot,
              gint64            time,
              const GdkRGBA    *color,
              float             width)
{
  double x = apm_timeline_view_get_x (&self->view, (double) (time - self->first));

  if (x >= 0 && x <= self->view.width)
    gtk_snapshot_append_color (snapshot, color,
                               &GRAPHENE_RECT_INIT ((float) round (x) - width / 2, 0, width,
                                                    gtk_widget_get_height (GTK_WIDGET (self))));
}

static void
draw_selection (ApmTimelineChart *self,
                GtkSnapshot      *snapshot)
{
  double from = MAX (apm_timeline_view_get_x (&self->view, (double) (self->selected_from - self->first)), 0);
  double to = MIN (apm_timeline_view_get_x (&self->view, (double) (self->selected_to - self->first)), self->view.width);
  GdkRGBA color = self->colors.accent;

  if (!self->has_selection || to <= from)
    return;
  color.alpha = 0.2f;
  gtk_snapshot_append_color (snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float) from, 0, (float) (to - from), gtk_widget_get_height (GTK_WIDGET (self))));
  draw_upright (self, snapshot, self->selected_from, &self->colors.accent, 1);
  draw_upright (self, snapshot, self->selected_to, &self->colors.accent, 1);
}

/* A frame around the span that the cursor stands on. */
static void
draw_cursor (ApmTimelineChart *self,
             GtkSnapshot      *snapshot)
{
  GskRoundedRect frame;
  ApmSpan span;
  double x, right, y, height;

  if (self->cursor.lane < 0 || (guint) self->cursor.lane >= self->lane_rows->len ||
      !apm_timeline_chart_get_span (self, &self->cursor, &span, NULL))
    return;

  x = CLAMP (apm_timeline_view_get_x (&self->view, (double) (span.start - self->first)), -4, self->view.width + 4);
  right = CLAMP (apm_timeline_view_get_x (&self->view, (double) (span.end - self->first)), -4, self->view.width + 4);
  y = apm_timeline_chart_get_lane_y (self, self->cursor.lane) + apm_timeline_rows_get_y (&self->rows, self->cursor.row, &height);
  gsk_rounded_rect_init_from_rect (&frame, &GRAPHENE_RECT_INIT ((float) x - 3, (float) y - 2, (float) MAX (right - x, 1) + 6,
                                                                (float) height + 4), 3);
  gtk_snapshot_append_border (snapshot, &frame, (float[4]) { 2, 2, 2, 2 },
                              (GdkRGBA[4]) { self->colors.text, self->colors.text, self->colors.text, self->colors.text });
}

static void
draw_lanes (ApmTimelineChart *self,
            GtkSnapshot      *snapshot)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, APM_TIMELINE_RULER, (float) self->view.width,
                                               gtk_widget_get_height (GTK_WIDGET (self)) - APM_TIMELINE_RULER);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);

  cairo_set_source_surface (cr, self->lanes, 0, APM_TIMELINE_RULER);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
}

/* What lies on the lanes, left to right from their beginning. */
static void
draw_time (ApmTimelineChart *self,
           GtkSnapshot      *snapshot)
{
  float height = gtk_widget_get_height (GTK_WIDGET (self));

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) self->names_width, 0));
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) self->view.width, height));
  apm_timeline_chart_draw_ruler (self, snapshot);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, APM_TIMELINE_RULER, (float) self->view.width,
                                                         MAX (height - APM_TIMELINE_RULER, 0)));
  draw_lanes (self, snapshot);
  apm_timeline_chart_draw_labels (self, snapshot);
  draw_arrows (self, snapshot);
  draw_cursor (self, snapshot);
  gtk_snapshot_pop (snapshot);

  draw_selection (self, snapshot);
  for (guint i = 0; i < self->bookmarks->len; i++)
    draw_upright (self, snapshot, ((ApmTimelineBookmark *) self->bookmarks->pdata[i])->time, &self->colors.success, 1);
  if (self->position >= 0)
    draw_upright (self, snapshot, self->position, &self->colors.accent, 2);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

void
apm_timeline_chart_draw (ApmTimelineChart *self,
                         GtkSnapshot      *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->source == NULL || self->view.width < 1 || gtk_widget_get_height (widget) <= APM_TIMELINE_RULER)
    return;

  ensure_ink (self);
  if (self->lanes == NULL)
    make_lanes (self);
  draw_time (self, snapshot);
  apm_timeline_chart_draw_names (self, snapshot);
}
