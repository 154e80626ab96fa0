/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-info.h"
#include "apm-process-list.h"

G_BEGIN_DECLS

/* What a list shows and how, and the snapshot that answers it. A query never
 * changes once it is made, so both threads may hold it; a snapshot belongs to one
 * thread at a time. Private to the room. */

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
} ApmChildRecord;

typedef struct {
  gatomicrefcount refs;
  const ApmField *sort;
  gboolean descending;
  char   **words;          /* of the search, case folded */
  ApmScope scope;
  guint    uid;            /* who "mine" is */
  GArray  *children;       /* of ApmChildRecord */
} ApmQuery;

typedef struct {
  GArray   *samples;       /* of ApmSample */
  GArray   *order;         /* of guint: places in samples */
  ApmQuery *query;         /* that it was ordered by; holds the children's names */
  double    scan_ms;
  double    cpu_percent;
} ApmSnapshot;

ApmQuery    *apm_query_new         (void);
ApmQuery    *apm_query_copy        (const ApmQuery *self);
ApmQuery    *apm_query_ref         (ApmQuery       *self);
void         apm_query_unref       (ApmQuery       *self);
void         apm_query_set_search  (ApmQuery       *self,
                                    const char     *text);

ApmSnapshot *apm_snapshot_new      (void);
void         apm_snapshot_free     (ApmSnapshot    *self);
void         apm_snapshot_reset    (ApmSnapshot    *self);
void         apm_snapshot_apply    (ApmSnapshot    *self,
                                    ApmQuery       *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmQuery, apm_query_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmSnapshot, apm_snapshot_free)

G_END_DECLS
