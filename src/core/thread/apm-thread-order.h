/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-filter.h"
#include "apm-thread.h"

G_BEGIN_DECLS

/* Which rows of an ApmThreadList are shown, and in which order. Private to the
 * room. */

typedef struct {
  const ApmField *field;       /* NULL: by TID */
  gboolean        descending;
  ApmFilter      *filter;      /* NULL: all are shown */
  ApmProcessNotes *notes;      /* by TID; NULL: none */
  GHashTable     *held;        /* key → place from 1 on, never changed; NULL: nothing is held */
} ApmThreadOrder;

/* Rows that are shown, in their order, each with the text that it is sorted by, as
 * the locale compares it: prepared by one thread, used by another. */
typedef struct {
  ApmThread  *row;
  const char *text;
  guint       held;            /* the place that it keeps */
} ApmThreadPlace;

typedef struct {
  GArray       *places;        /* of ApmThreadPlace */
  GStringChunk *texts;
} ApmThreadRanks;

void            apm_thread_order_copy   (const ApmThreadOrder *self,
                                         ApmThreadOrder       *to);
void            apm_thread_order_clear  (ApmThreadOrder       *self);
ApmThreadRanks *apm_thread_order_rank   (const ApmThreadOrder *self,
                                         const GPtrArray      *rows);
void            apm_thread_order_merge  (const ApmThreadOrder *self,
                                         const ApmThreadRanks *many,
                                         GHashTable           *without,
                                         const ApmThreadRanks *few,
                                         GPtrArray            *order);
void            apm_thread_ranks_free   (ApmThreadRanks       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmThreadRanks, apm_thread_ranks_free)

G_END_DECLS
