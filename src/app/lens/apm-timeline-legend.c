/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the colours and patterns of a timeline stand for. */

#include "apm-timeline-private.h"

#include <glib/gi18n.h>

#include "apm-timeline-raster.h"
#include "apm-timeline-words.h"

#define RUNNING APM_SPAN_N_KINDS

#define SWATCH_WIDTH  36
#define SWATCH_HEIGHT 16

static void
draw_swatch (GtkDrawingArea *area,
             cairo_t        *cr,
             int             width,
             int             height,
             gpointer        kind)
{
  guint number = GPOINTER_TO_UINT (kind);
  ApmTone tone;
  ApmInk ink;

  apm_ink_read (&ink, GTK_WIDGET (area));
  apm_timeline_get_tone (number == RUNNING ? APM_SPAN_KIND_STEP : number, &ink, &tone);
  if (number == RUNNING)
    tone.fill = tone.tint;
  apm_palette_draw (cr, &tone, width, height);
}

static void
add_row (GtkGrid    *grid,
         int         row,
         guint       kind,
         const char *text)
{
  GtkWidget *swatch = gtk_drawing_area_new (), *label = gtk_label_new (text);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, GUINT_TO_POINTER (kind), NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_grid_attach (grid, swatch, 0, row, 1, 1);
  gtk_grid_attach (grid, label, 1, row, 1, 1);
}

/**
 * apm_timeline_legend_new:
 *
 * Returns: (transfer floating): a table of swatches and words
 */
GtkWidget *
apm_timeline_legend_new (void)
{
  GtkWidget *grid = gtk_grid_new (), *note;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  add_row (GTK_GRID (grid), 0, RUNNING, _("runs, or could"));
  for (guint kind = 0; kind < APM_LENS_N_KINDS; kind++)
    {
      g_autofree char *text = g_strdup_printf (_("waits for: %s"), apm_timeline_get_kind_word (kind));

      add_row (GTK_GRID (grid), (int) kind + 1, kind, text);
    }
  note = gtk_label_new (_("Below the lane: what the thread holds. Where many share a column, they are "
                          "as high as their part of the time. Arrows go from who ended a wait to who waited."));
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (note), 32);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_widget_add_css_class (note, "apm-note");
  gtk_grid_attach (GTK_GRID (grid), note, 0, APM_LENS_N_KINDS + 1, 2, 1);

  return grid;
}
