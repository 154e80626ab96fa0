/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-why-geometry.h"

G_BEGIN_DECLS

#define APM_WHY_MARGIN 12
#define APM_WHY_LEAST_GAP 48     /* between columns */
#define APM_WHY_LABEL_ROOM 28    /* beside a label: the bend and the arrow */
#define APM_WHY_LANE 12          /* between two that run below a row */
#define APM_WHY_BESIDE 5         /* between two that run beside a column */

typedef struct {
  guint first, n;            /* in the order */
  guint row;
  float x, width, gap;       /* gap: to the column at its right */
  float label;               /* the widest beside its boxes */
} ApmWhyColumn;

/* Columns side by side, and the lanes below them. */
typedef struct {
  guint first, n;            /* columns */
  float y, height;           /* of the boxes */
  guint n_lanes;
} ApmWhyBand;

/* A layout on its way. */
typedef struct {
  const ApmWhyBox *boxes;
  const ApmWhyEdge *edges;
  ApmWhyLayout *out;
  float line;
  float left;                /* where the first columns begin */
  guint n_columns, n_bands;
  ApmWhyColumn *columns;
  ApmWhyBand *bands;
  guint *order;              /* boxes, by column, from the top */
  guint *place;              /* of each box in its column */
  float *weight;             /* of each box, for sorting */
  guint *lanes;              /* 1 + the lane below a band for those who run to a box: [band * n_boxes + box] */
} ApmWhyWork;

/* Where an edge goes: to the next column, out and in again beside its own, or by a lane. */
typedef enum {
  APM_WHY_WAY_NEXT,
  APM_WHY_WAY_BESIDE,
  APM_WHY_WAY_LANE,
} ApmWhyWay;

ApmWhyWay apm_why_work_get_way    (const ApmWhyWork *work,
                                   guint             edge);
void      apm_why_work_take_lanes (ApmWhyWork       *work);
float     apm_why_work_get_lanes_height
                                  (const ApmWhyBand *band);
void      apm_why_work_route      (ApmWhyWork       *work);
void      apm_why_layout_mirror   (ApmWhyLayout     *out);

static inline const ApmWhyColumn *
apm_why_work_get_column (const ApmWhyWork *work,
                         guint             box)
{
  return &work->columns[work->boxes[box].depth];
}

G_END_DECLS
