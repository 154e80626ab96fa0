/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-why-picture-private.h"

#include <math.h>

/* Made to fit, it becomes no smaller than can be read, and no larger than ordinary text. */
#define LEAST_FIT 0.75

/* A picture is never asked to be narrower. */
#define LEAST_WIDTH 240

/* Times change each second: widths in such steps let the others stay where they are. */
#define WIDTH_STEP 24

static float
get_text_size (PangoLayout *text,
               float       *height)
{
  int w = 0, h = 0;

  if (text)
    pango_layout_get_pixel_size (text, &w, &h);
  if (height)
    *height = h;

  return w;
}

static void
lay_out (ApmWhyPicture *self,
         float          room)
{
  guint n = self->nodes->len, n_hops = self->chain ? self->chain->hops->len : 0;
  g_autofree ApmWhyBox *boxes = g_new0 (ApmWhyBox, n);
  g_autofree ApmWhyEdge *edges = g_new0 (ApmWhyEdge, n_hops);
  float line = 0;

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *node = self->nodes->pdata[i];
      float height;
      int width, tall;

      gtk_widget_measure (node, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
      gtk_widget_measure (node, GTK_ORIENTATION_VERTICAL, width, NULL, &tall, NULL, NULL);
      boxes[i].width = ceilf ((float) width / WIDTH_STEP) * WIDTH_STEP;
      boxes[i].height = tall;
      boxes[i].label = get_text_size (self->labels->pdata[i], &height);
      boxes[i].rank = g_array_index (self->ranks, guint, i);
      line = MAX (line, height);
    }
  for (guint i = 0; i < n_hops; i++)
    {
      const ApmWaitHop *hop = &g_array_index (self->chain->hops, ApmWaitHop, i);

      edges[i] = (ApmWhyEdge) { hop->from, hop->to };
    }

  apm_why_find_depths (boxes, n, edges, n_hops);
  g_clear_pointer (&self->layout, apm_why_layout_free);
  self->layout = apm_why_layout_new (boxes, n, edges, n_hops, line, room,
                                     gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
}

/* What fits in one row, if need be smaller, stands in one; else it goes on below. */
static float
find_room (ApmWhyPicture *self,
           int            width)
{
  lay_out (self, 0);

  return self->layout->width * LEAST_FIT <= width ? 0 : width;
}

static double
find_scale (ApmWhyPicture *self,
            int            width,
            int            height)
{
  return CLAMP (MIN (width / MAX (self->layout->width, 1), height / MAX (self->layout->height, 1)), LEAST_FIT, 1);
}

static void
fit (ApmWhyPicture *self,
     int            width,
     int            height)
{
  self->room = find_room (self, width);
  lay_out (self, self->room);
  self->scale = find_scale (self, width, height);
  if (self->room <= 0 || self->scale >= 1)
    return;

  self->room = width / LEAST_FIT;
  lay_out (self, self->room);
  self->scale = find_scale (self, width, height);
}

GtkSizeRequestMode
apm_why_picture_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* What is magnified keeps its shape, and is moved about. */
void
apm_why_picture_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  ApmWhyPicture *self = APM_WHY_PICTURE (widget);
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;

  if (self->zoom > 0)
    {
      lay_out (self, self->room);
      *minimum = *natural = ceil (self->zoom * (is_width ? self->layout->width : self->layout->height));
      return;
    }

  if (is_width || for_size < 0)
    {
      lay_out (self, 0);
      *natural = ceil (is_width ? self->layout->width : self->layout->height);
      *minimum = is_width ? MIN (LEAST_WIDTH, *natural) : ceil (self->layout->height * LEAST_FIT);
      return;
    }

  if (find_room (self, for_size) > 0)
    lay_out (self, for_size / LEAST_FIT);
  *natural = ceil (self->layout->height);
  *minimum = ceil (self->layout->height * LEAST_FIT);
}

/* Small pictures stand in the middle. */
void
apm_why_picture_get_offset (ApmWhyPicture *self,
                            int            width,
                            int            height,
                            float         *x,
                            float         *y)
{
  *x = MAX (0, floor ((width - self->scale * self->layout->width) / 2));
  *y = MAX (0, floor ((height - self->scale * self->layout->height) / 2));
}

void
apm_why_picture_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  ApmWhyPicture *self = APM_WHY_PICTURE (widget);
  float x, y;

  if (self->zoom > 0)
    {
      self->scale = self->zoom;
      lay_out (self, self->room);
    }
  else
    {
      fit (self, width, height);
    }
  apm_why_picture_get_offset (self, width, height, &x, &y);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const graphene_rect_t *box = &self->layout->boxes[i];
      GskTransform *transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, y));

      transform = gsk_transform_scale (transform, self->scale, self->scale);
      transform = gsk_transform_translate (transform, &box->origin);
      gtk_widget_allocate (self->nodes->pdata[i], box->size.width, box->size.height, -1, transform);
    }
}
