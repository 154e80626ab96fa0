/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-painter.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-scene-text.h"

/* The first keys of texts belong to the actors. */
#define KEYS_PER_ACTOR 3

typedef struct {
  PangoLayout *layout;
  char *text;
  double size;
  gboolean bold;
} Text;

struct _ApmPainter
{
  GtkWidget *widget;        /* not owned: it owns us */
  GHashTable *texts;        /* key → Text */
  GHashTable *patterns;     /* index, width and height → GskRenderNode */
  ApmInk ink;
  ApmTone tones[APM_SCENE_MAX_ACTORS];
  double line;              /* 0: all is to be read anew */
};

static void
text_free (gpointer data)
{
  Text *text = data;

  g_object_unref (text->layout);
  g_free (text->text);
  g_free (text);
}

/**
 * apm_painter_new:
 * @widget: the owner, who frees the painter before it goes
 */
ApmPainter *
apm_painter_new (GtkWidget *widget)
{
  ApmPainter *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_new0 (ApmPainter, 1);
  self->widget = widget;
  self->texts = g_hash_table_new_full (NULL, NULL, NULL, text_free);
  self->patterns = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) gsk_render_node_unref);

  return self;
}

void
apm_painter_free (ApmPainter *self)
{
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->patterns);
  g_free (self);
}

/**
 * apm_painter_reset:
 *
 * Forgets colours, layouts and patterns: the style or the font has changed.
 */
void
apm_painter_reset (ApmPainter *self)
{
  g_hash_table_remove_all (self->texts);
  g_hash_table_remove_all (self->patterns);
  self->line = 0;
}

static void
read_style (ApmPainter *self)
{
  PangoContext *context = gtk_widget_get_pango_context (self->widget);
  PangoFontMetrics *metrics;

  if (self->line > 0)
    return;

  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->line = MAX ((double) pango_font_metrics_get_height (metrics) / PANGO_SCALE, 1);
  pango_font_metrics_unref (metrics);

  apm_ink_read (&self->ink, self->widget);
  for (guint i = 0; i < G_N_ELEMENTS (self->tones); i++)
    apm_palette_get_tone (i, &self->ink, &self->tones[i]);
}

const ApmInk *
apm_painter_get_ink (ApmPainter *self)
{
  read_style (self);

  return &self->ink;
}

const ApmTone *
apm_painter_get_tone (ApmPainter *self,
                      guint       index)
{
  read_style (self);

  return &self->tones[index % G_N_ELEMENTS (self->tones)];
}

/**
 * apm_painter_get_line:
 *
 * Returns: height of a line of the widget's text, pixels
 */
double
apm_painter_get_line (ApmPainter *self)
{
  read_style (self);

  return self->line;
}

static void
set_font (ApmPainter *self,
          Text       *text,
          double      size,
          gboolean    bold)
{
  PangoContext *context = gtk_widget_get_pango_context (self->widget);
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (pango_context_get_font_description (context));
  int units = pango_font_description_get_size (font) * size;

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, units);
  else
    pango_font_description_set_size (font, MAX (units, 1));

  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);

  pango_layout_set_font_description (text->layout, font);
  text->size = size;
  text->bold = bold;
}

static Text *
get_text (ApmPainter         *self,
          const char         *string,
          const ApmTextStyle *style)
{
  Text *text = g_hash_table_lookup (self->texts, GUINT_TO_POINTER (style->key));

  if (text == NULL)
    {
      text = g_new0 (Text, 1);
      text->layout = pango_layout_new (gtk_widget_get_pango_context (self->widget));
      pango_layout_set_ellipsize (text->layout, PANGO_ELLIPSIZE_END);
      g_hash_table_insert (self->texts, GUINT_TO_POINTER (style->key), text);
    }

  if (text->size != style->size || text->bold != style->bold)
    set_font (self, text, style->size, style->bold);

  if (g_strcmp0 (text->text, string) != 0)
    {
      g_free (text->text);
      text->text = g_strdup (string);
      pango_layout_set_width (text->layout, -1);
      pango_layout_set_text (text->layout, string, -1);
    }

  return text;
}

static void
wrap (Text   *text,
      double  width,
      double  x_align)
{
  pango_layout_set_ellipsize (text->layout, PANGO_ELLIPSIZE_NONE);
  pango_layout_set_wrap (text->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (text->layout, x_align > 0.25 ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
  pango_layout_set_width (text->layout, MAX (width, 1) * PANGO_SCALE);
}

/**
 * apm_painter_draw_text:
 *
 * Draws @text in the middle of @box's height. What is too wide gets smaller
 * down to three quarters, then ends in "…".
 *
 * Returns: the width drawn, pixels
 */
double
apm_painter_draw_text (ApmPainter         *self,
                       GtkSnapshot        *snapshot,
                       const char         *text,
                       const ApmBox       *box,
                       const ApmTextStyle *style)
{
  Text *laid = get_text (self, text, style);
  int width, height;
  double scale = 1;

  if (style->wrap)
    wrap (laid, box->width, style->x_align);

  pango_layout_get_pixel_size (laid->layout, &width, &height);
  if (width > box->width && !style->wrap)
    scale = MAX (box->width / width, 0.75);

  if (width * scale > box->width + 0.5 && box->width > 0 && !style->wrap)
    {
      pango_layout_set_width (laid->layout, box->width / scale * PANGO_SCALE);
      pango_layout_get_pixel_size (laid->layout, &width, &height);
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (box->x + (box->width - width * scale) * style->x_align,
                                                box->y + (box->height - height * scale) / 2));
  if (scale < 1)
    gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_append_layout (snapshot, laid->layout, style->colour);
  gtk_snapshot_restore (snapshot);

  return width * scale;
}

/**
 * apm_painter_draw_box:
 * @fill: (nullable)
 * @edge: (nullable): colour of the border, drawn inside
 */
void
apm_painter_draw_box (ApmPainter    *self,
                      GtkSnapshot   *snapshot,
                      const ApmBox  *box,
                      double         radius,
                      const GdkRGBA *fill,
                      const GdkRGBA *edge,
                      double         edge_width)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (box->x, box->y, box->width, box->height),
                                   radius);
  if (fill != NULL)
    {
      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, fill, &outline.bounds);
      gtk_snapshot_pop (snapshot);
    }

  if (edge != NULL)
    gtk_snapshot_append_border (snapshot, &outline,
                                (float[4]) { edge_width, edge_width, edge_width, edge_width },
                                (GdkRGBA[4]) { *edge, *edge, *edge, *edge });
}

static GskRenderNode *
get_pattern (ApmPainter *self,
             guint       index,
             int         width,
             int         height)
{
  guint key = (index % APM_SCENE_MAX_ACTORS) << 20 | (width & 0x3ff) << 10 | (height & 0x3ff);
  GskRenderNode *node = g_hash_table_lookup (self->patterns, GUINT_TO_POINTER (key));
  cairo_t *cr;

  if (node != NULL)
    return node;

  node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, width, height));
  cr = gsk_cairo_node_get_draw_context (node);
  apm_palette_draw (cr, apm_painter_get_tone (self, index), width, height);
  cairo_destroy (cr);
  g_hash_table_insert (self->patterns, GUINT_TO_POINTER (key), node);

  return node;
}

/**
 * apm_painter_draw_pattern:
 * @index: of the actor, in the palette
 *
 * Fills @box with the actor's colour and pattern, with a visible edge.
 */
void
apm_painter_draw_pattern (ApmPainter   *self,
                          GtkSnapshot  *snapshot,
                          const ApmBox *box,
                          double        radius,
                          guint         index)
{
  apm_painter_draw_tag (self, snapshot, box, box, radius, index);
}

/**
 * apm_painter_draw_tag:
 * @band: the part of @box that carries the pattern
 * @index: of the actor whose colours it wears; -1 = nobody's
 *
 * Draws what belongs to an actor, with room for text beside the band.
 */
void
apm_painter_draw_tag (ApmPainter   *self,
                      GtkSnapshot  *snapshot,
                      const ApmBox *box,
                      const ApmBox *band,
                      double        radius,
                      int           index)
{
  const ApmInk *ink = apm_painter_get_ink (self);
  int width = ceil (band->width), height = ceil (band->height);
  const ApmTone *tone;
  GskRoundedRect outline;

  if (index < 0 || width < 1 || height < 1)
    {
      apm_painter_draw_box (self, snapshot, box, radius, &ink->background, &ink->dim, 1);
      return;
    }

  tone = apm_painter_get_tone (self, index);
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (box->x, box->y, box->width, box->height),
                                   radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &tone->tint, &outline.bounds);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (band->x, band->y));
  gtk_snapshot_append_node (snapshot, get_pattern (self, index, width, height));
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
  apm_painter_draw_box (self, snapshot, box, radius, NULL, &tone->edge, 1);
}

/* The box repeats in shape what the words say: framed while it waits, filled
 * and framed in the critical section, bare when it is not there. */
static void
draw_actor_frame (ApmPainter    *self,
                  GtkSnapshot   *snapshot,
                  const ApmBox  *box,
                  ApmActorState  state)
{
  const ApmInk *ink = apm_painter_get_ink (self);
  GdkRGBA fill;

  switch (state)
    {
    case APM_ACTOR_CRITICAL:
      apm_palette_mix (&ink->background, &ink->accent, ink->contrast ? 0 : 0.2, &fill);
      apm_painter_draw_box (self, snapshot, box, 6, &fill, &ink->accent, ink->contrast ? 3 : 2);
      break;

    case APM_ACTOR_WORKING:
      apm_palette_mix (&ink->background, &ink->text, ink->contrast ? 0 : 0.07, &fill);
      apm_painter_draw_box (self, snapshot, box, 6, &fill, ink->contrast ? &ink->faint : NULL, 1);
      break;

    case APM_ACTOR_WAITING_EMPTY:
    case APM_ACTOR_WAITING_ITEM:
    case APM_ACTOR_WAITING_MUTEX:
    case APM_ACTOR_WAITING_OTHER:
      apm_painter_draw_box (self, snapshot, box, 6, NULL, &ink->dim, 1);
      break;

    case APM_ACTOR_ABSENT:
    case APM_ACTOR_ENDED:
    default:
      break;
    }
}

/**
 * apm_painter_draw_actor:
 * @line: height of a line of the picture's text
 * @index: of the actor, in the palette
 *
 * Draws colour and pattern, name, what it does in words, and how many items it
 * has had, on one line or on two as @box has room.
 */
void
apm_painter_draw_actor (ApmPainter     *self,
                        GtkSnapshot    *snapshot,
                        const ApmBox   *box,
                        double          line,
                        guint           index,
                        const ApmActor *actor)
{
  const ApmInk *ink = apm_painter_get_ink (self);
  gboolean idle = actor->state == APM_ACTOR_ABSENT || actor->state == APM_ACTOR_ENDED;
  gboolean tall = box->height >= 2.05 * line;
  double size = line / apm_painter_get_line (self) * 0.92;
  double pad = MIN (line * 0.3, 6);
  guint key = index * KEYS_PER_ACTOR;
  ApmTextStyle name = { key, size, .bold = TRUE, .colour = &ink->text };
  ApmTextStyle state = { key + 1, size * 0.95, .bold = actor->state == APM_ACTOR_CRITICAL,
                         .colour = idle ? &ink->dim : &ink->text };
  ApmTextStyle count = { key + 2, size * 0.9, .x_align = 1, .colour = &ink->dim };
  ApmBox swatch = { box->x + pad, box->y + pad, line * (tall ? 1.1 : 0.9), box->height - 2 * pad };
  ApmBox text = { swatch.x + swatch.width + pad, box->y, 0, tall ? box->height / 2 + 1 : box->height };
  const char *words = apm_actor_state_get_label (actor->state);
  char items[32];

  draw_actor_frame (self, snapshot, box, actor->state);
  apm_painter_draw_pattern (self, snapshot, &swatch, 4, index);

  text.width = MAX (box->x + box->width - pad - text.x, 1);
  if (!tall)
    {
      double used = apm_painter_draw_text (self, snapshot, actor->name, &text, &name) + pad;

      text.x += used;
      text.width = MAX (text.width - used, 1);
      if (text.width < 11 * line)
        words = apm_actor_state_get_short (actor->state);
      apm_painter_draw_text (self, snapshot, words, &text, &state);
      return;
    }

  apm_painter_draw_text (self, snapshot, actor->name, &text, &name);
  if (actor->n_items > 0)
    {
      g_snprintf (items, sizeof items, "%'llu", (unsigned long long) actor->n_items);
      apm_painter_draw_text (self, snapshot, items, &text, &count);
    }

  text.y += box->height / 2 - 1;
  if (text.width < 8.5 * line)
    words = apm_actor_state_get_short (actor->state);
  apm_painter_draw_text (self, snapshot, words, &text, &state);
}
