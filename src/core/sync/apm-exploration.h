/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-explored.h"
#include "apm-problem.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One program run through its schedules, by apm-explore, in a process group of
 * its own that ends with us. An exploration runs once. Main thread only. Read
 * tests/sync/test-exploration.c first.
 *
 * ::progress ()    some five times a second
 * ::ended ()       once; the result is complete */

#define APM_TYPE_EXPLORATION (apm_exploration_get_type ())
G_DECLARE_FINAL_TYPE (ApmExploration, apm_exploration, APM, EXPLORATION, GObject)

/* Borrowed while apm_exploration_new() runs. All zeros but preemptions, which is
 * −1, is a good start: apm_exploration_options_init. */
typedef struct {
  const char        *mode;          /* "optimal", "dpor", "dfs", "states", "random", "pct"; NULL: what proves first */
  int                preemptions;   /* at most; −1: any */
  guint              seconds;       /* of CPU; 0: ten */
  guint64            executions;    /* at most; 0: any */
  guint64            seed;          /* of "random" and "pct" */
  gboolean           all;           /* goes on after the first failure */
  gboolean           spurious;      /* condition variables may wake by themselves */
  gboolean           ignore_races;
  const char *const *invariants;    /* expressions of global variables that must hold in every state */
  const char        *driver;        /* a C file with the main() to use; the others' is submitted_main() */
  const char        *input;         /* a file: standard input */
  const char        *schedule;      /* runs this one again, and no other */
  const char        *standard;      /* of C, for the compiler */
  const char *const *includes;
  const char *const *defines;
  const char *const *arguments;     /* the program's */
  const char *const *more;          /* further words for apm-explore */
} ApmExplorationOptions;

#define APM_EXPLORATION_OPTIONS_INIT { .preemptions = -1 }

ApmExploration *apm_exploration_new             (const char                  *name,
                                                 const char *const           *sources,
                                                 const ApmExplorationOptions *options);
ApmExploration *apm_exploration_new_for_variant (ApmProblem                  *problem,
                                                 const ApmVariant            *variant,
                                                 const ApmExplorationOptions *options);
gboolean        apm_exploration_is_partial      (ApmProblem                  *problem,
                                                 const ApmVariant            *variant);
gboolean        apm_exploration_start           (ApmExploration *self,
                                                 GError        **error);
void            apm_exploration_cancel          (ApmExploration *self);
const char     *apm_exploration_get_name        (ApmExploration *self);
gboolean        apm_exploration_is_running      (ApmExploration *self);
gboolean        apm_exploration_is_ended        (ApmExploration *self);
const ApmExploredProgress *
                apm_exploration_get_progress    (ApmExploration *self);
const ApmExplored *
                apm_exploration_get_result      (ApmExploration *self);
const char     *apm_exploration_get_complaints  (ApmExploration *self);

G_END_DECLS
