/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-raster.h"

/* All patterns of the palette repeat within so many pixels. */
#define TILE 24

/* From this width on a span stands apart from the one before. */
#define LEAST_GAP 4

static const struct {
  guint tone;
  ApmPattern pattern;
} looks[APM_SPAN_N_KINDS] = {
  [APM_LENS_MUTEX] = { 5, APM_PATTERN_RISING },
  [APM_LENS_COND] = { 4, APM_PATTERN_DOTS },
  [APM_LENS_RWLOCK] = { 1, APM_PATTERN_FALLING },
  [APM_LENS_BARRIER] = { 3, APM_PATTERN_UPRIGHT },
  [APM_LENS_SPIN] = { 6, APM_PATTERN_CROSSED },
  [APM_LENS_SEMAPHORE] = { 0, APM_PATTERN_LEVEL },
  [APM_LENS_THREAD] = { 7, APM_PATTERN_CHECKED },
  [APM_LENS_CHILD] = { 7, APM_PATTERN_DOTS },
  [APM_SPAN_KIND_STEP] = { 2, APM_PATTERN_PLAIN },
};

/**
 * apm_timeline_get_tone:
 * @kind: ApmLensKind, or APM_SPAN_KIND_STEP
 * @tone: (out caller-allocates)
 */
void
apm_timeline_get_tone (guint         kind,
                       const ApmInk *ink,
                       ApmTone      *tone)
{
  g_return_if_fail (kind < G_N_ELEMENTS (looks));

  apm_palette_get_tone (looks[kind].tone, ink, tone);
  tone->pattern = looks[kind].pattern;
}

static cairo_surface_t *
make_tile (guint         kind,
           const ApmInk *ink,
           int           scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, TILE * scale, TILE * scale);
  cairo_t *cr;
  ApmTone tone;

  apm_timeline_get_tone (kind, ink, &tone);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  apm_palette_draw (cr, &tone, TILE, TILE);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

/**
 * apm_timeline_ink_init:
 * @scale: device pixels a pixel
 */
void
apm_timeline_ink_init (ApmTimelineInk *self,
                       const ApmInk   *ink,
                       int             scale)
{
  ApmTone tone;

  apm_timeline_get_tone (APM_SPAN_KIND_STEP, ink, &tone);
  self->running = tone.tint;
  self->background = ink->background;
  self->scale = scale;
  for (guint i = 0; i < APM_SPAN_N_KINDS; i++)
    self->tiles[i] = make_tile (i, ink, scale);
}

void
apm_timeline_ink_clear (ApmTimelineInk *self)
{
  for (guint i = 0; i < APM_SPAN_N_KINDS; i++)
    g_clear_pointer (&self->tiles[i], cairo_surface_destroy);
}

/**
 * apm_timeline_raster_new:
 *
 * Returns: (transfer full): with nothing on it
 */
cairo_surface_t *
apm_timeline_raster_new (const ApmTimelineInk *ink,
                         int                   width,
                         int                   height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (width, 1) * ink->scale,
                                                         MAX (height, 1) * ink->scale);

  cairo_surface_set_device_scale (surface, ink->scale, ink->scale);
  cairo_surface_flush (surface);

  return surface;
}

static guint32
get_pixel (const GdkRGBA *color)
{
  return (guint32) (color->alpha * 255 + 0.5f) << 24 | (guint32) (color->red * color->alpha * 255 + 0.5f) << 16 |
         (guint32) (color->green * color->alpha * 255 + 0.5f) << 8 | (guint32) (color->blue * color->alpha * 255 + 0.5f);
}

/* A surface's pixels, asked for once. */
typedef struct {
  guint32 *data;
  int stride;                /* pixels */
  int width, height;
} Pixels;

static Pixels
get_pixels (cairo_surface_t *surface)
{
  return (Pixels) {
    .data = (guint32 *) (gpointer) cairo_image_surface_get_data (surface),
    .stride = cairo_image_surface_get_stride (surface) / 4,
    .width = cairo_image_surface_get_width (surface),
    .height = cairo_image_surface_get_height (surface),
  };
}

typedef struct {
  int x, y, right, bottom;   /* device pixels */
} Area;

static int
get_edge (double at,
          int    most)
{
  return at <= 0 ? 0 : at >= most ? most : (int) (at + 0.5);
}

static Area
get_area (const Pixels *pixels,
          int           scale,
          double        x,
          double        y,
          double        width,
          double        height)
{
  return (Area) {
    .x = get_edge (x * scale, pixels->width),
    .y = get_edge (y * scale, pixels->height),
    .right = get_edge ((x + width) * scale, pixels->width),
    .bottom = get_edge ((y + height) * scale, pixels->height),
  };
}

static void
fill_area (const Pixels *pixels,
           const Area   *area,
           guint32       pixel)
{
  for (int y = area->y; y < area->bottom; y++)
    for (int x = area->x; x < area->right; x++)
      pixels->data[y * pixels->stride + x] = pixel;
}

/**
 * apm_timeline_raster_fill:
 *
 * What lies outside is left out.
 */
void
apm_timeline_raster_fill (cairo_surface_t      *surface,
                          const ApmTimelineInk *ink,
                          const GdkRGBA        *color,
                          double                x,
                          double                y,
                          double                width,
                          double                height)
{
  Pixels pixels = get_pixels (surface);
  Area area = get_area (&pixels, ink->scale, x, y, width, height);

  fill_area (&pixels, &area, get_pixel (color));
}

/* The pattern stays where it is in time: it moves with what it is on. */
static void
fill_tile (const Pixels *pixels,
           const Pixels *tile,
           const Area   *area,
           guint         origin)
{
  int first = (int) (((guint) area->x + origin) % (guint) tile->width);

  for (int y = area->y; y < area->bottom; y++)
    {
      const guint32 *from = tile->data + (y % tile->height) * tile->stride;
      guint32 *to = pixels->data + y * pixels->stride;
      int at = first;

      for (int x = area->x; x < area->right; x++)
        {
          to[x] = from[at];
          at = at + 1 == tile->width ? 0 : at + 1;
        }
    }
}

/**
 * apm_timeline_raster_boxes:
 * @per_column: pixels
 * @shift: where the first one stands, in pixels
 * @origin: where the patterns begin, in pixels
 * @y: of the row
 *
 * One span takes the height of its row, several together as much of it as they take
 * of the time.
 */
void
apm_timeline_raster_boxes (cairo_surface_t      *surface,
                           const ApmTimelineInk *ink,
                           const ApmTimelineBox *boxes,
                           guint                 n,
                           guint                 per_column,
                           double                shift,
                           guint                 origin,
                           double                y,
                           double                height)
{
  Pixels pixels = get_pixels (surface), tiles[APM_SPAN_N_KINDS];
  guint32 gap = get_pixel (&ink->background);

  for (guint i = 0; i < APM_SPAN_N_KINDS; i++)
    tiles[i] = get_pixels (ink->tiles[i]);
  for (guint i = 0; i < n; i++)
    {
      const ApmTimelineBox *box = &boxes[i];
      double x = box->x * per_column + shift, width = box->width * per_column;
      double part = CLAMP (box->busy * height, MIN (3, height), height);
      Area area = get_area (&pixels, ink->scale, x, y + height - part, width, part);

      fill_tile (&pixels, &tiles[box->kind], &area, origin * (guint) ink->scale);
      if (box->n != 1 || width < LEAST_GAP)
        continue;
      area.right = MIN (area.x + ink->scale, area.right);
      fill_area (&pixels, &area, gap);
    }
}
