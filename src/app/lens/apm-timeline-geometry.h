/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-span-index.h"

G_BEGIN_DECLS

/* Where things stand in a timeline, as pure numbers: which part of the time is seen
 * and how large, where the ruler has its marks, how high lanes are, and which boxes
 * the columns of an index make. Times count from the beginning, in nanoseconds or
 * steps; pixels from the left edge of the lanes. */

typedef struct {
  double from;               /* the time at the left edge */
  double scale;              /* time a pixel */
  double width;              /* pixels */
  double length;             /* of everything */
  double least_scale;
} ApmTimelineView;

void   apm_timeline_view_init    (ApmTimelineView       *self,
                                  gboolean               logical);
void   apm_timeline_view_fit     (ApmTimelineView       *self);
void   apm_timeline_view_resize  (ApmTimelineView       *self,
                                  double                 width,
                                  double                 length);
void   apm_timeline_view_zoom    (ApmTimelineView       *self,
                                  double                 x,
                                  double                 factor);
void   apm_timeline_view_pan     (ApmTimelineView       *self,
                                  double                 pixels);
void   apm_timeline_view_show    (ApmTimelineView       *self,
                                  double                 start,
                                  double                 end);
void   apm_timeline_view_reveal  (ApmTimelineView       *self,
                                  double                 start,
                                  double                 end);
void   apm_timeline_view_follow  (ApmTimelineView       *self);
double apm_timeline_view_get_x   (const ApmTimelineView *self,
                                  double                 time);
double apm_timeline_view_get_time
                                 (const ApmTimelineView *self,
                                  double                 x);
double apm_timeline_view_get_tick
                                 (const ApmTimelineView *self,
                                  double                 least_pixels,
                                  gboolean               logical);

/* A lane: the band of what the thread does, then a row for each lock held at once. */
typedef struct {
  float band;                /* heights, in pixels */
  float row;
  float gap;
} ApmTimelineRows;

void   apm_timeline_rows_choose  (ApmTimelineRows       *self,
                                  guint                  n_lanes,
                                  guint                  n_rows,
                                  double                 height);
double apm_timeline_rows_get_height
                                 (const ApmTimelineRows *self,
                                  guint                  n_rows);
double apm_timeline_rows_get_y   (const ApmTimelineRows *self,
                                  guint                  row,
                                  double                *height);
guint  apm_timeline_rows_find    (const ApmTimelineRows *self,
                                  guint                  n_rows,
                                  double                 y);

/* Columns that belong together. */
typedef struct {
  guint   x;                 /* columns */
  guint   width;
  guint   kind;
  guint   n;                 /* 1: it is the span @number; more: several in one column */
  float   busy;              /* 1, or what part of the time */
  guint64 number;
} ApmTimelineBox;

guint  apm_timeline_make_boxes   (const ApmSpanColumn   *columns,
                                  guint                  n,
                                  ApmTimelineBox        *boxes);

G_END_DECLS
