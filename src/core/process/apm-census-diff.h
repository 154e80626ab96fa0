/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-census.h"

G_BEGIN_DECLS

/* What has changed between two moments: who is new, who has ended, and what the
 * others use more or less of. Read tests/process/test-census.c first. */

/* A process that is not the same in both. What is not known of both is unknown, as
 * ApmField has it. */
typedef struct {
  const char *change;              /* "new", "ended" or "changed" */
  int         pid;
  int         ppid;
  const char *name;
  const char *was;                 /* its name before, where it has another now */
  const char *user;
  const char *state;               /* "ended" if it has */
  gint64      started_us;          /* since boot */
  gint64      cpu_used_us;         /* meanwhile; of a new one all; of an ended one unknown */
  double      cpu_percent;         /* that, of one core */
  gint64      rss_bytes;           /* now; of an ended one before */
  gint64      rss_change_bytes;
  int         threads;
  int         threads_change;
  int         descriptors;
  int         descriptors_change;
  const char *command;
  ApmCensus  *sources[2];          /* own the texts */
} ApmChange;

extern const ApmField apm_change_fields[];

typedef struct {
  gatomicrefcount refs;
  ApmCensus *before;
  ApmCensus *after;
  GPtrArray *rows;                 /* of ApmChange, by PID; those that changed only */
  guint      n_new;
  guint      n_ended;
  guint      n_changed;
  guint      n_same;
  gint64     rss_change_bytes;     /* of all */
  gint64     cpu_used_us;          /* of those that have not ended */
  gint64     span_us;
  gboolean   rebooted;             /* the machine was started anew in between */
} ApmChanges;

ApmChanges *apm_census_compare  (ApmCensus       *before,
                                 ApmCensus       *after);
ApmChanges *apm_changes_ref     (ApmChanges      *self);
void        apm_changes_unref   (ApmChanges      *self);
guint64     apm_change_get_key  (const ApmChange *change);
char       *apm_changes_dup_text (const ApmChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmChanges, apm_changes_unref)

G_END_DECLS
