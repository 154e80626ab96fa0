/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-span-track.h"

#define APM_SPAN_MOST_LANES 1000000

typedef struct {
  gint64 began;
  gint64 ended;              /* 0: it goes on */
  ApmSpanTrack *rows[APM_SPAN_ROWS];   /* NULL: nothing was there yet */
} ApmSpanLane;

struct _ApmSpanIndex
{
  GArray *lanes;             /* of ApmSpanLane */
  GArray *open_lanes;        /* of int: those with a span that has not ended */
  guint64 most;
  guint64 n_added;
  guint64 n_gone;
  guint n_objects;
  gint64 first, last;
};

static inline ApmSpanLane *
apm_span_index_peek_lane (ApmSpanIndex *self,
                          int           lane)
{
  return &g_array_index (self->lanes, ApmSpanLane, lane);
}

static inline ApmSpanTrack *
apm_span_index_peek_track (ApmSpanIndex *self,
                           int           lane,
                           guint         row)
{
  return lane >= 0 && (guint) lane < self->lanes->len && row < APM_SPAN_ROWS ?
         apm_span_index_peek_lane (self, lane)->rows[row] : NULL;
}
