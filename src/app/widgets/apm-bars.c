/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-bars.h"

#include <math.h>
#include <string.h>

#include "apm-graph-geometry.h"
#include "apm-palette.h"

/* Of a bar, at its best, and of all of them at most. */
#define NATURAL_BAR 8
#define MOST_WIDTH 72

struct _ApmBars
{
  GtkWidget parent_instance;
  guint tones[2];
  ApmBar *bars;
  guint n;
};

G_DEFINE_FINAL_TYPE (ApmBars, apm_bars, GTK_TYPE_WIDGET)

/* The highest of those that share a bar. */
static ApmBar
get_highest (ApmBars           *self,
             const ApmGraphBar *place)
{
  ApmBar highest = { NAN, NAN };

  for (guint i = place->first; i < place->first + place->n; i++)
    {
      const ApmBar *bar = &self->bars[i];

      if (!isnan (bar->first) && !(bar->first + bar->second <= highest.first + highest.second))
        highest = *bar;
    }

  return highest;
}

static void
draw_bar (GtkSnapshot       *snapshot,
          const ApmGraphBar *place,
          const ApmBar      *bar,
          const GdkRGBA      colors[3],
          float              height)
{
  float first = roundf (height * CLAMP (bar->first, 0, 1));
  float both = roundf (height * CLAMP (bar->first + bar->second, 0, 1));

  if (isnan (bar->first))
    {
      gtk_snapshot_append_color (snapshot, &colors[2], &GRAPHENE_RECT_INIT (place->x, height - 1, place->width, 1));
      return;
    }

  gtk_snapshot_append_color (snapshot, &colors[2], &GRAPHENE_RECT_INIT (place->x, 0, place->width, height - both));
  if (both > first)
    gtk_snapshot_append_color (snapshot, &colors[1],
                               &GRAPHENE_RECT_INIT (place->x, height - both, place->width, both - first));
  if (first > 0)
    gtk_snapshot_append_color (snapshot, &colors[0],
                               &GRAPHENE_RECT_INIT (place->x, height - first, place->width, first));
}

static void
apm_bars_snapshot (GtkWidget   *widget,
                   GtkSnapshot *snapshot)
{
  ApmBars *self = APM_BARS (widget);
  float width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autofree ApmGraphBar *places = NULL;
  GdkRGBA colors[3];
  ApmTone tone;
  ApmInk ink;
  guint n;

  if (self->n == 0 || width < 2 || height < 2)
    return;

  apm_ink_read (&ink, widget);
  for (guint i = 0; i < 2; i++)
    {
      apm_palette_get_tone (self->tones[i], &ink, &tone);
      colors[i] = tone.fill;
    }
  colors[2] = ink.text;
  colors[2].alpha = ink.contrast ? 0.4 : 0.12;

  places = g_new (ApmGraphBar, self->n);
  n = apm_graph_layout_bars (self->n, width, places);
  for (guint i = 0; i < n; i++)
    {
      ApmBar bar = get_highest (self, &places[i]);

      draw_bar (snapshot, &places[i], &bar, colors, height);
    }
}

/**
 * apm_bars_set:
 * @bars: copied
 * @text: what they say now, for those who do not see them
 */
void
apm_bars_set (ApmBars      *self,
              const ApmBar *bars,
              guint         n,
              const char   *text)
{
  g_return_if_fail (APM_IS_BARS (self));

  if (self->n != n)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else if (n == 0 || memcmp (self->bars, bars, n * sizeof *bars) == 0)
    return;

  g_free (self->bars);
  self->bars = g_memdup2 (bars, n * sizeof *bars);
  self->n = n;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * apm_bars_new:
 * @title: what they are, unique on the page
 * @first_tone: of the lower part, a colour of apm-palette.h
 */
GtkWidget *
apm_bars_new (const char *title,
              guint       first_tone,
              guint       second_tone)
{
  ApmBars *self = g_object_new (APM_TYPE_BARS, NULL);

  self->tones[0] = first_tone;
  self->tones[1] = second_tone;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  return GTK_WIDGET (self);
}

static void
apm_bars_measure (GtkWidget      *widget,
                  GtkOrientation  orientation,
                  int             for_size,
                  int            *minimum,
                  int            *natural,
                  int            *minimum_baseline,
                  int            *natural_baseline)
{
  ApmBars *self = APM_BARS (widget);
  int width = CLAMP (self->n * NATURAL_BAR, NATURAL_BAR, MOST_WIDTH);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width : 16;
}

static void
apm_bars_finalize (GObject *object)
{
  g_free (APM_BARS (object)->bars);

  G_OBJECT_CLASS (apm_bars_parent_class)->finalize (object);
}

static void
apm_bars_class_init (ApmBarsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = apm_bars_finalize;
  widget_class->snapshot = apm_bars_snapshot;
  widget_class->measure = apm_bars_measure;

  gtk_widget_class_set_css_name (widget_class, "apm-bars");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
apm_bars_init (ApmBars *self)
{
}
