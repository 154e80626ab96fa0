/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens.h"
#include "apm-span-index.h"

G_BEGIN_DECLS

/* What a timeline shows: spans in lanes, and what they are called. Whoever has them
 * tells them, in the order of their ends and from any thread; all else is for the main
 * thread. Names are asked for when they are first needed, in a thread, since finding
 * one may take a second; until then a number stands for it. */

#define APM_TYPE_TIMELINE_SOURCE (apm_timeline_source_get_type ())
G_DECLARE_FINAL_TYPE (ApmTimelineSource, apm_timeline_source, APM, TIMELINE_SOURCE, GObject)

/* All (transfer full), called in a thread; any may be NULL or return it. */
typedef struct {
  char *(*dup_lane_name)   (gpointer       data,
                            int            lane);
  char *(*dup_object_name) (gpointer       data,
                            int            object);
  char *(*dup_place)       (gpointer       data,
                            const ApmSpan *span);
} ApmTimelineNames;

ApmTimelineSource *apm_timeline_source_new             (const ApmTimelineNames *names,
                                                        gpointer                data,
                                                        GDestroyNotify          destroy);
ApmTimelineSource *apm_timeline_source_new_for_lens    (ApmLens                *lens);
void               apm_timeline_source_set_logical     (ApmTimelineSource      *self,
                                                        gboolean                logical);
gboolean           apm_timeline_source_get_logical     (ApmTimelineSource      *self);

/* any thread */
void               apm_timeline_source_set_lane        (ApmTimelineSource      *self,
                                                        int                     lane,
                                                        gint64                  began,
                                                        gint64                  ended);
void               apm_timeline_source_set_range       (ApmTimelineSource      *self,
                                                        gint64                  first,
                                                        gint64                  last);
void               apm_timeline_source_set_open        (ApmTimelineSource      *self,
                                                        const ApmSpan          *spans,
                                                        guint                   n);
void               apm_timeline_source_add             (ApmTimelineSource      *self,
                                                        const ApmSpan          *spans,
                                                        gsize                   n);

/* main thread */
ApmSpanIndex      *apm_timeline_source_lock            (ApmTimelineSource      *self);
void               apm_timeline_source_unlock          (ApmTimelineSource      *self);
const char        *apm_timeline_source_get_lane_name   (ApmTimelineSource      *self,
                                                        int                     lane);
const char        *apm_timeline_source_get_object_name (ApmTimelineSource      *self,
                                                        int                     object);
const char        *apm_timeline_source_get_place       (ApmTimelineSource      *self,
                                                        const ApmSpan          *span);

G_END_DECLS
