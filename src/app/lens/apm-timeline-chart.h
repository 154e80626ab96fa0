/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-timeline-source.h"

G_BEGIN_DECLS

/* The drawn part of a timeline: ruler, names and lanes. Its properties "details" (what
 * is under the pointer or the cursor, in words) and "follow" notify; ::position-changed
 * (gint64 time) says that the user has set the position, ::bookmarks-changed that there
 * are others. Times are those of the source. Focus and keys are its own. */

#define APM_TYPE_TIMELINE_CHART (apm_timeline_chart_get_type ())
G_DECLARE_FINAL_TYPE (ApmTimelineChart, apm_timeline_chart, APM, TIMELINE_CHART, GtkWidget)

#define APM_TIMELINE_ZOOM_STEP 1.5

typedef struct {
  gint64 time;
  char  *name;
} ApmTimelineBookmark;

GtkWidget         *apm_timeline_chart_new             (void);
GtkAdjustment     *apm_timeline_chart_get_adjustment  (ApmTimelineChart   *self);
void               apm_timeline_chart_set_source      (ApmTimelineChart   *self,
                                                       ApmTimelineSource  *source);
ApmTimelineSource *apm_timeline_chart_get_source      (ApmTimelineChart   *self);
void               apm_timeline_chart_set_position    (ApmTimelineChart   *self,
                                                       gint64              time);
gint64             apm_timeline_chart_get_position    (ApmTimelineChart   *self);
void               apm_timeline_chart_zoom            (ApmTimelineChart   *self,
                                                       double              factor);
void               apm_timeline_chart_fit             (ApmTimelineChart   *self);
void               apm_timeline_chart_set_follow      (ApmTimelineChart   *self,
                                                       gboolean            follow);
gboolean           apm_timeline_chart_get_follow      (ApmTimelineChart   *self);
void               apm_timeline_chart_set_cursor      (ApmTimelineChart   *self,
                                                       const ApmSpanPlace *place);
void               apm_timeline_chart_get_cursor      (ApmTimelineChart   *self,
                                                       ApmSpanPlace       *place);
const char        *apm_timeline_chart_get_details     (ApmTimelineChart   *self);
void               apm_timeline_chart_select          (ApmTimelineChart   *self,
                                                       gint64              from,
                                                       gint64              to);
gint64             apm_timeline_chart_get_time        (ApmTimelineChart   *self);
void               apm_timeline_chart_go_to           (ApmTimelineChart   *self,
                                                       gint64              time);
void               apm_timeline_chart_add_bookmark    (ApmTimelineChart   *self,
                                                       gint64              time,
                                                       const char         *name);
void               apm_timeline_chart_name_bookmark   (ApmTimelineChart   *self,
                                                       guint               i,
                                                       const char         *name);
void               apm_timeline_chart_remove_bookmark (ApmTimelineChart   *self,
                                                       guint               i);
char              *apm_timeline_chart_dup_heading     (ApmTimelineChart   *self);
char              *apm_timeline_chart_dup_text        (ApmTimelineChart   *self);
GPtrArray         *apm_timeline_chart_get_bookmarks   (ApmTimelineChart   *self);

G_END_DECLS
