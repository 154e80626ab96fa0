/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "act.h"
#include "apm-target.h"

G_BEGIN_DECLS

/* How a process or thread is served by the kernel: nice value, scheduling policy,
 * I/O class, processors, out-of-memory score, limits. An Act (see act.h) says of
 * one of these what it is or shall be. Read tests/process/test-tune.c first. */

typedef enum {
  APM_TUNE_ONE,           /* the target: a thread, or a process's first thread */
  APM_TUNE_ALL_THREADS,   /* each thread of the target's process */
} ApmTuneScope;

/* What is needed to take an act back: what was set before, thread by thread. */
typedef struct _ApmTuneUndo ApmTuneUndo;

gboolean     apm_tune_read         (ApmTarget    *target,
                                    Act          *act,
                                    GError      **error);
gboolean     apm_tune_apply        (ApmTarget    *target,
                                    const Act    *act,
                                    ApmTuneScope  scope,
                                    ApmTuneUndo **undo,
                                    GError      **error);
gboolean     apm_tune_equal        (const Act    *a,
                                    const Act    *b);
gboolean     apm_tune_check        (const Act    *act,
                                    GError      **error);

ApmTuneUndo *apm_tune_remember     (ApmTarget    *target,
                                    const Act    *act,
                                    ApmTuneScope  scope,
                                    GError      **error);
gboolean     apm_tune_undo_apply   (ApmTuneUndo  *self,
                                    ApmTarget    *target,
                                    GError      **error);
gboolean     apm_tune_undo_get_common
                                   (ApmTuneUndo  *self,
                                    Act          *act);
void         apm_tune_undo_free    (ApmTuneUndo  *self);

char        *apm_tune_dup_warning  (ApmTarget    *target,
                                    const Act    *now,
                                    const Act    *wanted);
char        *apm_tune_dup_command  (ApmTarget    *target,
                                    const Act    *act,
                                    ApmTuneScope  scope);
char        *apm_tune_dup_text     (const Act    *act);

const char  *apm_policy_get_id     (int           policy);
const char  *apm_limit_get_id      (int           resource);
const char  *apm_limit_get_label   (int           resource);
guint        apm_cpus_count        (const guint64 cpus[ACT_CPU_WORDS]);
char        *apm_cpus_dup_list     (const guint64 cpus[ACT_CPU_WORDS]);
gboolean     apm_cpus_parse        (const char   *list,
                                    guint64       cpus[ACT_CPU_WORDS]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmTuneUndo, apm_tune_undo_free)

G_END_DECLS
