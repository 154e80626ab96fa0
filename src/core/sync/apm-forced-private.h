/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-forced-drive.h"
#include "apm-forced.h"

G_BEGIN_DECLS

/* apm-forced.c goes from one state to the next, apm-forced-program.c has the program,
 * apm-forced-behind.c looks what comes of it behind the last turn, and
 * apm-forced-words.c says it. */

struct _ApmForced
{
  GObject parent_instance;

  ApmExplorable *program;
  ApmExploration *found_by;    /* keeps the failure */
  const ApmFailure *failure;
  ApmPlay *play;
  GArray *turns;               /* of ApmForcedTurn */
  ApmExploration *compiler;
  char *directory, *path;      /* of the program */
  ApmLens *lens;
  GString *said;
  GCancellable *cancellable;
  ApmForcedState state;
  ApmForcedEnd end;
  char *sentence;
  char *parting;               /* that the program has ended before its last turn */
  guint pace_ms;
  guint n_looks;
  guint looking;               /* timer */
  int wait_status;
  gint n_made;                 /* atomic */
  gint is_over;                /* atomic: the program has ended */
  gint telling;                /* atomic: ::changed is on its way */
  gboolean hangs;
};

void     apm_forced_set_state      (ApmForced            *self,
                                    ApmForcedState        state);
void     apm_forced_end            (ApmForced            *self,
                                    ApmForcedEnd          how,
                                    char                 *sentence);
gboolean apm_forced_make_place     (ApmForced            *self,
                                    GError              **error);
void     apm_forced_remove_place   (ApmForced            *self);
gboolean apm_forced_start_program  (ApmForced            *self,
                                    GError              **error);
void     apm_forced_conclude_death (ApmForced            *self);
void     apm_forced_look_again     (ApmForced            *self);

char    *apm_forced_dup_divergence (const ApmPlay        *play,
                                    const ApmForcedDrive *drive);
char    *apm_forced_dup_hung       (const ApmFailure     *failure,
                                    guint                 n_threads,
                                    gboolean              is_deadlock);
char    *apm_forced_dup_died       (const ApmFailure     *failure,
                                    int                   wait_status,
                                    const char           *said);
char    *apm_forced_dup_survived   (const ApmFailure     *failure,
                                    gboolean              still_runs);
gboolean apm_forced_expects_hang   (const ApmFailure     *failure);
gboolean apm_forced_expects_loop   (const ApmFailure     *failure);
gboolean apm_forced_expects_death  (const ApmFailure     *failure,
                                    int                   wait_status);

G_END_DECLS
