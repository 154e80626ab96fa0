/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-stamps.h"

#include <math.h>

#include "apm-scene.h"

/* While a window is dragged to size, each size makes its own. */
#define MOST 300

struct _ApmStamps
{
  GHashTable *nodes;      /* what and how large → GskRenderNode */
};

ApmStamps *
apm_stamps_new (void)
{
  ApmStamps *self = g_new0 (ApmStamps, 1);

  self->nodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) gsk_render_node_unref);

  return self;
}

void
apm_stamps_free (ApmStamps *self)
{
  g_hash_table_unref (self->nodes);
  g_free (self);
}

/**
 * apm_stamps_clear:
 *
 * Forgets all: the colours have changed.
 */
void
apm_stamps_clear (ApmStamps *self)
{
  g_hash_table_remove_all (self->nodes);
}

/* A round box whose edge of @inset * 2 pixels lies inside. */
static void
trace_box (cairo_t *cr,
           double   width,
           double   height,
           double   inset)
{
  double radius = MIN (6, MIN (width, height) / 4);
  double right = width - inset, bottom = height - inset;

  radius = MAX (radius - inset, 0.1);
  cairo_new_path (cr);
  cairo_arc (cr, right - radius, inset + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0, G_PI_2);
  cairo_arc (cr, inset + radius, bottom - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, inset + radius, inset + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
draw_edge (cairo_t       *cr,
           double         width,
           double         height,
           const GdkRGBA *colour,
           double         thickness)
{
  trace_box (cr, width, height, thickness / 2);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, thickness);
  cairo_stroke (cr);
}

static void
draw_ground (cairo_t       *cr,
             double         width,
             double         height,
             const GdkRGBA *colour)
{
  trace_box (cr, width, height, 0);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_fill (cr);
}

/* @band: height of the pattern at the bottom */
static void
draw_tag (cairo_t      *cr,
          const ApmInk *ink,
          int           index,
          double        width,
          double        height,
          double        band)
{
  ApmTone tone;

  if (index < 0)
    {
      draw_ground (cr, width, height, &ink->background);
      draw_edge (cr, width, height, &ink->dim, 1);
      return;
    }

  apm_palette_get_tone (index, ink, &tone);
  cairo_save (cr);
  trace_box (cr, width, height, 0);
  cairo_clip (cr);
  gdk_cairo_set_source_rgba (cr, &tone.tint);
  cairo_paint (cr);
  cairo_translate (cr, 0, height - band);
  apm_palette_draw (cr, &tone, width, band);
  cairo_restore (cr);
  draw_edge (cr, width, height, &tone.edge, 1);
}

/* The box repeats in shape what the words say: framed while it waits, filled
 * and framed in the critical section, bare when it is not there. */
static void
draw_actor (cairo_t       *cr,
            const ApmInk  *ink,
            ApmActorState  state,
            double         width,
            double         height)
{
  GdkRGBA ground;

  switch (state)
    {
    case APM_ACTOR_CRITICAL:
      apm_palette_mix (&ink->background, &ink->accent, ink->contrast ? 0 : 0.2, &ground);
      draw_ground (cr, width, height, &ground);
      draw_edge (cr, width, height, &ink->accent, ink->contrast ? 3 : 2);
      break;

    case APM_ACTOR_WORKING:
      apm_palette_mix (&ink->background, &ink->text, ink->contrast ? 0 : 0.07, &ground);
      draw_ground (cr, width, height, &ground);
      if (ink->contrast)
        draw_edge (cr, width, height, &ink->faint, 1);
      break;

    case APM_ACTOR_WAITING_EMPTY:
    case APM_ACTOR_WAITING_ITEM:
    case APM_ACTOR_WAITING_MUTEX:
    case APM_ACTOR_WAITING_OTHER:
      draw_edge (cr, width, height, &ink->dim, 1);
      break;

    case APM_ACTOR_ABSENT:
    case APM_ACTOR_ENDED:
    default:
      break;
    }
}

/* Three tines and a handle, in the holder's colour and with an edge of its own. */
static void
draw_fork (cairo_t      *cr,
           const ApmInk *ink,
           int           index,
           double        width,
           double        height)
{
  double thick = MAX (height / 12, 1.5), left = width * 0.32, pitch = width * 0.18;
  ApmTone tone = { .fill = ink->background, .edge = ink->dim };

  if (index >= 0)
    apm_palette_get_tone (index, ink, &tone);

  cairo_new_path (cr);
  for (guint i = 0; i < 3; i++)
    {
      cairo_move_to (cr, left + i * pitch, thick);
      cairo_line_to (cr, left + i * pitch, height * 0.42);
    }
  cairo_move_to (cr, left, height * 0.42);
  cairo_line_to (cr, left + 2 * pitch, height * 0.42);
  cairo_move_to (cr, left + pitch, height * 0.42);
  cairo_line_to (cr, left + pitch, height - thick);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, thick + 2);
  gdk_cairo_set_source_rgba (cr, &tone.edge);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, thick);
  gdk_cairo_set_source_rgba (cr, &tone.fill);
  cairo_stroke (cr);
}

static void
draw (cairo_t      *cr,
      const ApmInk *ink,
      ApmStampKind  kind,
      int           index,
      int           width,
      int           height)
{
  switch (kind)
    {
    case APM_STAMP_SWATCH:
      draw_tag (cr, ink, index, width, height, height);
      break;

    case APM_STAMP_TAG:
      draw_tag (cr, ink, index, width, height, MAX (round (height * APM_STAMP_BAND), 5));
      break;

    case APM_STAMP_SLOT:
      draw_ground (cr, width, height, &ink->background);
      draw_edge (cr, width, height, ink->contrast ? &ink->dim : &ink->faint, 2);
      break;

    case APM_STAMP_ACTOR:
      draw_actor (cr, ink, index, width, height);
      break;

    case APM_STAMP_FORK:
      draw_fork (cr, ink, index, width, height);
      break;

    default:
      g_assert_not_reached ();
    }
}

/* A node that lays down an image: both renderers are at their fastest with it. */
static GskRenderNode *
make_node (const ApmInk *ink,
           int           scale,
           ApmStampKind  kind,
           int           index,
           int           width,
           int           height)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_t *cr;

  cairo_surface_set_device_scale (image, scale, scale);
  cr = cairo_create (image);
  draw (cr, ink, kind, index, width, height);
  cairo_destroy (cr);

  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (image);

  return node;
}

/**
 * apm_stamps_draw:
 * @scale: device pixels for one of ours
 * @box: where; its place and size are rounded to whole pixels, so edges are sharp
 */
void
apm_stamps_draw (ApmStamps    *self,
                 GtkSnapshot  *snapshot,
                 const ApmInk *ink,
                 int           scale,
                 ApmStampKind  kind,
                 int           index,
                 const ApmBox *box)
{
  int width = round (box->width), height = round (box->height);
  gint64 key = (gint64) kind << 58 | (gint64) (index + 1) << 40 | (gint64) scale << 36 |
               (gint64) (width & 0x3ffff) << 18 | (height & 0x3ffff);
  GskRenderNode *node = g_hash_table_lookup (self->nodes, &key);

  if (width < 1 || height < 1)
    return;

  if (node == NULL)
    {
      if (g_hash_table_size (self->nodes) >= MOST)
        apm_stamps_clear (self);

      node = make_node (ink, scale, kind, index, width, height);
      g_hash_table_insert (self->nodes, g_memdup2 (&key, sizeof key), node);
    }

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (box->x), round (box->y)));
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
}
