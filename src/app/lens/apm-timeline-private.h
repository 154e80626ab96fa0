/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-timeline-chart.h"
#include "apm-timeline.h"

G_BEGIN_DECLS

struct _ApmTimeline
{
  GtkWidget parent_instance;

  ApmTimelineChart *chart;
  GtkLabel *details;
  GtkEditable *search;
  GtkListBox *bookmarks;
  gint64 shorter_than;       /* the longest wait is looked for below that */
  ApmSpanPlace longest;      /* where it was found last */
  GtkFileChooserNative *chooser;
  gboolean naming;           /* a bookmark is just given a name */
};

void apm_timeline_say               (ApmTimeline    *self,
                                     const char     *text);
void apm_timeline_find              (ApmTimeline    *self,
                                     gboolean        back);
void apm_timeline_find_longest      (ApmTimeline    *self);
void apm_timeline_add_bookmark      (ApmTimeline    *self);
void apm_timeline_fill_bookmarks    (ApmTimeline    *self);
void apm_timeline_save              (ApmTimeline    *self);
void apm_timeline_copy              (ApmTimeline    *self);
GtkWidget *
     apm_timeline_make_tools        (ApmTimeline    *self);
GtkWidget *
     apm_timeline_legend_new        (void);

G_END_DECLS
