/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Boxes, grids of boxes and the stadium, for pictures: plain numbers in logical
 * pixels. Read tests/app/test-scene-geometry.c first. */

typedef struct {
  double x, y, width, height;
} ApmBox;

typedef struct {
  double x, y;
} ApmPoint;

/* Boxes of one size, row by row; the last row may be short. */
typedef struct {
  ApmBox area;
  guint n;
  guint n_columns;
  double cell_width, cell_height;
  double pitch_x, pitch_y;
} ApmGrid;

ApmPoint apm_box_get_center      (const ApmBox  *self);
ApmPoint apm_box_get_exit        (const ApmBox  *self,
                                  ApmPoint       to);
gboolean apm_box_overlaps        (const ApmBox  *self,
                                  const ApmBox  *other,
                                  double         gap);
gboolean apm_box_contains        (const ApmBox  *self,
                                  const ApmBox  *other);
ApmBox   apm_grid_get_box        (const ApmGrid *self,
                                  guint          index);
ApmPoint apm_stadium_get_point   (const ApmBox  *stadium,
                                  double         part);
ApmPoint apm_stadium_get_outward (const ApmBox  *stadium,
                                  ApmPoint       at);
ApmPoint apm_stadium_get_nearest (const ApmBox  *stadium,
                                  ApmPoint       to);

G_END_DECLS
