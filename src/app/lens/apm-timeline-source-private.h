/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-timeline-source.h"

G_BEGIN_DECLS

/* Names that are known, and those that are being asked for. Main thread. */
typedef struct _ApmNameCache ApmNameCache;

typedef enum {
  APM_NAME_LANE,
  APM_NAME_OBJECT,
  APM_NAME_PLACE,
  APM_N_NAMES
} ApmNameKind;

/* @changed is called when some have come. */
ApmNameCache *apm_name_cache_new    (const ApmTimelineNames *names,
                                     gpointer                data,
                                     GDestroyNotify          destroy,
                                     void                  (*changed) (gpointer),
                                     gpointer                owner);
void          apm_name_cache_free   (ApmNameCache           *self);
void          apm_name_cache_renew  (ApmNameCache           *self);
const char   *apm_name_cache_get    (ApmNameCache           *self,
                                     ApmNameKind             kind,
                                     guint64                 key,
                                     const ApmSpan          *span);

struct _ApmTimelineSource
{
  GObject parent_instance;

  GMutex mutex;
  ApmSpanIndex *index;       /* with mutex */
  gboolean logical;
  ApmNameCache *names;
  guint told_id;             /* with mutex: the main thread will hear of it */

  /* apm-timeline-lens.c */
  GThread *thread;
  GMutex end_mutex;
  GCond end_cond;
  gboolean must_end;         /* with end_mutex */
};

void apm_timeline_source_feed       (ApmTimelineSource *self,
                                     ApmLens           *lens);
void apm_timeline_source_stop       (ApmTimelineSource *self);
void apm_timeline_source_touch      (ApmTimelineSource *self);

G_END_DECLS
