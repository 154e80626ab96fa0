/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-program.h"

G_BEGIN_DECLS

/* What is said of a program and of what it does. */

const char *apm_program_state_get_label (ApmProgramState  state);
const char *apm_program_state_get_icon  (ApmProgramState  state);
char       *apm_program_dup_state_text  (ApmProgram      *program);
char       *apm_program_dup_seen_text   (ApmProgram      *program);
const char *apm_lens_kind_get_label     (const char      *kind);
const char *apm_lens_state_get_label    (const char      *state);

G_END_DECLS
