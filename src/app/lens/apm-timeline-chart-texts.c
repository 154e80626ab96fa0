/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a chart has in letters: the names of lanes and objects, and the ruler. */

#include "apm-timeline-chart-private.h"
#include "apm-timeline-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEAST_LABEL 30
/* Of its colour and pattern so much is left to see. */
#define LABEL_INSET 5
#define MOST_LABELS 250

/* Between two numbers of the ruler. */
#define LEAST_TICK 90
#define TICK 5

static PangoLayout *
make_layout (ApmTimelineChart *self,
             const char       *text,
             double            size)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (size));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  return layout;
}

static void
append_layout (GtkSnapshot   *snapshot,
               PangoLayout   *layout,
               const GdkRGBA *color,
               double         x,
               double         y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x), (float) round (y)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static PangoLayout *
get_object_layout (ApmTimelineChart *self,
                   int               object)
{
  PangoLayout *layout = g_hash_table_lookup (self->layouts, GINT_TO_POINTER (object + 1));

  if (layout == NULL)
    {
      layout = make_layout (self, apm_timeline_source_get_object_name (self->source, object), 0.8);
      g_hash_table_insert (self->layouts, GINT_TO_POINTER (object + 1), layout);
    }

  return layout;
}

/* On a plate, since there is a pattern below; where the whole has no room its beginning. */
static void
draw_label (ApmTimelineChart      *self,
            GtkSnapshot           *snapshot,
            const ApmTimelineMark *mark)
{
  PangoLayout *layout = get_object_layout (self, mark->span.object);
  double left = MAX (mark->x, 0) + LABEL_INSET, right = MIN (mark->x + mark->width, self->view.width) - 2;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (right - left < MIN (LEAST_LABEL, width + 4) || height > mark->height + 3)
    return;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) left, (float) mark->y + APM_TIMELINE_RULER,
                                                         (float) MIN (right - left, width + 4), (float) mark->height));
  gtk_snapshot_append_color (snapshot, &self->colors.background,
                             &GRAPHENE_RECT_INIT ((float) left, (float) mark->y + APM_TIMELINE_RULER + 1, (float) width + 4,
                                                  (float) mark->height - 2));
  append_layout (snapshot, layout, &self->colors.text, left + 2,
                 mark->y + APM_TIMELINE_RULER + (mark->height - height) / 2);
  gtk_snapshot_pop (snapshot);
}

/**
 * apm_timeline_chart_draw_labels:
 *
 * The objects' names, on those that are wide enough.
 */
void
apm_timeline_chart_draw_labels (ApmTimelineChart *self,
                                GtkSnapshot      *snapshot)
{
  for (guint i = 0, n = 0; i < self->marks->len && n < MOST_LABELS; i++)
    {
      const ApmTimelineMark *mark = &g_array_index (self->marks, ApmTimelineMark, i);

      if (mark->span.object < 0 || mark->width < LABEL_INSET + 12)
        continue;
      draw_label (self, snapshot, mark);
      n++;
    }
}

/**
 * apm_timeline_chart_draw_names:
 *
 * The names of the lanes in view, left of them.
 */
void
apm_timeline_chart_draw_names (ApmTimelineChart *self,
                               GtkSnapshot      *snapshot)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int first = apm_timeline_chart_find_lane (self, APM_TIMELINE_RULER), last = apm_timeline_chart_find_lane (self, height);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, APM_TIMELINE_RULER, (float) self->names_width,
                                                         (float) MAX (height - APM_TIMELINE_RULER, 0)));
  for (int lane = MAX (first, 0); lane <= last; lane++)
    {
      g_autoptr(PangoLayout) layout = make_layout (self, apm_timeline_source_get_lane_name (self->source, lane), 0.9);
      double band, y = apm_timeline_chart_get_lane_y (self, lane) + apm_timeline_rows_get_y (&self->rows, 0, &band);
      int text_height;

      pango_layout_set_width (layout, (int) MAX (self->names_width - 12, 1) * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_MIDDLE);
      pango_layout_get_pixel_size (layout, NULL, &text_height);
      append_layout (snapshot, layout, &self->colors.text, 6, y + (band - text_height) / 2);
    }
  gtk_snapshot_pop (snapshot);
}

static void
draw_flag (ApmTimelineChart          *self,
           GtkSnapshot               *snapshot,
           const ApmTimelineBookmark *bookmark)
{
  double x = apm_timeline_view_get_x (&self->view, (double) (bookmark->time - self->first));
  g_autoptr(PangoLayout) layout = NULL;
  int width, height;

  if (x < -200 || x > self->view.width)
    return;
  layout = make_layout (self, bookmark->name, 0.75);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_append_color (snapshot, &self->colors.success,
                             &GRAPHENE_RECT_INIT ((float) round (x), 0, (float) width + 6, (float) height));
  append_layout (snapshot, layout, &self->colors.background, x + 3, 0);
}

/**
 * apm_timeline_chart_draw_ruler:
 *
 * The time above the lanes: a mark and its number where there is room, and the flags
 * of bookmarks.
 */
void
apm_timeline_chart_draw_ruler (ApmTimelineChart *self,
                               GtkSnapshot      *snapshot)
{
  gboolean logical = apm_timeline_source_get_logical (self->source);
  double tick = apm_timeline_view_get_tick (&self->view, LEAST_TICK, logical);
  double end = MIN (apm_timeline_view_get_time (&self->view, self->view.width), self->view.length);
  float bottom = gtk_widget_get_height (GTK_WIDGET (self));

  gtk_snapshot_append_color (snapshot, &self->colors.faint,
                             &GRAPHENE_RECT_INIT (0, APM_TIMELINE_RULER - 1, (float) self->view.width, 1));
  for (double at = ceil (self->view.from / tick) * tick; at <= end; at += tick)
    {
      g_autofree char *text = apm_timeline_dup_time (at, tick, logical);
      g_autoptr(PangoLayout) layout = make_layout (self, text, 0.8);
      double x = round (apm_timeline_view_get_x (&self->view, at));
      int width, height;

      pango_layout_get_pixel_size (layout, &width, &height);
      gtk_snapshot_append_color (snapshot, &self->colors.faint,
                                 &GRAPHENE_RECT_INIT ((float) x, APM_TIMELINE_RULER - TICK, 1, bottom));
      if (x + 3 + width <= self->view.width)
        append_layout (snapshot, layout, &self->colors.dim, x + 3, APM_TIMELINE_RULER - 3 - height);
    }
  for (guint i = 0; i < self->bookmarks->len; i++)
    draw_flag (self, snapshot, self->bookmarks->pdata[i]);
}

static int
compare_starts (gconstpointer a,
                gconstpointer b)
{
  const ApmTimelineMark *one = a, *other = b;

  return one->span.start < other->span.start ? -1 : one->span.start > other->span.start;
}

/**
 * apm_timeline_chart_dup_heading:
 *
 * Returns: (transfer full): what part of the time is in view, and how many waits are in it
 */
char *
apm_timeline_chart_dup_heading (ApmTimelineChart *self)
{
  gboolean logical = apm_timeline_source_get_logical (self->source);
  double from = self->view.from, to = MIN (from + self->view.width * self->view.scale, self->view.length);
  g_autofree char *left = apm_timeline_dup_time (from, MAX (self->view.scale, 1), logical);
  g_autofree char *right = apm_timeline_dup_time (to, MAX (self->view.scale, 1), logical);
  ApmSpanIndex *index = apm_timeline_source_lock (self->source);
  ApmSpanTotals totals;

  apm_span_index_sum (index, self->first + (gint64) from, self->first + (gint64) to, &totals);
  apm_timeline_source_unlock (self->source);

  return g_strdup_printf (ngettext ("%s to %s: %'lu wait", "%s to %s: %'lu waits", (gulong) totals.n_waits), left, right,
                          (gulong) totals.n_waits);
}

/**
 * apm_timeline_chart_dup_text:
 *
 * Returns: (transfer full): what part of the time is in view, then a line for each span
 *   that is drawn by itself, in the order in which they began
 */
char *
apm_timeline_chart_dup_text (ApmTimelineChart *self)
{
  g_autofree char *heading = self->source ? apm_timeline_chart_dup_heading (self) : g_strdup ("");
  GString *text = g_string_new (heading);
  g_autoptr(GArray) marks = g_array_copy (self->marks);

  g_string_append_c (text, '\n');
  g_array_sort (marks, compare_starts);
  for (guint i = 0; i < marks->len; i++)
    {
      const ApmTimelineMark *mark = &g_array_index (marks, ApmTimelineMark, i);
      g_autofree char *line = NULL;
      gboolean lasts = FALSE;
      ApmSpan span;

      apm_timeline_chart_get_span (self, &mark->place, &span, &lasts);
      line = apm_timeline_dup_span_text (self->source, &mark->span, lasts, self->first);
      g_string_append_printf (text, "%s\n", line);
    }

  return g_string_free (text, FALSE);
}
