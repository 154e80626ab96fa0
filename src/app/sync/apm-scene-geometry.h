/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-box.h"

G_BEGIN_DECLS

/* Where the parts of the bounded buffer's picture stand: pure functions of the
 * size, no drawing and no widget. All lengths are logical pixels. Producers,
 * buffer and consumers stand side by side, or one above the other where the
 * picture is narrow; the slots form a ring, or rows where a ring would make them
 * too small to read. Read tests/app/test-scene-geometry.c first. */

typedef struct {
  double width, height; /* of the whole picture */
  double line;          /* height of one line of the widget's text */
  guint n_slots;
  guint n_producers;
  guint n_consumers;
} ApmSceneSize;

typedef struct {
  double line;          /* height of one line of the picture's text */
  gboolean stacked;     /* one above the other */
  gboolean ring;
  gboolean upright;     /* the ring is higher than wide: its status has four lines, not three */
  ApmBox producers_title, consumers_title;
  ApmGrid producers, consumers;
  ApmBox buffer;        /* all that lies between producers and consumers */
  ApmBox status;        /* the buffer's numbers: in the ring's middle, below the rows */
  double slot_width, slot_height;
  double mark;          /* height of the "in" and "out" beside a slot */
  guint n_slots;
  ApmGrid rows;         /* of slots, unless ring */
  ApmBox track;         /* of the ring: the slots' centres lie on this stadium's edge */
} ApmSceneGeometry;

/* The counter: workers beside or above the number that they share. */
typedef struct {
  double line;
  gboolean stacked;
  ApmGrid workers;
  ApmBox number;
} ApmCounterGeometry;

void     apm_scene_geometry_compute  (ApmSceneGeometry       *self,
                                      const ApmSceneSize     *size);
ApmBox   apm_scene_geometry_get_slot (const ApmSceneGeometry *self,
                                      guint                   index);
ApmBox   apm_scene_geometry_get_mark (const ApmSceneGeometry *self,
                                      guint                   index);
ApmPoint apm_scene_geometry_get_door (const ApmSceneGeometry *self,
                                      gboolean                producer,
                                      guint                   index);

void     apm_counter_geometry_compute (ApmCounterGeometry *self,
                                       const ApmSceneSize *size);

G_END_DECLS
