/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-list.h"

G_BEGIN_DECLS

/* What a list shows and how. A query never changes once it is made, so both threads
 * may hold it. Private to the room. */

/* A child of ours, as the list knows it. */
typedef struct {
  int     pid;
  gint64  started_us;
  char   *name;
  char   *name_key;
  char   *command;
  gboolean ended;
  int     wait_status;
  gint64  ended_us;        /* on the monotonic clock */
  gint64  cpu_time_us;     /* if ended */
  gint64  lifetime_us;     /* if ended */
} ApmChildRecord;

typedef struct {
  gatomicrefcount refs;
  const ApmField *sort;
  gboolean    descending;
  ApmFilter  *filter;
  ApmScope    scope;
  ApmGrouping grouping;
  guint       uid;            /* who "mine" is */
  guint       column_sources; /* of the columns that are shown */
  GArray     *children;       /* of ApmChildRecord */
  GHashTable *collapsed;      /* set of guint64 *: keys; shared, never changed */
  ApmProcessNotes *notes;     /* (nullable) */
  GHashTable *held;           /* (nullable): guint64 * to place + 1, likewise */
} ApmQuery;

ApmQuery    *apm_query_new         (void);
ApmQuery    *apm_query_copy        (const ApmQuery *self);
ApmQuery    *apm_query_ref         (ApmQuery       *self);
void         apm_query_unref       (ApmQuery       *self);
guint        apm_query_get_sources (const ApmQuery *self);
void         apm_query_set_expanded
                                   (ApmQuery       *self,
                                    guint64         key,
                                    gboolean        expanded);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmQuery, apm_query_unref)

G_END_DECLS
