/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-explorable.h"
#include "apm-lens.h"

G_BEGIN_DECLS

/* A failing schedule on real threads: the program as anybody would compile it, held
 * by the lens, and its operations on locks, semaphores and threads let go in the order
 * of the schedule. What comes of it is looked at as in any program: a deadlock is
 * proven by room wait, a crash is a crash. It runs once, in a process that ends with
 * us; one that hangs is kept until it is stopped or given up. Main thread only.
 * Read tests/sync/test-forced.c first.
 *
 * ::changed ()   newest wins
 * ::ended ()     once: what came of it is known */

#define APM_TYPE_FORCED (apm_forced_get_type ())
G_DECLARE_FINAL_TYPE (ApmForced, apm_forced, APM, FORCED, GObject)

typedef enum {
  APM_FORCED_READY,
  APM_FORCED_COMPILES,
  APM_FORCED_RUNS,         /* turns are made */
  APM_FORCED_LOOKS,        /* all are made, and the threads are free again */
  APM_FORCED_ENDED,
} ApmForcedState;

typedef enum {
  APM_FORCED_NOTHING,      /* not ended */
  APM_FORCED_FAILS,        /* as the schedule said, really */
  APM_FORCED_FOLLOWED,     /* the order was kept, and the failure not seen */
  APM_FORCED_DIVERGED,     /* the order could not be kept */
  APM_FORCED_BROKEN,       /* it could not be run */
  APM_FORCED_STOPPED,
} ApmForcedEnd;

ApmForced      *apm_forced_new          (const ApmExplorable *program,
                                         ApmExploration      *exploration,
                                         const ApmFailure    *failure);
void            apm_forced_set_pace_ms  (ApmForced *self,
                                         guint      pace_ms);
void            apm_forced_start        (ApmForced *self);
void            apm_forced_stop         (ApmForced *self);
ApmForcedState  apm_forced_get_state    (ApmForced *self);
ApmForcedEnd    apm_forced_get_end      (ApmForced *self);
const char     *apm_forced_get_sentence (ApmForced *self);
guint           apm_forced_get_position (ApmForced *self);
gboolean        apm_forced_get_hangs    (ApmForced *self);
ApmLens        *apm_forced_get_lens     (ApmForced *self);

G_END_DECLS
