/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-box.h"

#include <math.h>

ApmPoint
apm_box_get_center (const ApmBox *self)
{
  return (ApmPoint) { self->x + self->width / 2, self->y + self->height / 2 };
}

/**
 * apm_box_get_exit:
 * @to: outside the box
 *
 * Returns: where the straight way from the box's middle to @to leaves it
 */
ApmPoint
apm_box_get_exit (const ApmBox *self,
                  ApmPoint      to)
{
  ApmPoint center = apm_box_get_center (self);
  double x = to.x - center.x, y = to.y - center.y;
  double part = MIN (self->width / 2 / MAX (fabs (x), 0.01), self->height / 2 / MAX (fabs (y), 0.01));

  return (ApmPoint) { center.x + x * MIN (part, 1), center.y + y * MIN (part, 1) };
}

/**
 * apm_box_overlaps:
 * @gap: least distance that counts as apart, in pixels
 */
gboolean
apm_box_overlaps (const ApmBox *self,
                  const ApmBox *other,
                  double        gap)
{
  return self->x < other->x + other->width + gap && other->x < self->x + self->width + gap &&
         self->y < other->y + other->height + gap && other->y < self->y + self->height + gap;
}

gboolean
apm_box_contains (const ApmBox *self,
                  const ApmBox *other)
{
  const double slack = 0.01;

  return other->x >= self->x - slack && other->y >= self->y - slack &&
         other->x + other->width <= self->x + self->width + slack &&
         other->y + other->height <= self->y + self->height + slack;
}

/**
 * apm_grid_get_box:
 *
 * Returns: the box at @index, reading order
 */
ApmBox
apm_grid_get_box (const ApmGrid *self,
                  guint          index)
{
  guint column = index % MAX (self->n_columns, 1);
  guint row = index / MAX (self->n_columns, 1);

  return (ApmBox) { self->area.x + column * self->pitch_x, self->area.y + row * self->pitch_y,
                    self->cell_width, self->cell_height };
}

/* The edge of a stadium round 0, 0 that is at least as wide as high. */
static ApmPoint
get_point_of_wide (double width,
                   double height,
                   double part)
{
  double radius = height / 2;
  double straight = width - height;
  double arc = G_PI * radius;
  double end = straight / 2;
  double way = (part - floor (part)) * 2 * (straight + arc);

  if (way < end)
    return (ApmPoint) { way, -radius };

  way -= end;
  if (way < arc)
    return (ApmPoint) { end + radius * sin (way / radius), -radius * cos (way / radius) };

  way -= arc;
  if (way < straight)
    return (ApmPoint) { end - way, radius };

  way -= straight;
  if (way < arc)
    return (ApmPoint) { -end - radius * sin (way / radius), radius * cos (way / radius) };

  return (ApmPoint) { way - arc - end, -radius };
}

/**
 * apm_stadium_get_point:
 * @stadium: the box round two half circles and what joins them, lying or upright
 * @part: how far along the edge, 0 to 1, clockwise from the middle of the top
 *
 * Returns: a point of the edge; equal steps of @part are equal lengths
 */
ApmPoint
apm_stadium_get_point (const ApmBox *stadium,
                       double        part)
{
  ApmPoint center = apm_box_get_center (stadium);
  ApmPoint at;

  if (stadium->width >= stadium->height)
    {
      at = get_point_of_wide (stadium->width, stadium->height, part);
      return (ApmPoint) { center.x + at.x, center.y + at.y };
    }

  /* A quarter turn of a lying one brings its top to the right. */
  at = get_point_of_wide (stadium->height, stadium->width, part - 0.25);

  return (ApmPoint) { center.x - at.y, center.y + at.x };
}

/**
 * apm_stadium_get_outward:
 * @at: a point of the edge
 *
 * Returns: the way from the nearest point of the middle line to @at
 */
ApmPoint
apm_stadium_get_outward (const ApmBox *stadium,
                         ApmPoint      at)
{
  ApmPoint center = apm_box_get_center (stadium);
  double half_x = MAX (stadium->width - stadium->height, 0) / 2;
  double half_y = MAX (stadium->height - stadium->width, 0) / 2;

  return (ApmPoint) { at.x - CLAMP (at.x, center.x - half_x, center.x + half_x),
                      at.y - CLAMP (at.y, center.y - half_y, center.y + half_y) };
}

/**
 * apm_stadium_get_nearest:
 *
 * Returns: the point of the edge that is nearest to @to; the top's middle where
 *   @to is on the middle line
 */
ApmPoint
apm_stadium_get_nearest (const ApmBox *stadium,
                         ApmPoint      to)
{
  ApmPoint out = apm_stadium_get_outward (stadium, to);
  double length = hypot (out.x, out.y), radius = MIN (stadium->width, stadium->height) / 2;

  if (length < 0.01)
    return apm_stadium_get_point (stadium, 0);

  return (ApmPoint) { to.x - out.x + out.x * radius / length, to.y - out.y + out.y * radius / length };
}
