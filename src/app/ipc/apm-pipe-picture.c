/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipe-picture.h"

#include <glib/gi18n.h>

#include "apm-pipe-geometry.h"
#include "apm-text.h"

struct _ApmPipePicture
{
  GtkWidget parent_instance;
  ApmPipeFacts facts;
  PangoLayout *sender;
  PangoLayout *receiver;
  PangoLayout *caption;
};

G_DEFINE_FINAL_TYPE (ApmPipePicture, apm_pipe_picture, GTK_TYPE_WIDGET)

static char *
dup_amount (const ApmPipeFacts *facts,
            guint64             n)
{
  if (!facts->in_messages)
    return apm_text_format_bytes (n);

  return g_strdup_printf (ngettext ("%lu message", "%lu messages", (gulong) n), (gulong) n);
}

/* Its unit stands behind the capacity, where that is known. */
static char *
dup_waiting (const ApmPipeFacts *facts)
{
  if (!facts->in_messages || facts->capacity_bytes == 0)
    return dup_amount (facts, facts->waiting_bytes);

  return g_strdup_printf ("%lu", (gulong) facts->waiting_bytes);
}

/**
 * apm_pipe_facts_dup_caption:
 *
 * Returns: (transfer full): how full the pipe is: "38 KiB of 64 KiB"
 */
char *
apm_pipe_facts_dup_caption (const ApmPipeFacts *facts)
{
  g_autofree char *waiting = dup_waiting (facts);
  g_autofree char *capacity = dup_amount (facts, facts->capacity_bytes);

  if (!facts->open)
    return g_strdup (_("closed"));
  if (facts->capacity_bytes == 0)
    return g_strdup_printf (_("%s waiting"), waiting);

  /* Translators: how much of a pipe is full, as in "38 KiB of 64 KiB" */
  return g_strdup_printf (_("%s of %s"), waiting, capacity);
}

/**
 * apm_pipe_facts_dup_text:
 *
 * Returns: (transfer full): all that the picture says, in words
 */
char *
apm_pipe_facts_dup_text (const ApmPipeFacts *facts)
{
  g_autofree char *waiting = dup_waiting (facts);
  g_autofree char *capacity = dup_amount (facts, facts->capacity_bytes);

  if (!facts->open)
    return g_strdup_printf (_("%s to %s: closed"), facts->sender, facts->receiver);
  if (facts->capacity_bytes == 0)
    return g_strdup_printf (_("%s to %s: %s waiting"), facts->sender, facts->receiver, waiting);
  if (facts->sender_waits)
    return g_strdup_printf (facts->is_other ? _("%s to %s: %s of %s waiting; sender waits: no room")
                                            : _("%s to %s: %s of %s waiting; sender waits: pipe full"),
                            facts->sender, facts->receiver, waiting, capacity);

  return g_strdup_printf (_("%s to %s: %s of %s waiting"),
                          facts->sender, facts->receiver, waiting, capacity);
}

/**
 * apm_pipe_picture_set_facts:
 * @facts: copied
 */
void
apm_pipe_picture_set_facts (ApmPipePicture     *self,
                            const ApmPipeFacts *facts)
{
  g_autofree char *caption = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (APM_IS_PIPE_PICTURE (self));
  g_return_if_fail (facts != NULL && facts->sender != NULL && facts->receiver != NULL);

  caption = apm_pipe_facts_dup_caption (facts);
  text = apm_pipe_facts_dup_text (facts);

  pango_layout_set_text (self->sender, facts->sender, -1);
  pango_layout_set_text (self->receiver, facts->receiver, -1);
  pango_layout_set_text (self->caption, caption, -1);

  self->facts = *facts;
  self->facts.sender = self->facts.receiver = NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static float
text_width (PangoLayout *layout)
{
  int width;

  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

static float
text_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);

  return height;
}

static double
fraction (const ApmPipeFacts *facts)
{
  if (facts->capacity_bytes == 0)
    return 0;

  /* A pipe counts in pages: its writer waits before the last byte is taken. */
  return facts->sender_waits ? 1 : (double) facts->waiting_bytes / facts->capacity_bytes;
}

static void
draw_text (GtkSnapshot           *snapshot,
           PangoLayout           *layout,
           const graphene_rect_t *in,
           const GdkRGBA         *color)
{
  float x, y;

  /* Pango ellipsizes to a whole number of units: one pixel more than measured. */
  pango_layout_set_width (layout, MAX (in->size.width, 1) * PANGO_SCALE);
  x = in->origin.x;
  y = in->origin.y + (in->size.height - text_height (layout)) / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_box (GtkSnapshot           *snapshot,
          PangoLayout           *layout,
          const graphene_rect_t *box,
          const GdkRGBA         *color)
{
  GdkRGBA line = *color, fill = *color;
  GskRoundedRect outline;

  line.alpha *= 0.35;
  fill.alpha *= 0.06;
  gsk_rounded_rect_init_from_rect (&outline, box, 8);

  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { line, line, line, line });
  draw_text (snapshot, layout, box, color);
}

/* What is full, in stripes when the sender waits: told without the colour too. */
static void
draw_level (GtkSnapshot           *snapshot,
            const ApmPipeGeometry *g,
            const GdkRGBA         *color,
            gboolean               striped)
{
  GdkRGBA stripe = { 1, 1, 1, 0.35 };
  cairo_t *cr;

  gtk_snapshot_append_color (snapshot, color, &g->filled);
  if (!striped)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &g->filled);
  gdk_cairo_set_source_rgba (cr, &stripe);
  cairo_set_line_width (cr, 4);
  for (float x = 0; x < g->filled.size.width + g->filled.size.height; x += 12)
    {
      cairo_move_to (cr, g->filled.origin.x + x, g->filled.origin.y);
      cairo_line_to (cr, g->filled.origin.x + x - g->filled.size.height,
                     g->filled.origin.y + g->filled.size.height);
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
draw_pipe (GtkSnapshot           *snapshot,
           const ApmPipeGeometry *g,
           const ApmPipeFacts    *facts,
           const GdkRGBA         *color,
           const GdkRGBA         *level)
{
  GdkRGBA line = *color, trough = *color;
  GskRoundedRect outline;

  line.alpha *= 0.5;
  trough.alpha *= 0.1;
  gsk_rounded_rect_init_from_rect (&outline, &g->pipe, 5);

  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &trough, &g->pipe);
  if (facts->open)
    draw_level (snapshot, g, level, facts->sender_waits);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { line, line, line, line });
}

/* A closed pipe has dashed lines and no arrow. */
static void
draw_lines (GtkSnapshot           *snapshot,
            const ApmPipeGeometry *g,
            const ApmPipeFacts    *facts,
            const GdkRGBA         *color,
            float                  width)
{
  graphene_rect_t band = GRAPHENE_RECT_INIT (0, g->y - 7, width, 14);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &band);
  float back = g->out_to >= g->out_from ? -6 : 6;

  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, 2);
  if (!facts->open)
    cairo_set_dash (cr, (double[2]) { 4, 5 }, 2, 0);

  cairo_move_to (cr, g->in_from, g->y);
  cairo_line_to (cr, g->in_to, g->y);
  cairo_move_to (cr, g->out_from, g->y);
  cairo_line_to (cr, g->out_to, g->y);
  cairo_stroke (cr);

  if (facts->open)
    {
      cairo_move_to (cr, g->out_to + back, g->y - 5);
      cairo_line_to (cr, g->out_to, g->y);
      cairo_line_to (cr, g->out_to + back, g->y + 5);
      cairo_stroke (cr);
    }

  cairo_destroy (cr);
}

static void
look_up_color (GtkWidget  *widget,
               const char *name,
               GdkRGBA    *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

static void
apm_pipe_picture_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  ApmPipePicture *self = APM_PIPE_PICTURE (widget);
  ApmPipeMeasures measures = {
    .width = gtk_widget_get_width (widget),
    .height = gtk_widget_get_height (widget),
    .sender = text_width (self->sender),
    .receiver = text_width (self->receiver),
    .line_height = text_height (self->caption),
    .fraction = fraction (&self->facts),
    .mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
  };
  GdkRGBA color, level;
  ApmPipeGeometry g;

  apm_pipe_geometry (&measures, &g);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  look_up_color (widget, self->facts.sender_waits ? "warning_color" : "accent_color", &level);

  draw_lines (snapshot, &g, &self->facts, &color, measures.width);
  draw_pipe (snapshot, &g, &self->facts, &color, &level);
  draw_box (snapshot, self->sender, &g.sender, &color);
  draw_box (snapshot, self->receiver, &g.receiver, &color);
  draw_text (snapshot, self->caption, &g.caption, &color);
}

static void
apm_pipe_picture_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  ApmPipePicture *self = APM_PIPE_PICTURE (widget);
  int line = text_height (self->caption);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 240;
      *natural = 480;
    }
  else
    *minimum = *natural = 2 * line + 18;
}

static PangoLayout *
create_layout (GtkWidget *widget)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, " ");

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  return layout;
}

/* The font may have changed. */
static void
apm_pipe_picture_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  ApmPipePicture *self = APM_PIPE_PICTURE (widget);

  GTK_WIDGET_CLASS (apm_pipe_picture_parent_class)->css_changed (widget, change);

  pango_layout_context_changed (self->sender);
  pango_layout_context_changed (self->receiver);
  pango_layout_context_changed (self->caption);
  gtk_widget_queue_resize (widget);
}

static void
apm_pipe_picture_finalize (GObject *object)
{
  ApmPipePicture *self = APM_PIPE_PICTURE (object);

  g_clear_object (&self->sender);
  g_clear_object (&self->receiver);
  g_clear_object (&self->caption);

  G_OBJECT_CLASS (apm_pipe_picture_parent_class)->finalize (object);
}

static void
apm_pipe_picture_class_init (ApmPipePictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = apm_pipe_picture_finalize;
  widget_class->snapshot = apm_pipe_picture_snapshot;
  widget_class->measure = apm_pipe_picture_measure;
  widget_class->css_changed = apm_pipe_picture_css_changed;

  gtk_widget_class_set_css_name (widget_class, "apm-pipe");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
apm_pipe_picture_init (ApmPipePicture *self)
{
  self->sender = create_layout (GTK_WIDGET (self));
  self->receiver = create_layout (GTK_WIDGET (self));
  self->caption = create_layout (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Channel"), -1);
}
