/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-box.h"

G_BEGIN_DECLS

/* Where the parts of a room's picture stand: who is away, who waits before its
 * door, who is inside, side by side or one above the other where the picture is
 * narrow. A barber's shop is one too: who serves stands inside. Pure functions
 * of the size, in logical pixels. Read tests/app/test-room-geometry.c first. */

typedef enum { APM_AREA_AWAY, APM_AREA_QUEUE, APM_AREA_INSIDE, APM_N_AREAS } ApmArea;

typedef struct {
  double width, height; /* of the whole picture */
  double line;          /* height of one line of the widget's text */
  guint n[APM_N_AREAS]; /* how many each area has room for */
  guint n_staff;
} ApmRoomSize;

typedef struct {
  double line;
  gboolean stacked;
  ApmBox areas[APM_N_AREAS];
  ApmBox titles[APM_N_AREAS];
  ApmGrid grids[APM_N_AREAS];
  ApmGrid staff;
  ApmBox door;          /* in the wall between queue and room */
  ApmBox gate;          /* words below the queue: what it waits for */
  ApmBox status;        /* words at the room's bottom */
} ApmRoomGeometry;

void   apm_room_geometry_compute   (ApmRoomGeometry       *self,
                                    const ApmRoomSize     *size);
ApmBox apm_room_geometry_get_place (const ApmRoomGeometry *self,
                                    ApmArea                area,
                                    guint                  index);

G_END_DECLS
