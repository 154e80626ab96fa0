/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-table-geometry.h"

#include <math.h>

#define GAP 4.0
#define MARGIN 10.0

/* In lines of text. */
#define SEAT_WIDTH_MAX 7.2
#define SEAT_WIDTH_MIN 0.3
#define SEAT_TALL 2.2
#define SEAT_LOW 1.25
#define FORK_MAX 2.4

/* How far a fork goes from the middle between two seats towards its holder's. */
#define REACH 0.3

static void
place_seats (ApmTableGeometry   *self,
             const ApmTableSize *size)
{
  self->track = (ApmBox) { MARGIN + self->seat_width / 2, MARGIN + self->seat_height / 2,
                           MAX (size->width - 2 * MARGIN - self->seat_width, 1),
                           MAX (size->height - 2 * MARGIN - self->seat_height, 1) };
}

static gboolean
seats_overlap (const ApmTableGeometry *self)
{
  for (guint i = 0; i < self->n; i++)
    for (guint j = i + 1; j < self->n; j++)
      {
        ApmBox one = apm_table_geometry_get_seat (self, i), other = apm_table_geometry_get_seat (self, j);

        if (apm_box_overlaps (&one, &other, MIN (GAP, self->seat_width / 6)))
          return TRUE;
      }

  return FALSE;
}

/* The widest seats, of two lines if there is room, that leave the table some. */
static void
size_seats (ApmTableGeometry   *self,
            const ApmTableSize *size)
{
  double width = SEAT_WIDTH_MAX * size->line;

  for (; width > SEAT_WIDTH_MIN * size->line; width *= 0.92)
    {
      gboolean tall = width > 3.2 * size->line && size->height > 6 * SEAT_TALL * size->line;

      self->seat_width = width;
      self->seat_height = MIN ((tall ? SEAT_TALL : SEAT_LOW) * size->line, size->height / 5);
      self->seat_height = MIN (self->seat_height, width);
      place_seats (self, size);
      if (width <= size->width * 0.27 && !seats_overlap (self))
        return;
    }
}

/**
 * apm_table_geometry_compute:
 */
void
apm_table_geometry_compute (ApmTableGeometry   *self,
                            const ApmTableSize *size)
{
  double inset_x, inset_y;

  g_return_if_fail (self != NULL && size != NULL);

  *self = (ApmTableGeometry) { .line = size->line, .n = size->n };
  size_seats (self, size);

  inset_x = MIN (self->seat_width / 2 + GAP, self->track.width / 3);
  inset_y = MIN (self->seat_height / 2 + GAP, self->track.height / 3);
  self->table = (ApmBox) { self->track.x + inset_x, self->track.y + inset_y,
                           self->track.width - 2 * inset_x, self->track.height - 2 * inset_y };
  self->fork = MIN (FORK_MAX * size->line, MIN (self->table.width, self->table.height) / 4);

  inset_x = MAX (self->fork * 1.2, self->table.width * 0.2);
  inset_y = MAX (self->fork * 1.2, self->table.height * 0.2);
  self->status = (ApmBox) { self->table.x + inset_x, self->table.y + inset_y,
                            MAX (self->table.width - 2 * inset_x, 1), MAX (self->table.height - 2 * inset_y, 1) };
}

ApmBox
apm_table_geometry_get_seat (const ApmTableGeometry *self,
                             guint                   index)
{
  ApmPoint at = apm_stadium_get_point (&self->track, (double) index / MAX (self->n, 1));

  return (ApmBox) { at.x - self->seat_width / 2, at.y - self->seat_height / 2, self->seat_width, self->seat_height };
}

/**
 * apm_table_geometry_get_fork:
 * @holder: the seat whose it is; -1 or a seat that is not beside it: none
 *
 * Returns: a square round the fork, which lies at the table's edge, before its
 *   holder if one beside it has it
 */
ApmBox
apm_table_geometry_get_fork (const ApmTableGeometry *self,
                             guint                   index,
                             int                     holder)
{
  double inset = self->fork * 0.62;
  ApmBox track = { self->table.x + inset, self->table.y + inset,
                   MAX (self->table.width - 2 * inset, 1), MAX (self->table.height - 2 * inset, 1) };
  guint n = MAX (self->n, 1);
  double part = index - 0.5;
  ApmPoint at;

  if (holder == (int) index)
    part += REACH;
  else if (holder >= 0 && (guint) holder == (index + n - 1) % n)
    part -= REACH;

  at = apm_stadium_get_nearest (&track, apm_stadium_get_point (&self->track, part / n));

  return (ApmBox) { at.x - self->fork / 2, at.y - self->fork / 2, self->fork, self->fork };
}

/**
 * apm_table_geometry_get_turn:
 * @at: a point on the table
 *
 * Returns: degrees, clockwise, that turn what stands upright so that its top
 *   points away from the table's middle
 */
double
apm_table_geometry_get_turn (const ApmTableGeometry *self,
                             ApmPoint                at)
{
  ApmPoint out = apm_stadium_get_outward (&self->table, at);

  return atan2 (out.x, -out.y) * 180 / G_PI;
}
