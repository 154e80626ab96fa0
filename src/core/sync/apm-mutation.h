/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-explorable.h"
#include "apm-record.h"

G_BEGIN_DECLS

/* What a program needs its locks for: each call that locks, unlocks, waits or wakes is
 * left out in turn, and the rest explored. A mutation runs once. Main thread only.
 * Read tests/sync/test-mutation.c.
 *
 * ::changed ()   a row is another now, or there are more
 * ::ended ()     once */

#define APM_TYPE_MUTATION (apm_mutation_get_type ())
G_DECLARE_FINAL_TYPE (ApmMutation, apm_mutation, APM, MUTATION, GObject)

typedef enum {
  APM_MUTANT_WAITS,      /* its turn has not come */
  APM_MUTANT_RUNS,
  APM_MUTANT_FAILS,      /* without the call something fails: it is needed */
  APM_MUTANT_HOLDS,      /* every schedule is right without it: nobody needs it */
  APM_MUTANT_UNKNOWN,    /* nothing failed within the bound, or it came to nothing */
} ApmMutantState;

typedef struct {
  guint       number;    /* from 1; 0: the program with all its calls */
  char       *call;      /* "pthread_mutex_lock"; "" */
  char       *place;     /* FILE:LINE */
  guint       nth;       /* of its line, from 1 */
  ApmMutantState state;
  const char *verdict;   /* a word for a file: "needed", "not needed", … */
  char       *outcome;   /* what then fails; NULL: not known yet */
  guint       n_steps;   /* in so many steps; 0 */
  char       *schedule;  /* of the failure; or NULL */
} ApmMutant;

extern const ApmField apm_mutant_fields[];

ApmMutation *apm_mutation_new         (const ApmExplorable *program,
                                       guint                seconds);
void         apm_mutation_start       (ApmMutation         *self);
void         apm_mutation_cancel      (ApmMutation         *self);
gboolean     apm_mutation_is_running  (ApmMutation         *self);
GPtrArray   *apm_mutation_get_mutants (ApmMutation         *self);
char        *apm_mutation_dup_summary (ApmMutation         *self);

G_END_DECLS
