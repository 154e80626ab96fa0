/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-painter.h"

#include <glib/gi18n.h>

#include "apm-scene-text.h"

/* Text that is too wide gets smaller down to this part. */
#define SHRINK 0.8

/* The first keys of texts belong to the actors. */
#define KEYS_PER_ACTOR 3

/* In lines of text: a narrower box has its name alone, a yet narrower no swatch. */
#define WORDS_MIN 2.2
#define SWATCH_MIN 3.2

/* A state's words are measured once, under keys that nobody draws. */
#define KEY_MEASURE 1000000

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
  ApmStamps *stamps;
  ApmInk ink;
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
  self->stamps = apm_stamps_new ();

  return self;
}

void
apm_painter_free (ApmPainter *self)
{
  g_hash_table_unref (self->texts);
  apm_stamps_free (self->stamps);
  g_free (self);
}

/**
 * apm_painter_reset:
 *
 * Forgets colours, layouts and stamps: the style or the font has changed.
 */
void
apm_painter_reset (ApmPainter *self)
{
  g_hash_table_remove_all (self->texts);
  apm_stamps_clear (self->stamps);
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
}

const ApmInk *
apm_painter_get_ink (ApmPainter *self)
{
  read_style (self);

  return &self->ink;
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
  g_autoptr(PangoFontDescription) font = pango_font_description_copy (pango_context_get_font_description (context));
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
 * Draws @text in the middle of @box's height. What is too wide gets smaller,
 * then loses its end, or its beginning, to "…".
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
  double scale = 1, x;

  if (style->wrap)
    wrap (laid, box->width, style->x_align);

  pango_layout_get_pixel_size (laid->layout, &width, &height);
  if (width > box->width && !style->wrap)
    scale = MAX (box->width / width, style->shrink > 0 ? style->shrink : SHRINK);

  if (width * scale > box->width + 0.5 && box->width > 0 && !style->wrap)
    {
      pango_layout_set_ellipsize (laid->layout, style->keep_end ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
      pango_layout_set_width (laid->layout, box->width / scale * PANGO_SCALE);
      pango_layout_get_pixel_size (laid->layout, &width, &height);
    }

  /* A wrapped layout is as wide as the box and aligns its lines itself. */
  x = style->wrap ? 0 : (box->width - width * scale) * style->x_align;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box->x + x, box->y + (box->height - height * scale) / 2));
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

/**
 * apm_painter_draw_stamp:
 * @index: what @kind asks for
 */
void
apm_painter_draw_stamp (ApmPainter   *self,
                        GtkSnapshot  *snapshot,
                        ApmStampKind  kind,
                        int           index,
                        const ApmBox *box)
{
  apm_stamps_draw (self->stamps, snapshot, apm_painter_get_ink (self),
                   gtk_widget_get_scale_factor (self->widget), kind, index, box);
}

/**
 * apm_painter_has_room:
 * @style: its key is for texts that are measured and never drawn
 *
 * Whether @text can be drawn in @width without losing a letter.
 */
gboolean
apm_painter_has_room (ApmPainter         *self,
                      const char         *text,
                      double              width,
                      const ApmTextStyle *style)
{
  int used;

  pango_layout_get_pixel_size (get_text (self, text, style)->layout, &used, NULL);

  return used * (style->shrink > 0 ? style->shrink : SHRINK) <= width;
}

/* What the state is called in the room there is. */
static const char *
get_state_words (ApmPainter    *self,
                 ApmActorState  state,
                 double         size,
                 double         width)
{
  const char *words = apm_actor_state_get_label (state);
  ApmTextStyle style = { KEY_MEASURE + state, size, .bold = state == APM_ACTOR_CRITICAL };

  return apm_painter_has_room (self, words, width, &style) ? words : apm_actor_state_get_short (state);
}

/**
 * apm_painter_draw_actor:
 * @line: height of a line of the picture's text
 * @index: of the actor, in the palette
 * @does: (nullable): what it does in words; %NULL: its state says it
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
                        const ApmActor *actor,
                        const char     *does)
{
  const ApmInk *ink = apm_painter_get_ink (self);
  gboolean idle = actor->state == APM_ACTOR_ABSENT || actor->state == APM_ACTOR_ENDED;
  gboolean tall = box->height >= 2.05 * line;
  double size = line / apm_painter_get_line (self) * 0.92;
  double pad = MIN (line * 0.3, 6);
  guint key = index * KEYS_PER_ACTOR;
  ApmTextStyle name = { key, size, .bold = TRUE, .shrink = 0.5, .colour = &ink->text };
  ApmTextStyle state = { key + 1, size * 0.95, .bold = actor->state == APM_ACTOR_CRITICAL,
                         .colour = idle ? &ink->dim : &ink->text };
  ApmTextStyle count = { key + 2, size * 0.9, .x_align = 1, .colour = &ink->dim };
  gboolean bare = box->width < SWATCH_MIN * line;
  ApmBox swatch = { box->x + pad, box->y + pad, bare ? 0 : line * (tall ? 1.1 : 0.9), box->height - 2 * pad };
  ApmBox text = { swatch.x + swatch.width + pad, box->y, 0, tall ? box->height / 2 + 1 : box->height };
  const char *words;
  char items[32];

  apm_painter_draw_stamp (self, snapshot, APM_STAMP_ACTOR, actor->state, box);
  if (!bare)
    apm_painter_draw_stamp (self, snapshot, APM_STAMP_SWATCH, index, &swatch);
  else
    text.x = box->x + pad / 2;

  text.width = MAX (box->x + box->width - (bare ? pad / 2 : pad) - text.x, 1);
  if (!tall)
    {
      double used = apm_painter_draw_text (self, snapshot, actor->name, &text, &name) + pad;

      text.x += used;
      text.width = MAX (text.width - used, 1);
      if (text.width < WORDS_MIN * line)
        return;

      words = does ? does : get_state_words (self, actor->state, state.size, text.width);
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
  words = does ? does : get_state_words (self, actor->state, state.size, text.width);
  apm_painter_draw_text (self, snapshot, words, &text, &state);
}
