/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-box.h"

G_BEGIN_DECLS

/* Where seats and forks of the round table are: pure functions of the size.
 * Seats stand at equal distances round the table, fork i lies between seats
 * i − 1 and i. All lengths are logical pixels. Read
 * tests/app/test-table-geometry.c first. */

typedef struct {
  double width, height; /* of the whole picture */
  double line;          /* height of one line of the widget's text */
  guint n;              /* seats; as many forks */
} ApmTableSize;

typedef struct {
  double line;
  guint n;
  double seat_width, seat_height;
  ApmBox track;         /* a stadium: the seats' centres lie on its edge */
  ApmBox table;         /* a stadium, inside the seats */
  ApmBox status;        /* in the table's middle */
  double fork;          /* a fork's length */
} ApmTableGeometry;

void     apm_table_geometry_compute  (ApmTableGeometry       *self,
                                      const ApmTableSize     *size);
ApmBox   apm_table_geometry_get_seat (const ApmTableGeometry *self,
                                      guint                   index);
ApmBox   apm_table_geometry_get_fork (const ApmTableGeometry *self,
                                      guint                   index,
                                      int                     holder);
double   apm_table_geometry_get_turn (const ApmTableGeometry *self,
                                      ApmPoint                at);

G_END_DECLS
