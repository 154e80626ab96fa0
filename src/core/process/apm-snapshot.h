/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-info.h"
#include "apm-query.h"
#include "apm-system.h"

G_BEGIN_DECLS

/* One look at all processes, and the order in which a query wants them. A snapshot
 * belongs to one thread at a time. Private to the room. */

typedef struct {
  GArray   *samples;       /* of ApmSample: those that live, by PID; those that have
                            * ended; what the query added: children and groups */
  guint     n_living;
  guint     n_threads;     /* of those, together */
  guint     n_scanned;
  GArray   *order;         /* of guint: places in samples */
  ApmQuery *query;         /* that it was ordered by; holds the children's names */
  GStringChunk *titles;    /* of the groups */
  ApmSystem system;        /* at that time */
  double    scan_ms;
  double    cpu_percent;   /* of one core, for this whole program */
} ApmSnapshot;

ApmSnapshot *apm_snapshot_new      (void);
void         apm_snapshot_free     (ApmSnapshot    *self);
void         apm_snapshot_reset    (ApmSnapshot    *self);
void         apm_snapshot_apply    (ApmSnapshot    *self,
                                    ApmQuery       *query);
ApmSample   *apm_snapshot_find     (ApmSnapshot    *self,
                                    int             pid);

/* apm-arrange.c */
void         apm_snapshot_arrange  (ApmSnapshot    *self,
                                    const guint8   *matches);

/* apm-groups.c */
void         apm_snapshot_add_groups
                                   (ApmSnapshot    *self,
                                    const guint8   *shown,
                                    guint          *group_of);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmSnapshot, apm_snapshot_free)

G_END_DECLS
