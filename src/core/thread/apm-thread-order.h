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
} ApmThreadOrder;

void apm_thread_order_clear      (ApmThreadOrder  *self);
void apm_thread_order_add        (ApmThreadOrder  *self,
                                  const GPtrArray *rows,
                                  GPtrArray       *shown);
void apm_thread_order_sort       (ApmThreadOrder  *self,
                                  GPtrArray       *shown);

G_END_DECLS
