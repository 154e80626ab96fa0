/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-text.h"

#include <string.h>

#define N_CHARACTERS 128

typedef enum {
  GLYPH_UNKNOWN,
  GLYPH_SHAPED,
  GLYPH_ODD,       /* in another font, or of several glyphs */
} GlyphState;

struct _ApmTableText
{
  GtkWidget *widget;          /* borrowed */
  PangoLayout *layout;        /* NULL until something is drawn */
  PangoAttrList *attributes[4];   /* by BOLD and STRUCK */
  guint serial;               /* of the context that all below was made with */
  int ascent;
  int height;
  PangoFont *font;
  PangoGlyphString *line;     /* room for one */
  PangoGlyphInfo glyphs[N_CHARACTERS];
  guint8 states[N_CHARACTERS];
};

/**
 * apm_table_text_new:
 * @widget: (transfer none): whose font it is; outlives this
 */
ApmTableText *
apm_table_text_new (GtkWidget *widget)
{
  ApmTableText *self = g_new0 (ApmTableText, 1);

  self->widget = widget;
  self->line = pango_glyph_string_new ();

  return self;
}

void
apm_table_text_free (ApmTableText *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->attributes); i++)
    g_clear_pointer (&self->attributes[i], pango_attr_list_unref);
  g_clear_object (&self->layout);
  g_clear_object (&self->font);
  pango_glyph_string_free (self->line);
  g_free (self);
}

/* Digits of one width, so that numbers stand in columns. */
static PangoAttrList *
new_attributes (guint variant)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (variant & APM_TABLE_TEXT_BOLD >> 1)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (variant & APM_TABLE_TEXT_STRUCK >> 1)
    pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));

  return attributes;
}

/* Whatever was made with another font is made anew. */
static void
prepare (ApmTableText *self)
{
  PangoContext *context = gtk_widget_get_pango_context (self->widget);
  PangoFontMetrics *metrics;

  if (self->layout == NULL)
    {
      self->layout = pango_layout_new (context);
      pango_layout_set_single_paragraph_mode (self->layout, TRUE);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
      for (guint i = 0; i < G_N_ELEMENTS (self->attributes); i++)
        self->attributes[i] = new_attributes (i);
    }
  else if (self->serial == pango_context_get_serial (context))
    {
      return;
    }

  self->serial = pango_context_get_serial (context);
  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->ascent = PANGO_PIXELS (pango_font_metrics_get_ascent (metrics));
  self->height = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics));
  pango_font_metrics_unref (metrics);
  g_clear_object (&self->font);
  memset (self->states, GLYPH_UNKNOWN, sizeof self->states);
}

/* Returns: the layout with @text in it, as wide as it wants to be */
static PangoLayout *
lay_out (ApmTableText      *self,
         const char        *text,
         int                length,
         ApmTableTextFlags  flags)
{
  pango_layout_set_attributes (self->layout, self->attributes[flags >> 1]);
  pango_layout_set_width (self->layout, -1);
  pango_layout_set_text (self->layout, text, length);

  return self->layout;
}

static gboolean
shape (ApmTableText *self,
       char          character)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (lay_out (self, &character, 1, 0), 0);
  PangoLayoutRun *run = line->runs ? line->runs->data : NULL;

  if (run == NULL || line->runs->next != NULL || run->glyphs->num_glyphs != 1)
    return FALSE;
  if (self->font == NULL)
    g_set_object (&self->font, run->item->analysis.font);
  self->glyphs[(guint) character] = run->glyphs->glyphs[0];

  return self->font == run->item->analysis.font;
}

/* Fills the line. Returns: whether plain glyphs are enough for @text */
static gboolean
compose (ApmTableText *self,
         const char   *text,
         int          *width)
{
  guint n = 0;

  *width = 0;
  for (const char *at = text; *at; at++, n++)
    {
      guint character = (guchar) *at;

      if (character < ' ' || character >= N_CHARACTERS - 1)
        return FALSE;
      if (self->states[character] == GLYPH_UNKNOWN)
        self->states[character] = shape (self, *at) ? GLYPH_SHAPED : GLYPH_ODD;
      if (self->states[character] == GLYPH_ODD)
        return FALSE;

      pango_glyph_string_set_size (self->line, (int) n + 1);
      self->line->glyphs[n] = self->glyphs[character];
      *width += self->glyphs[character].geometry.width;
    }
  *width = PANGO_PIXELS_CEIL (*width);

  return n > 0;
}

/* Of one line, in pixels. */
int
apm_table_text_get_height (ApmTableText *self)
{
  prepare (self);

  return self->height;
}

/* In pixels, if there is room for all of it. */
int
apm_table_text_get_width (ApmTableText      *self,
                          const char        *text,
                          ApmTableTextFlags  flags)
{
  int width;

  prepare (self);
  pango_layout_get_pixel_size (lay_out (self, text, -1, flags), &width, NULL);

  return width;
}

static void
snapshot_layout (ApmTableText        *self,
                 GtkSnapshot         *snapshot,
                 const char          *text,
                 ApmTableTextFlags    flags,
                 const GdkRGBA       *color,
                 const GtkAllocation *area,
                 gboolean             at_right,
                 int                  baseline)
{
  PangoLayout *layout = lay_out (self, text, -1, flags);
  PangoRectangle logical;

  pango_layout_set_width (layout, area->width * PANGO_SCALE);
  pango_layout_get_pixel_extents (layout, NULL, &logical);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (area->x - logical.x + (at_right ? area->width - logical.width : 0),
                                                baseline - PANGO_PIXELS (pango_layout_get_baseline (layout))));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/**
 * apm_table_text_snapshot:
 * @area: where; what is too wide is cut, with an ellipsis
 */
void
apm_table_text_snapshot (ApmTableText        *self,
                         GtkSnapshot         *snapshot,
                         const char          *text,
                         ApmTableTextFlags    flags,
                         const GdkRGBA       *color,
                         const GtkAllocation *area)
{
  gboolean rtl = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;
  gboolean at_right = ((flags & APM_TABLE_TEXT_END) != 0) != rtl;
  int baseline, width;

  if (text[0] == '\0' || area->width <= 0)
    return;

  prepare (self);
  baseline = area->y + (area->height - self->height) / 2 + self->ascent;
  if (flags == APM_TABLE_TEXT_END && compose (self, text, &width) && width <= area->width)
    {
      int x = area->x + (at_right ? area->width - width : 0);
      g_autoptr(GskRenderNode) node = gsk_text_node_new (self->font, self->line, color, &GRAPHENE_POINT_INIT (x, baseline));

      if (node)
        gtk_snapshot_append_node (snapshot, node);
      return;
    }

  snapshot_layout (self, snapshot, text, flags, color, area, at_right, baseline);
}
