/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-span-index.h"

G_BEGIN_DECLS

/* One row of a lane: its spans in the order of their ends, which is that of their
 * beginnings too, since they do not overlap. Eight of them are a group, up to 64
 * groups a block; group and block know what is in them together, so that what is smaller
 * than a pixel is never looked into. */

#define APM_SPAN_GROUP 8u
#define APM_SPAN_BLOCK 512u

/* Read by the ten thousand while a picture is made: no larger than a line of the cache. */
typedef struct {
  gint64  start;
  gint64  end;
  guint   n;
  float   busy[APM_SPAN_N_KINDS];
} ApmSpanGroup;

typedef struct {
  gint64  start;
  gint64  end;
  guint   n;
  guint   longest_at;        /* its index in the block */
  gint64  longest;
  guint64 objects;           /* a bit for each object modulo 64 */
  double  busy[APM_SPAN_N_KINDS];
} ApmSpanSum;

typedef struct {
  ApmSpan      *spans;
  ApmSpanGroup *groups;
  guint         room;        /* for so many spans */
  ApmSpanSum    sum;         /* of all of them */
} ApmSpanBlock;

G_STATIC_ASSERT (sizeof (ApmSpanGroup) <= 64);

typedef struct {
  GPtrArray  *blocks;        /* of ApmSpanBlock; all but the last are full */
  guint64     first;         /* number of the oldest span that is here */
  gint64      last_end;
  gboolean    has_open;
  ApmSpan     open;          /* the one that has not ended */
} ApmSpanTrack;

ApmSpanTrack  *apm_span_track_new        (void);
void           apm_span_track_free       (ApmSpanTrack    *self);
void           apm_span_track_add        (ApmSpanTrack    *self,
                                          const ApmSpan   *span);
guint          apm_span_track_drop       (ApmSpanTrack    *self);
guint64        apm_span_track_get_n      (ApmSpanTrack    *self);
const ApmSpan *apm_span_track_get        (ApmSpanTrack    *self,
                                          guint64          number);
guint64        apm_span_track_find       (ApmSpanTrack    *self,
                                          gint64           time);
guint          apm_span_track_find_block (ApmSpanTrack    *self,
                                          gint64           time);
void           apm_span_track_sweep      (ApmSpanTrack    *self,
                                          double           from,
                                          double           per_column,
                                          guint            n,
                                          ApmSpanColumn   *columns);

static inline guint
apm_span_get_kind (const ApmSpan *span)
{
  return span->what == APM_SPAN_STEP ? APM_SPAN_KIND_STEP : MIN (span->kind, APM_LENS_N_KINDS - 1);
}

static inline ApmSpanBlock *
apm_span_track_get_block (ApmSpanTrack *self,
                          guint         i)
{
  return self->blocks->pdata[i];
}

G_END_DECLS
