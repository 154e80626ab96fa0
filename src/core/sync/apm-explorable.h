/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-exploration.h"

G_BEGIN_DECLS

/* A program that can be explored: a variant of the catalogue or somebody's C files,
 * with all that makes it the same program again. One run of it is a short text,
 * which is the command that runs it:
 *
 *   apmctl check bounded-buffer:no-mutex --schedule 'main*6,1*18,2*7' -- items=2
 *
 * With --source it is somebody's own copy of that variant.
 *
 * Read tests/sync/test-explorable.c. */

typedef struct {
  char       *name;        /* as the text has it: "PROBLEM:VARIANT", or the first file */
  ApmProblem *problem;     /* NULL: files */
  const ApmVariant *variant;
  GStrv       sources;     /* paths, one at least */
  char       *standard;    /* of C; or NULL */
  GStrv       includes;    /* never NULL, like those below */
  GStrv       defines;
  GStrv       invariants;  /* what must hold in every state, see ApmInvariant */
  GStrv       arguments;   /* the program's */
  char       *input;       /* a file, what it reads from standard input; or NULL */
  gboolean    spurious;    /* condition variables may wake by themselves */
  gboolean    ignore_races;
} ApmExplorable;

ApmExplorable  *apm_explorable_new_for_variant (ApmProblem           *problem,
                                                const ApmVariant     *variant);
ApmExplorable  *apm_explorable_new_for_sources (const char *const    *sources);
gboolean        apm_explorable_is_variant      (const char           *name);
ApmExplorable  *apm_explorable_find_variant    (GListModel           *catalogue,
                                                const char           *name,
                                                const char           *source,
                                                GError              **error);
ApmExplorable  *apm_explorable_parse           (const char           *text,
                                                GListModel           *catalogue,
                                                char                **schedule,
                                                GError              **error);
ApmExplorable  *apm_explorable_copy            (const ApmExplorable  *self);
gboolean        apm_explorable_is_same         (const ApmExplorable  *self,
                                                const ApmExplorable  *other);
void            apm_explorable_free            (ApmExplorable        *self);
void            apm_explorable_set_arguments   (ApmExplorable        *self,
                                                const char *const    *arguments);
void            apm_explorable_set_input       (ApmExplorable        *self,
                                                const char           *path);
void            apm_explorable_set_invariants  (ApmExplorable        *self,
                                                const char *const    *invariants);
char           *apm_explorable_dup_title       (const ApmExplorable  *self);
char           *apm_explorable_dup_text        (const ApmExplorable  *self,
                                                const char           *schedule);
ApmExploration *apm_explorable_explore         (const ApmExplorable  *self,
                                                ApmExplorationOptions options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmExplorable, apm_explorable_free)

G_END_DECLS
