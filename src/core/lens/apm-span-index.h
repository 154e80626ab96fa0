/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-model.h"

G_BEGIN_DECLS

/* Stretches of time in lanes, so kept that a picture of any part of a million of
 * them is found in the time that its pixels take, not its spans. A lane is a thread
 * and has rows: what it waited for, and what it held, of which up to three at once
 * lie side by side. Spans come in the order of their ends; the oldest go when there
 * is no more room. Times are any number that grows: nanoseconds, steps. Pure, and
 * for one thread at a time. Read tests/lens/test-span-index.c first. */

typedef enum {
  APM_SPAN_WAIT,
  APM_SPAN_HOLD,
  APM_SPAN_STEP,             /* it was this thread's turn */
} ApmSpanWhat;

typedef struct {
  gint64  start;
  gint64  end;
  guint64 caller;            /* where it began; what that means the owner knows */
  int     lane;
  int     object;
  int     other;             /* of a wait: the lane that ended it, -1: none or not known */
  guint16 op;                /* that ended it; one that lasts: that it is in */
  guint8  kind;              /* ApmLensKind, of the object */
  guint8  what;              /* ApmSpanWhat */
} ApmSpan;

#define APM_SPAN_ROWS      4 /* 0: waits and steps; then what is held */
#define APM_SPAN_KIND_STEP APM_LENS_N_KINDS
#define APM_SPAN_N_KINDS   (APM_LENS_N_KINDS + 1)

/* Where a span stands. Numbers of a row count from 0 and are never given again;
 * the one after the last is the span that has not ended yet. */
typedef struct {
  int     lane;              /* -1: nowhere */
  guint   row;
  guint64 number;
} ApmSpanPlace;

#define APM_SPAN_NOWHERE ((ApmSpanPlace) { -1, 0, 0 })

/* What is seen in one column of a picture. */
typedef struct {
  float   busy;              /* 0 … 1, of its time */
  guint   n;                 /* spans that reach into it */
  guint   kind;              /* of those, the one with the most time */
  guint64 number;            /* where @n is 1: which */
} ApmSpanColumn;

/* Which spans are looked for: by object or by lane. NULL: none. */
typedef struct {
  const guint8 *objects;     /* 0 or 1 each */
  guint         n_objects;
  const guint8 *lanes;
  guint         n_lanes;
} ApmSpanSet;

typedef struct {
  guint64      n_waits, n_holds, n_steps;
  gint64       waited, held;
  gint64       waited_by_kind[APM_LENS_N_KINDS];
  gint64       longest;
  ApmSpanPlace longest_at;   /* a wait */
} ApmSpanTotals;

typedef struct _ApmSpanIndex ApmSpanIndex;

ApmSpanIndex *apm_span_index_new          (guint64               most);
void          apm_span_index_free         (ApmSpanIndex         *self);
void          apm_span_index_add          (ApmSpanIndex         *self,
                                           const ApmSpan        *span);
void          apm_span_index_set_open     (ApmSpanIndex         *self,
                                           const ApmSpan        *spans,
                                           guint                 n);
void          apm_span_index_set_lane     (ApmSpanIndex         *self,
                                           int                   lane,
                                           gint64                began,
                                           gint64                ended);
void          apm_span_index_set_range    (ApmSpanIndex         *self,
                                           gint64                first,
                                           gint64                last);

guint         apm_span_index_get_n_lanes  (ApmSpanIndex         *self);
guint         apm_span_index_get_n_rows   (ApmSpanIndex         *self,
                                           int                   lane);
guint64       apm_span_index_get_n        (ApmSpanIndex         *self);
guint64       apm_span_index_get_n_gone   (ApmSpanIndex         *self);
guint         apm_span_index_get_n_objects(ApmSpanIndex         *self);
void          apm_span_index_get_lane     (ApmSpanIndex         *self,
                                           int                   lane,
                                           gint64               *began,
                                           gint64               *ended);
void          apm_span_index_get_range    (ApmSpanIndex         *self,
                                           gint64               *first,
                                           gint64               *last);

gboolean      apm_span_index_get          (ApmSpanIndex         *self,
                                           const ApmSpanPlace   *place,
                                           ApmSpan              *span);
gboolean      apm_span_index_get_is_open  (ApmSpanIndex         *self,
                                           const ApmSpanPlace   *place);
void          apm_span_index_get_columns  (ApmSpanIndex         *self,
                                           int                   lane,
                                           guint                 row,
                                           double                from,
                                           double                per_column,
                                           guint                 n,
                                           ApmSpanColumn        *columns);
gboolean      apm_span_index_find_at      (ApmSpanIndex         *self,
                                           int                   lane,
                                           guint                 row,
                                           gint64                time,
                                           ApmSpanPlace         *place);
gboolean      apm_span_index_find_beside  (ApmSpanIndex         *self,
                                           int                   lane,
                                           guint                 row,
                                           gint64                time,
                                           gboolean              back,
                                           ApmSpanPlace         *place);
gboolean      apm_span_index_step         (ApmSpanIndex         *self,
                                           ApmSpanPlace         *place,
                                           gboolean              back);
gboolean      apm_span_index_search       (ApmSpanIndex         *self,
                                           const ApmSpanSet     *set,
                                           gint64                time,
                                           gboolean              back,
                                           ApmSpanPlace         *place);
gboolean      apm_span_index_find_longest (ApmSpanIndex         *self,
                                           gint64                below,
                                           ApmSpanPlace         *place);
void          apm_span_index_sum          (ApmSpanIndex         *self,
                                           gint64                from,
                                           gint64                to,
                                           ApmSpanTotals        *totals);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmSpanIndex, apm_span_index_free)

G_END_DECLS
