/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-palette.h"
#include "apm-timeline-geometry.h"

G_BEGIN_DECLS

/* The lanes of a timeline as pixels. Where each column of each lane differs there are
 * tens of thousands of boxes: as paths they would take longer than a frame has. */

typedef struct {
  cairo_surface_t *tiles[APM_SPAN_N_KINDS];   /* what is waited for, each with its pattern */
  GdkRGBA running;
  GdkRGBA background;
  int scale;                 /* device pixels a pixel */
} ApmTimelineInk;

void             apm_timeline_ink_init     (ApmTimelineInk       *self,
                                            const ApmInk         *ink,
                                            int                   scale);
void             apm_timeline_ink_clear    (ApmTimelineInk       *self);
void             apm_timeline_get_tone     (guint                 kind,
                                            const ApmInk         *ink,
                                            ApmTone              *tone);

/* A picture of @width × @height pixels, that is to be filled. */
cairo_surface_t *apm_timeline_raster_new   (const ApmTimelineInk *ink,
                                            int                   width,
                                            int                   height);
void             apm_timeline_raster_fill  (cairo_surface_t      *surface,
                                            const ApmTimelineInk *ink,
                                            const GdkRGBA        *color,
                                            double                x,
                                            double                y,
                                            double                width,
                                            double                height);
void             apm_timeline_raster_boxes (cairo_surface_t      *surface,
                                            const ApmTimelineInk *ink,
                                            const ApmTimelineBox *boxes,
                                            guint                 n,
                                            guint                 per_column,
                                            double                shift,
                                            guint                 origin,
                                            double                y,
                                            double                height);

G_END_DECLS
