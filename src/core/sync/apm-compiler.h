/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"
#include "apm-problem.h"

G_BEGIN_DECLS

/* Where a variant's program is. One without a program beside its source, or
 * with an older one, is compiled by the system's compiler into the user's
 * cache. Read tests/sync/test-programs.c first. */

/* What a compiler says of a place in a source. */
typedef struct {
  char    *file;             /* as it was given to the compiler */
  guint    line;             /* from 1 */
  guint    column;           /* from 1; 0: not told */
  gboolean is_error;         /* else a warning */
  char    *text;             /* "‘x’ undeclared" */
} ApmDiagnostic;

char      *apm_compiler_dup_program    (const ApmVariant  *variant);
gboolean   apm_compiler_is_fresh       (const ApmVariant  *variant,
                                        const char        *program);
GStrv      apm_compiler_dup_argv       (const ApmVariant  *variant,
                                        const char        *program);
GStrv      apm_compiler_dup_plain_argv (const char *const *sources,
                                        const char        *program);
ApmChild  *apm_compiler_spawn          (const char *const *argv,
                                        const char        *program,
                                        GError           **error);
char      *apm_compiler_dup_complaint  (const char        *output);
GPtrArray *apm_compiler_parse          (const char        *output);

G_END_DECLS
