/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-geometry.h"

#include <math.h>

#define GAP 4.0
#define MARGIN 12.0

/* In lines of text. */
#define SLOT_MAX 3.4
#define SLOT_GOOD 2.6
#define SLOT_MIN 1.8
#define ACTOR_MAX 2.6
#define ACTOR_MIN 1.4

/* Text against what was asked for. */
#define LARGEST 1.5
#define SMALLEST 0.5
#define SMALLEST_RING 0.75

/* Length of the ring against its breadth. */
#define STRETCH 1.9

/* Width of a mark left or right of a slot, in heights of a mark. */
#define SIDE_MARK 1.7

/* Actors side by side with the buffer: one column if they fit, else more. */
static void
place_column (ApmGrid      *grid,
              const ApmBox *area,
              guint         n,
              double        line)
{
  guint n_rows = MAX (n, 1);

  grid->n = n;
  grid->n_columns = 1;
  while (n_rows > 1 && area->height / n_rows - GAP < ACTOR_MIN * line)
    {
      grid->n_columns++;
      n_rows = (n + grid->n_columns - 1) / grid->n_columns;
    }

  grid->pitch_x = (area->width + GAP) / grid->n_columns;
  grid->pitch_y = MIN ((area->height + GAP) / n_rows, ACTOR_MAX * line + 2 * GAP);
  grid->cell_width = grid->pitch_x - GAP;
  grid->cell_height = MIN (grid->pitch_y - GAP, ACTOR_MAX * line);
  grid->area = *area;
  grid->area.y += MAX ((area->height - n_rows * grid->pitch_y + GAP) / 2, 0);
}

/* Actors above or below the buffer; the height is what they need. */
static void
place_band (ApmGrid *grid,
            double   x,
            double   width,
            double   most,
            guint    n,
            double   line)
{
  guint fitting = CLAMP ((guint) ((width + GAP) / (8.5 * line)), 1, 8);
  guint n_rows;

  grid->n = n;
  grid->n_columns = CLAMP (n, 1, fitting);
  n_rows = MAX ((n + grid->n_columns - 1) / grid->n_columns, 1);

  grid->pitch_x = (width + GAP) / grid->n_columns;
  grid->cell_width = grid->pitch_x - GAP;
  grid->cell_height = CLAMP (most / n_rows - GAP, ACTOR_MIN * line, ACTOR_MAX * line);
  grid->pitch_y = grid->cell_height + GAP;
  grid->area = (ApmBox) { x, 0, width, n_rows * grid->pitch_y - GAP };
}

static void
place_side_by_side (ApmSceneGeometry   *self,
                    const ApmSceneSize *size)
{
  double line = size->line;
  double title = 1.5 * line;
  double side = CLAMP (size->width * 0.24, 8.0 * line, 14.0 * line);
  double height = MAX (size->height - 2 * MARGIN, 0);
  ApmBox left = { MARGIN, MARGIN + title, side, MAX (height - title, 0) };
  ApmBox right = { size->width - MARGIN - side, MARGIN + title, side, MAX (height - title, 0) };

  self->producers_title = (ApmBox) { left.x, MARGIN, side, title };
  self->consumers_title = (ApmBox) { right.x, MARGIN, side, title };
  place_column (&self->producers, &left, size->n_producers, line);
  place_column (&self->consumers, &right, size->n_consumers, line);
  self->buffer = (ApmBox) { left.x + side + 1.5 * MARGIN, MARGIN,
                            MAX (size->width - 2 * side - 5 * MARGIN, 1), height };
}

static void
place_stacked (ApmSceneGeometry   *self,
               const ApmSceneSize *size)
{
  double line = size->line;
  double title = 1.4 * line;
  double width = MAX (size->width - 2 * MARGIN, 1);
  double most = size->height * 0.26 - title;
  double top, bottom;

  place_band (&self->producers, MARGIN, width, most, size->n_producers, line);
  place_band (&self->consumers, MARGIN, width, most, size->n_consumers, line);

  self->producers_title = (ApmBox) { MARGIN, MARGIN / 2, width, title };
  self->producers.area.y = MARGIN / 2 + title;
  self->consumers.area.y = size->height - MARGIN - self->consumers.area.height;
  self->consumers_title = (ApmBox) { MARGIN, self->consumers.area.y - title, width, title };

  top = self->producers.area.y + self->producers.area.height + MARGIN;
  bottom = self->consumers_title.y - MARGIN / 2;
  self->buffer = (ApmBox) { MARGIN, top, width, MAX (bottom - top, 1) };
}

static gboolean
neighbours_overlap (const ApmSceneGeometry *self)
{
  for (guint i = 0; i < self->n_slots && self->n_slots > 1; i++)
    {
      ApmBox slot = apm_scene_geometry_get_slot (self, i);
      ApmBox next = apm_scene_geometry_get_slot (self, (i + 1) % self->n_slots);

      if (apm_box_overlaps (&slot, &next, GAP))
        return TRUE;
    }

  return FALSE;
}

/* The widest box of @height in the middle of the ring that touches no slot. */
static gboolean
place_status_in_ring (ApmSceneGeometry *self,
                      double            height,
                      double            least_width)
{
  ApmPoint center = apm_box_get_center (&self->track);
  double width = self->track.width - self->slot_width - 2 * GAP;

  for (; width >= least_width; width -= 8)
    {
      guint i;

      self->status = (ApmBox) { center.x - width / 2, center.y - height / 2, width, height };
      for (i = 0; i < self->n_slots; i++)
        {
          ApmBox slot = apm_scene_geometry_get_slot (self, i);

          if (apm_box_overlaps (&slot, &self->status, GAP))
            break;
        }

      if (i == self->n_slots)
        return TRUE;
    }

  return FALSE;
}

/* The largest slots, of @least lines or more, that stand round a stadium without
 * touching each other and leave room for the status in the middle. The status is
 * of four lines where the ring is upright, else of three. */
static gboolean
place_ring (ApmSceneGeometry *self,
            double            line,
            double            least)
{
  self->ring = TRUE;
  self->mark = line;
  for (double slot = floor (SLOT_MAX * line); slot >= least * line; slot -= 2)
    {
      double height = self->buffer.height - slot - 2 * self->mark;
      double width = self->buffer.width - slot - 2 * SIDE_MARK * self->mark;

      if (MIN (width, height) <= slot || self->n_slots * slot > 2 * (width + height))
        continue;

      width = MIN (width, STRETCH * height);
      height = MIN (height, STRETCH * width);
      self->upright = height > 1.2 * width;
      self->slot_width = self->slot_height = slot;
      self->track = (ApmBox) { self->buffer.x + (self->buffer.width - width) / 2,
                               self->buffer.y + (self->buffer.height - height) / 2, width, height };
      if (!neighbours_overlap (self) &&
          place_status_in_ring (self, (self->upright ? 5.7 : 4.4) * line, (self->upright ? 4.6 : 6.5) * line))
        return TRUE;
    }

  return FALSE;
}

/* The number of columns that makes the slots largest; a number is wider than
 * high, so width counts four fifths. */
static void
place_rows (ApmSceneGeometry *self,
            double            line)
{
  double status = 1.7 * line;
  double height = MAX (self->buffer.height - status - GAP, 1);
  double best = -1;

  self->ring = FALSE;
  for (guint n_columns = 1; n_columns <= MAX (self->n_slots, 1); n_columns++)
    {
      guint n_rows = MAX ((self->n_slots + n_columns - 1) / n_columns, 1);
      double slot_width = MIN (self->buffer.width / n_columns - GAP, SLOT_MAX * line);
      double row = height / n_rows - GAP;
      double mark = MIN (line * 0.9, MAX (row * 0.3, line * 0.65));
      double slot_height = MIN (row - mark, SLOT_MAX * 0.8 * line);
      double reading = MIN (slot_width * 0.8, slot_height);

      if (reading <= best)
        continue;

      best = reading;
      self->mark = mark;
      self->slot_width = MAX (slot_width, 1);
      self->slot_height = MAX (slot_height, 1);
      self->rows = (ApmGrid) { .n = self->n_slots, .n_columns = n_columns,
                               .cell_width = self->slot_width, .cell_height = self->slot_height,
                               .pitch_x = self->slot_width + GAP,
                               .pitch_y = self->slot_height + mark + GAP };
      self->rows.area.width = n_columns * self->rows.pitch_x - GAP;
      self->rows.area.height = n_rows * self->rows.pitch_y - GAP;
    }

  self->rows.area.x = self->buffer.x + (self->buffer.width - self->rows.area.width) / 2;
  self->rows.area.y = self->buffer.y + MAX ((height - self->rows.area.height) / 2, 0);
  self->status = (ApmBox) { self->buffer.x, self->rows.area.y + self->rows.area.height + GAP,
                            self->buffer.width, status };
}

/* Whether all can be read, text of height @line included. */
static gboolean
is_roomy (const ApmSceneGeometry *self)
{
  double line = self->line;

  return self->buffer.height >= 3 * line &&
         self->slot_width >= 1.5 * line && self->slot_height >= 1.15 * line &&
         self->producers.cell_width >= 6.5 * line && self->consumers.cell_width >= 6.5 * line &&
         self->producers.cell_height >= 1.3 * line && self->consumers.cell_height >= 1.3 * line;
}

static void
place (ApmSceneGeometry   *self,
       const ApmSceneSize *size,
       double              line,
       double              least_slot)
{
  ApmSceneSize scaled = *size;

  scaled.line = line;
  *self = (ApmSceneGeometry) { .n_slots = size->n_slots, .line = line };
  self->stacked = size->width < 29 * line || size->width < size->height * 0.9;

  if (self->stacked)
    place_stacked (self, &scaled);
  else
    place_side_by_side (self, &scaled);

  if (!place_ring (self, line, least_slot))
    place_rows (self, line);
}

/**
 * apm_scene_geometry_compute:
 * @size: what has to find room; any size, also 0 by 0, and any number of slots
 *
 * Fills @self with the largest text with which all finds room, as a ring if
 * one can be read: up to half as large again as asked for, down to half of it
 * where 16 actors and 64 slots share a corner of a small window.
 */
void
apm_scene_geometry_compute (ApmSceneGeometry   *self,
                            const ApmSceneSize *size)
{
  static const double least_slots[] = { SLOT_GOOD, SLOT_MIN };

  g_return_if_fail (self != NULL && size != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (least_slots); i++)
    for (double scale = LARGEST; scale > SMALLEST_RING; scale -= 0.1)
      {
        place (self, size, scale * size->line, least_slots[i]);
        if (self->ring && is_roomy (self))
          return;
      }

  for (double scale = LARGEST; scale > SMALLEST; scale -= 0.1)
    {
      place (self, size, scale * size->line, SLOT_MIN);
      if (is_roomy (self))
        return;
    }

  place (self, size, SMALLEST * size->line, SLOT_MIN);
}

/**
 * apm_scene_geometry_get_slot:
 *
 * Returns: the box of slot @index; in a ring clockwise from the top
 */
ApmBox
apm_scene_geometry_get_slot (const ApmSceneGeometry *self,
                             guint                   index)
{
  ApmPoint center;

  if (!self->ring)
    return apm_grid_get_box (&self->rows, index);

  center = apm_stadium_get_point (&self->track, (double) index / MAX (self->n_slots, 1));

  return (ApmBox) { round (center.x - self->slot_width / 2), round (center.y - self->slot_height / 2),
                    self->slot_width, self->slot_height };
}

/**
 * apm_scene_geometry_get_mark:
 *
 * Returns: where "in" and "out" of slot @index stand, side by side or one above
 *   the other: outside the ring, below a slot in rows
 */
ApmBox
apm_scene_geometry_get_mark (const ApmSceneGeometry *self,
                             guint                   index)
{
  ApmBox slot = apm_scene_geometry_get_slot (self, index);
  ApmPoint at = apm_box_get_center (&slot);
  double width = MAX (self->slot_width, 3 * self->mark);
  ApmPoint out;
  double reach;

  if (!self->ring)
    return (ApmBox) { at.x - width / 2, slot.y + slot.height, width, self->mark };

  out = apm_stadium_get_outward (&self->track, at);
  reach = MAX (fabs (out.x), fabs (out.y));
  if (fabs (out.y) > fabs (out.x) * 0.6)
    {
      at.y += (out.y > 0 ? 1 : -1) * (slot.height + self->mark) / 2;
      at.x += reach > 0 ? out.x / reach * slot.width / 2 : 0;
      return (ApmBox) { at.x - width / 2, at.y - self->mark / 2, width, self->mark };
    }

  width = SIDE_MARK * self->mark;
  at.x += (out.x > 0 ? 1 : -1) * (slot.width + width) / 2;

  return (ApmBox) { at.x - width / 2, at.y - self->mark, width, 2 * self->mark };
}

/**
 * apm_scene_geometry_get_door:
 * @producer: which group @index counts in
 *
 * Returns: where an item leaves a producer or enters a consumer: the side of
 *   its box that faces the buffer
 */
ApmPoint
apm_scene_geometry_get_door (const ApmSceneGeometry *self,
                             gboolean                producer,
                             guint                   index)
{
  ApmBox box = apm_grid_get_box (producer ? &self->producers : &self->consumers, index);
  ApmPoint center = apm_box_get_center (&box);

  if (self->stacked)
    return (ApmPoint) { center.x, producer ? box.y + box.height : box.y };

  return (ApmPoint) { producer ? box.x + box.width : box.x, center.y };
}

/**
 * apm_counter_geometry_compute:
 * @size: the workers are its producers and consumers together; slots are not used
 */
void
apm_counter_geometry_compute (ApmCounterGeometry *self,
                              const ApmSceneSize *size)
{
  guint n = size->n_producers + size->n_consumers;
  double width = MAX (size->width - 2 * MARGIN, 1), height = MAX (size->height - 2 * MARGIN, 1);

  g_return_if_fail (self != NULL && size != NULL);

  *self = (ApmCounterGeometry) { .line = size->line, .stacked = size->width < size->height * 1.2 };
  if (self->stacked)
    {
      place_band (&self->workers, MARGIN, width, height * 0.4, n, size->line);
      self->workers.area.y = MARGIN;
      self->number = (ApmBox) { MARGIN, 2 * MARGIN + self->workers.area.height, width,
                                MAX (height - MARGIN - self->workers.area.height, 1) };
      return;
    }

  place_column (&self->workers, &(ApmBox) { MARGIN, MARGIN, width * 0.36, height }, n, size->line);
  self->number = (ApmBox) { MARGIN + width * 0.36 + 2 * MARGIN, MARGIN,
                            MAX (width * 0.64 - 2 * MARGIN, 1), height };
}
