/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-target.h"

G_BEGIN_DECLS

/* Several processes that are meant together, each held by a pidfd of its own from
 * the moment of opening. This program itself is never one of them.
 * Read tests/process/test-target-set.c first. */

typedef enum {
  APM_REACH_PROCESS,
  APM_REACH_TREE,      /* with its children, theirs, … */
  APM_REACH_GROUP,     /* its process group */
  APM_REACH_SESSION,
  APM_REACH_CGROUP,    /* its control group and those below */
  APM_N_REACHES,
} ApmReach;

/* What became of a signal, in processes. */
typedef struct {
  guint n_sent;
  guint n_gone;        /* had ended already */
  guint n_denied;
  guint n_failed;
  guint n_new;         /* of those sent: had come after the set was opened */
} ApmSent;

/* How processes end that were asked to. */
typedef struct {
  gint64 asked_us;     /* monotonic */
  gint64 patience_us;
} ApmEnding;

#define APM_ENDING_PATIENCE_US (5 * G_USEC_PER_SEC)

typedef struct _ApmTargetSet ApmTargetSet;

ApmTargetSet *apm_target_set_open        (int            pid,
                                          gint64         started_us,
                                          ApmReach       reach,
                                          GError       **error);
ApmTargetSet *apm_target_set_take        (ApmTarget     *target);
guint         apm_target_set_get_n       (ApmTargetSet  *self);
ApmTarget    *apm_target_set_get         (ApmTargetSet  *self,
                                          guint          index);
guint         apm_target_set_get_n_alive (ApmTargetSet  *self);
ApmReach      apm_target_set_get_reach   (ApmTargetSet  *self);
gboolean      apm_target_set_send        (ApmTargetSet  *self,
                                          int            signum,
                                          ApmSent       *sent,
                                          GError       **error);
GPtrArray    *apm_target_set_list_denied (ApmTargetSet  *self);
char         *apm_target_set_dup_command (ApmTargetSet  *self,
                                          int            signum);
guint         apm_target_set_still_alive (ApmTargetSet  *self,
                                          const ApmEnding *ending,
                                          gint64         now_us);
void          apm_target_set_free        (ApmTargetSet  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmTargetSet, apm_target_set_free)

G_END_DECLS
