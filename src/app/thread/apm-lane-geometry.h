/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lane.h"

G_BEGIN_DECLS

/* Where the parts of a lane stand, as pure numbers: each second a column, what it
 * ran at the bottom, what it was ready above, and over it a thin line for what it
 * waited for. Neighbours that are equal are one box. */

typedef enum {
  APM_LANE_RUNNING = APM_N_WAITS,   /* below: an ApmLaneWait */
  APM_LANE_READY,
} ApmLanePart;

typedef struct {
  float x, y, width, height;
  guint part;                       /* ApmLaneWait or ApmLanePart */
} ApmLaneBox;

/* Running, ready and waiting in each second. */
#define APM_LANE_MOST_BOXES (3 * APM_LANE_SECONDS)

guint apm_lane_layout (const ApmLane *lane,
                       float          width,
                       float          height,
                       ApmLaneBox     boxes[APM_LANE_MOST_BOXES]);

G_END_DECLS
