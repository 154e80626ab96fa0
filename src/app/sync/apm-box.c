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

/**
 * apm_stadium_get_point:
 * @stadium: the box round two half circles and what joins them; at least as
 *   wide as high
 * @part: how far along the edge, 0 to 1, clockwise from the middle of the top
 *
 * Returns: a point of the edge; equal steps of @part are equal lengths
 */
ApmPoint
apm_stadium_get_point (const ApmBox *stadium,
                       double        part)
{
  double radius = stadium->height / 2;
  double straight = MAX (stadium->width - stadium->height, 0);
  double arc = G_PI * radius;
  double left = stadium->x + radius, right = left + straight;
  double middle = stadium->y + radius;
  double way = fmod (part + 1, 1) * 2 * (straight + arc);

  if (way < straight / 2)
    return (ApmPoint) { left + straight / 2 + way, stadium->y };

  way -= straight / 2;
  if (way < arc)
    return (ApmPoint) { right + radius * sin (way / radius), middle - radius * cos (way / radius) };

  way -= arc;
  if (way < straight)
    return (ApmPoint) { right - way, stadium->y + stadium->height };

  way -= straight;
  if (way < arc)
    return (ApmPoint) { left - radius * sin (way / radius), middle + radius * cos (way / radius) };

  return (ApmPoint) { left + way - arc, stadium->y };
}
