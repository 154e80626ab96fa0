/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-room-geometry.h"

#define GAP 4.0
#define MARGIN 12.0

/* In lines of text. */
#define CELL_WIDTH_MAX 9.5
#define CELL_WIDTH_GOOD 6.5
#define CELL_HEIGHT_MAX 2.4
#define CELL_HEIGHT_GOOD 2.1
#define TITLE 1.5

/* The parts of the picture's length that away, queue and room have. */
static const double shares[APM_N_AREAS] = { 0.28, 0.30, 0.42 };

/* Boxes for @n in @area, as near to a good size as can be. */
static void
place_grid (ApmGrid      *grid,
            const ApmBox *area,
            guint         n,
            double        line)
{
  double best = -1;

  *grid = (ApmGrid) { .area = *area, .n = n, .n_columns = 1 };
  for (guint columns = 1; columns <= MAX (n, 1); columns++)
    {
      guint rows = (MAX (n, 1) + columns - 1) / columns;
      double width = MIN ((area->width + GAP) / columns - GAP, CELL_WIDTH_MAX * line);
      double height = MIN ((area->height + GAP) / rows - GAP, CELL_HEIGHT_MAX * line);
      double score = MIN (width / (CELL_WIDTH_GOOD * line), 1) * MIN (height / (CELL_HEIGHT_GOOD * line), 1);

      if (width < 1 || height < 1 || score <= best)
        continue;

      best = score;
      grid->n_columns = columns;
      grid->cell_width = width;
      grid->cell_height = height;
    }

  grid->pitch_x = grid->cell_width + GAP;
  grid->pitch_y = grid->cell_height + GAP;
}

/* The length of the picture is cut into the areas, with a gap for the door. */
static void
place_areas (ApmRoomGeometry   *self,
             const ApmRoomSize *size)
{
  double width = MAX (size->width - 2 * MARGIN, 1), height = MAX (size->height - 2 * MARGIN, 1);
  double length = (self->stacked ? height : width) - (APM_N_AREAS - 1) * MARGIN;
  double at = MARGIN;

  for (guint i = 0; i < APM_N_AREAS; i++)
    {
      double part = MAX (length * shares[i], 1);

      self->areas[i] = self->stacked ? (ApmBox) { MARGIN, at, width, part } : (ApmBox) { at, MARGIN, part, height };
      at += part + MARGIN;
    }
}

static void
place_door (ApmRoomGeometry *self)
{
  const ApmBox *room = &self->areas[APM_AREA_INSIDE];
  double width = MIN (3 * self->line, (self->stacked ? room->width : room->height) / 3);
  ApmPoint center = apm_box_get_center (room);

  self->door = self->stacked ? (ApmBox) { center.x - width / 2, room->y - 3, width, 6 }
                             : (ApmBox) { room->x - 3, center.y - width / 2, 6, width };
}

/* What is left of an area below its title, and above @foot at its bottom. */
static ApmBox
get_rest (ApmRoomGeometry *self,
          ApmArea          area,
          double           foot)
{
  double pad = area == APM_AREA_INSIDE ? 2 * GAP : 0;
  ApmBox box = self->areas[area];
  double title = TITLE * self->line;

  self->titles[area] = (ApmBox) { box.x + pad, box.y + pad / 2, MAX (box.width - 2 * pad, 1), title };

  return (ApmBox) { box.x + pad, box.y + pad / 2 + title, MAX (box.width - 2 * pad, 1),
                    MAX (box.height - title - pad - foot, 1) };
}

/* Who serves stands beside or below those who are served, in half of @room.
 * Returns the other half. */
static ApmBox
place_staff (ApmRoomGeometry *self,
             ApmBox           room,
             guint            n)
{
  ApmBox staff = room;

  if (room.width > room.height)
    {
      staff.width = room.width = MAX ((room.width - MARGIN) / 2, 1);
      staff.x += room.width + MARGIN;
    }
  else
    {
      staff.height = room.height = MAX ((room.height - MARGIN) / 2, 1);
      staff.y += room.height + MARGIN;
    }

  place_grid (&self->staff, &staff, n, self->line);

  return room;
}

static gboolean
is_roomy (const ApmRoomGeometry *self)
{
  for (guint i = 0; i < APM_N_AREAS; i++)
    if (self->grids[i].cell_width < CELL_WIDTH_GOOD * self->line ||
        self->grids[i].cell_height < CELL_HEIGHT_GOOD * self->line)
      return FALSE;

  return TRUE;
}

static void
place_all (ApmRoomGeometry   *self,
           const ApmRoomSize *size,
           double             line)
{
  double foot = size->height > 14 * line ? 1.4 * line : 1.2 * line;
  ApmBox rest;

  *self = (ApmRoomGeometry) { .line = line, .stacked = size->width < size->height * 1.1 };
  place_areas (self, size);
  place_door (self);

  rest = get_rest (self, APM_AREA_AWAY, 0);
  place_grid (&self->grids[APM_AREA_AWAY], &rest, size->n[APM_AREA_AWAY], line);

  rest = get_rest (self, APM_AREA_QUEUE, foot);
  self->gate = (ApmBox) { rest.x, rest.y + rest.height, rest.width, foot };
  place_grid (&self->grids[APM_AREA_QUEUE], &rest, size->n[APM_AREA_QUEUE], line);

  rest = get_rest (self, APM_AREA_INSIDE, foot);
  self->status = (ApmBox) { rest.x, rest.y + rest.height, rest.width, foot };
  if (size->n_staff > 0)
    rest = place_staff (self, rest, size->n_staff);
  place_grid (&self->grids[APM_AREA_INSIDE], &rest, size->n[APM_AREA_INSIDE], line);
}

/**
 * apm_room_geometry_compute:
 *
 * Where there is much room, all is larger, up to half as large again.
 */
void
apm_room_geometry_compute (ApmRoomGeometry   *self,
                           const ApmRoomSize *size)
{
  g_return_if_fail (self != NULL && size != NULL);

  for (double scale = 1.5; scale > 1; scale -= 0.1)
    {
      place_all (self, size, size->line * scale);
      if (is_roomy (self))
        return;
    }

  place_all (self, size, size->line);
}

/**
 * apm_room_geometry_get_place:
 * @index: where it is larger than the area has places: the last one's
 */
ApmBox
apm_room_geometry_get_place (const ApmRoomGeometry *self,
                             ApmArea                area,
                             guint                  index)
{
  const ApmGrid *grid = &self->grids[area];

  return apm_grid_get_box (grid, MIN (index, MAX (grid->n, 1) - 1));
}
