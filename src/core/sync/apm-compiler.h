/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-problem.h"

G_BEGIN_DECLS

/* Where a variant's program is. One without a program beside its source, or
 * with an older one, is compiled by the system's compiler into the user's
 * cache. Read tests/sync/test-folder.c first. */

char    *apm_compiler_dup_program  (const ApmVariant *variant);
gboolean apm_compiler_is_fresh     (const ApmVariant *variant,
                                    const char       *program);
GStrv    apm_compiler_dup_argv     (const ApmVariant *variant,
                                    const char       *program);
char    *apm_compiler_dup_complaint (const char      *output);

G_END_DECLS
