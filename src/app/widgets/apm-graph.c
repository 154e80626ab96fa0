/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-graph.h"

#include "apm-palette.h"

/* A screen reader is told at most so often. */
#define SAY_US (100 * 1000)

/* All patterns of the palette repeat within so many pixels. */
#define TILE 24

struct _ApmGraph
{
  GtkWidget parent_instance;
  ApmGraphKind kind;
  ApmGraphSamples samples;
  ApmGraphPoint *points;       /* room to lay out one series */

  cairo_pattern_t *tiles[APM_GRAPH_MOST_SERIES];   /* drawn when first needed */

  char *text;                  /* what it says now */
  char *said;                  /* what screen readers were told */
  gint64 said_us;
  guint say_source;
};

G_DEFINE_FINAL_TYPE (ApmGraph, apm_graph, GTK_TYPE_WIDGET)

static void
forget_tiles (ApmGraph *self)
{
  for (guint i = 0; i < APM_GRAPH_MOST_SERIES; i++)
    g_clear_pointer (&self->tiles[i], cairo_pattern_destroy);
}

static cairo_pattern_t *
make_tile (const ApmTone *tone,
           int            scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, TILE * scale, TILE * scale);
  cairo_pattern_t *pattern;
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  apm_palette_draw (cr, tone, TILE, TILE);
  cairo_destroy (cr);

  pattern = cairo_pattern_create_for_surface (surface);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_surface_destroy (surface);

  return pattern;
}

static cairo_pattern_t *
get_tile (ApmGraph      *self,
          guint          series,
          const ApmTone *tone)
{
  if (self->tiles[series] == NULL)
    {
      ApmTone own = *tone;

      /* By place, so that neighbours differ whatever their colours. */
      own.pattern = series;
      self->tiles[series] = make_tile (&own, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
    }

  return self->tiles[series];
}

/* The outline of one run of points: along the top, back along the bottom. */
static void
trace_area (cairo_t             *cr,
            const ApmGraphPoint *points,
            guint                n)
{
  cairo_move_to (cr, points[0].x, points[0].low);
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, points[i].x, points[i].high);
  for (guint i = n; i > 0; i--)
    cairo_line_to (cr, points[i - 1].x, points[i - 1].low);
  cairo_close_path (cr);
}

static void
trace_line (cairo_t             *cr,
            const ApmGraphPoint *points,
            guint                n)
{
  for (guint i = 0; i < n; i++)
    if (points[i].begins)
      cairo_move_to (cr, points[i].x, points[i].high);
    else
      cairo_line_to (cr, points[i].x, points[i].high);
}

static void
draw_series (ApmGraph     *self,
             cairo_t      *cr,
             const ApmInk *ink,
             guint         series,
             double        top,
             float         width,
             float         height)
{
  static const double dashes[] = { 4, 2, 1, 2 };
  guint n = apm_graph_layout (&self->samples, series, self->kind.stacked, top, width, height, self->points);
  ApmTone tone;

  if (n == 0)
    return;

  apm_palette_get_tone (self->kind.tones[series], ink, &tone);
  for (guint from = 0, to; from < n; from = to)
    {
      for (to = from + 1; to < n && !self->points[to].begins; to++)
        ;
      trace_area (cr, self->points + from, to - from);
    }
  cairo_set_source (cr, get_tile (self, series, &tone));
  if (self->kind.stacked || self->kind.n_series == 1)
    {
      cairo_fill (cr);
    }
  else
    {
      cairo_save (cr);
      cairo_clip (cr);
      cairo_paint_with_alpha (cr, 0.5);
      cairo_restore (cr);
    }

  trace_line (cr, self->points, n);
  gdk_cairo_set_source_rgba (cr, &tone.edge);
  cairo_set_dash (cr, series == 1 ? dashes : dashes + 2, series > 0 ? 2 : 0, 0);
  cairo_stroke (cr);
}

static void
apm_graph_snapshot (GtkWidget   *widget,
                    GtkSnapshot *snapshot)
{
  ApmGraph *self = APM_GRAPH (widget);
  float width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GskRoundedRect outline;
  GdkRGBA trough;
  ApmInk ink;

  if (width < 2 || height < 2)
    return;

  apm_ink_read (&ink, widget);
  trough = ink.text;
  trough.alpha = 0.07;

  /* No round corners: each would be a mask through which all is drawn. */
  gtk_snapshot_append_color (snapshot, &trough, &bounds);
  if (self->samples.n > 0)
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
      double top = apm_graph_get_top_value (self);

      cairo_set_line_width (cr, ink.contrast ? 1.5 : 1);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
      for (guint i = 0; i < self->kind.n_series; i++)
        draw_series (self, cr, &ink, i, top, width, height);
      cairo_destroy (cr);
    }

  if (ink.contrast)
    {
      gsk_rounded_rect_init_from_rect (&outline, &bounds, 0);
      gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                                  (GdkRGBA[4]) { ink.faint, ink.faint, ink.faint, ink.faint });
    }
}

/**
 * apm_graph_set_kind:
 * @kind: copied
 *
 * What the graph shows from now on, without any sample yet.
 */
void
apm_graph_set_kind (ApmGraph           *self,
                    const ApmGraphKind *kind)
{
  g_return_if_fail (APM_IS_GRAPH (self));
  g_return_if_fail (kind->capacity >= 2);
  g_return_if_fail (kind->n_series >= 1 && kind->n_series <= APM_GRAPH_MOST_SERIES);

  self->kind = *kind;
  apm_graph_samples_clear (&self->samples);
  apm_graph_samples_init (&self->samples, kind->capacity, kind->n_series);
  g_free (self->points);
  self->points = g_new (ApmGraphPoint, 2 * kind->capacity);
  forget_tiles (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * apm_graph_set_title:
 * @title: what the graph is, unique on its page: "CPU history"
 */
void
apm_graph_set_title (ApmGraph   *self,
                     const char *title)
{
  g_return_if_fail (APM_IS_GRAPH (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
say (ApmGraph *self)
{
  if (g_strcmp0 (self->text, self->said) == 0)
    return;

  g_free (self->said);
  self->said = g_strdup (self->text);
  self->said_us = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->said, -1);
}

static void
on_say (gpointer user_data)
{
  ApmGraph *self = user_data;

  self->say_source = 0;
  say (self);
}

/**
 * apm_graph_set_text:
 * @text: what the graph says now: "12 %, of it 3 % in the kernel"
 */
void
apm_graph_set_text (ApmGraph   *self,
                    const char *text)
{
  gint64 wait_us;

  g_return_if_fail (APM_IS_GRAPH (self));
  g_return_if_fail (text != NULL);

  if (g_strcmp0 (text, self->text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  if (self->say_source != 0)
    return;

  wait_us = self->said_us + SAY_US - g_get_monotonic_time ();
  if (self->said == NULL || wait_us <= 0)
    say (self);
  else
    self->say_source = g_timeout_add_once (wait_us / 1000 + 1, on_say, self);
}

/**
 * apm_graph_append:
 * @values: one of each series; NAN where there is none
 */
void
apm_graph_append (ApmGraph     *self,
                  const double *values)
{
  g_return_if_fail (APM_IS_GRAPH (self));
  g_return_if_fail (self->samples.values != NULL);

  apm_graph_samples_append (&self->samples, values);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * apm_graph_set_samples:
 * @values: @n times one of each series, oldest first
 *
 * Replaces all samples.
 */
void
apm_graph_set_samples (ApmGraph     *self,
                       const double *values,
                       guint         n)
{
  g_return_if_fail (APM_IS_GRAPH (self));
  g_return_if_fail (self->samples.values != NULL);

  apm_graph_samples_set (&self->samples, values, n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * apm_graph_get_top_value:
 *
 * Returns: what the upper edge stands for with the samples there are now
 */
double
apm_graph_get_top_value (ApmGraph *self)
{
  g_return_val_if_fail (APM_IS_GRAPH (self), 1);

  if (self->kind.scale == APM_GRAPH_SHARE)
    return 1;

  return apm_graph_get_top (apm_graph_samples_get_peak (&self->samples, self->kind.stacked), self->kind.scale);
}

GtkWidget *
apm_graph_new (void)
{
  return g_object_new (APM_TYPE_GRAPH, NULL);
}

static void
apm_graph_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 24 : 16;
}

/* Light or dark, the contrast or the scale may have changed. */
static void
apm_graph_css_changed (GtkWidget         *widget,
                       GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (apm_graph_parent_class)->css_changed (widget, change);

  forget_tiles (APM_GRAPH (widget));
  gtk_widget_queue_draw (widget);
}

static void
apm_graph_dispose (GObject *object)
{
  ApmGraph *self = APM_GRAPH (object);

  g_clear_handle_id (&self->say_source, g_source_remove);
  forget_tiles (self);

  G_OBJECT_CLASS (apm_graph_parent_class)->dispose (object);
}

static void
apm_graph_finalize (GObject *object)
{
  ApmGraph *self = APM_GRAPH (object);

  apm_graph_samples_clear (&self->samples);
  g_free (self->points);
  g_free (self->text);
  g_free (self->said);

  G_OBJECT_CLASS (apm_graph_parent_class)->finalize (object);
}

static void
apm_graph_class_init (ApmGraphClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = apm_graph_dispose;
  object_class->finalize = apm_graph_finalize;
  widget_class->snapshot = apm_graph_snapshot;
  widget_class->measure = apm_graph_measure;
  widget_class->css_changed = apm_graph_css_changed;

  gtk_widget_class_set_css_name (widget_class, "apm-graph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
apm_graph_init (ApmGraph *self)
{
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (forget_tiles), NULL);
}
