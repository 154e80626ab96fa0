/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-timeline-source.h"

G_BEGIN_DECLS

/* What threads did, over time: a lane a thread with what it waited for, what it held
 * and who woke whom; from the whole run to nanoseconds. It has tools to search, mark
 * and export, and says in a line what is under the pointer or the cursor.
 *
 * ::position-changed (gint64 time)   the user has put the position there
 *
 * Read tests/app/test-timeline.c first. */

#define APM_TYPE_TIMELINE (apm_timeline_get_type ())
G_DECLARE_FINAL_TYPE (ApmTimeline, apm_timeline, APM, TIMELINE, GtkWidget)

GtkWidget         *apm_timeline_new          (void);
void               apm_timeline_set_source   (ApmTimeline       *self,
                                              ApmTimelineSource *source);
ApmTimelineSource *apm_timeline_get_source   (ApmTimeline       *self);
void               apm_timeline_set_position (ApmTimeline       *self,
                                              gint64             time);
gint64             apm_timeline_get_position (ApmTimeline       *self);

G_END_DECLS
