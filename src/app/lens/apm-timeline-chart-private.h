/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-timeline-chart.h"
#include "apm-timeline-geometry.h"
#include "apm-timeline-raster.h"

G_BEGIN_DECLS

#define APM_TIMELINE_RULER 26

/* A span that is wide enough for an edge of its own, as it was drawn last. */
typedef struct {
  ApmSpanPlace place;
  ApmSpan span;
  double x, width;           /* of the chart's lanes */
  double y, height;
} ApmTimelineMark;

struct _ApmTimelineChart
{
  GtkWidget parent_instance;

  ApmTimelineSource *source;
  gint64 first;              /* when all began: the view's zero */
  ApmTimelineView view;
  ApmTimelineRows rows;
  GtkAdjustment *down;
  double names_width;
  gboolean follow;
  gint64 position;           /* -1: none */

  GArray *tops;              /* of double: where lanes begin, one more than there are */
  GArray *lane_rows;         /* of guint8: how many rows each has */

  ApmSpanPlace cursor;
  gint64 cursor_time;
  double hover_x, hover_y;   /* below 0: the pointer is elsewhere */
  gboolean has_selection;
  gint64 selected_from, selected_to;
  GPtrArray *bookmarks;      /* of ApmTimelineBookmark, in the order of their times */
  char *details;

  ApmInk colors;
  ApmTimelineInk ink;
  gboolean has_ink;
  cairo_surface_t *lanes;    /* those in view; NULL: to be drawn */
  GArray *marks;             /* of ApmTimelineMark: what is on it */
  GHashTable *layouts;       /* object → PangoLayout */
  GArray *columns;
  GArray *boxes;

  double drag_x, drag_y;
  double drag_from, drag_down;
  double pinch;
  gboolean drag_selects;
  gboolean dragged;
};

/* apm-timeline-chart.c */
void     apm_timeline_chart_change      (ApmTimelineChart   *self);
void     apm_timeline_chart_say         (ApmTimelineChart   *self);
void     apm_timeline_chart_move_view   (ApmTimelineChart   *self);
void     apm_timeline_chart_set_user_position
                                        (ApmTimelineChart   *self,
                                         gint64              time);

/* apm-timeline-chart-layout.c */
void     apm_timeline_chart_lay_out     (ApmTimelineChart   *self);
int      apm_timeline_chart_find_lane   (ApmTimelineChart   *self,
                                         double              y);
double   apm_timeline_chart_get_lane_y  (ApmTimelineChart   *self,
                                         int                 lane);
gboolean apm_timeline_chart_find_span   (ApmTimelineChart   *self,
                                         double              x,
                                         double              y,
                                         ApmSpanPlace       *place,
                                         ApmSpan            *span,
                                         ApmSpanColumn      *column);
gboolean apm_timeline_chart_get_span    (ApmTimelineChart   *self,
                                         const ApmSpanPlace *place,
                                         ApmSpan            *span,
                                         gboolean           *lasts);

/* apm-timeline-chart-draw.c */
void     apm_timeline_chart_draw        (ApmTimelineChart   *self,
                                         GtkSnapshot        *snapshot);
void     apm_timeline_chart_forget_look (ApmTimelineChart   *self);

/* apm-timeline-chart-texts.c */
void     apm_timeline_chart_draw_labels (ApmTimelineChart   *self,
                                         GtkSnapshot        *snapshot);
void     apm_timeline_chart_draw_names  (ApmTimelineChart   *self,
                                         GtkSnapshot        *snapshot);
void     apm_timeline_chart_draw_ruler  (ApmTimelineChart   *self,
                                         GtkSnapshot        *snapshot);

/* apm-timeline-chart-input.c, apm-timeline-chart-keys.c */
void     apm_timeline_chart_init_input  (ApmTimelineChart   *self);
void     apm_timeline_chart_init_keys   (ApmTimelineChart   *self);

G_END_DECLS
