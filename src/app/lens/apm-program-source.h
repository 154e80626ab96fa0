/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-program.h"

G_BEGIN_DECLS

/* The source of a program, with the line that each thread is at and what the compiler
 * said. Of one that was compiled elsewhere: the files that its threads were seen in. */

#define APM_TYPE_PROGRAM_SOURCE (apm_program_source_get_type ())
G_DECLARE_FINAL_TYPE (ApmProgramSource, apm_program_source, APM, PROGRAM_SOURCE, AdwBin)

GtkWidget *apm_program_source_new         (void);
void       apm_program_source_set_program (ApmProgramSource *self,
                                           ApmProgram       *program);
void       apm_program_source_update      (ApmProgramSource *self);
void       apm_program_source_go_to       (ApmProgramSource *self,
                                           const char       *source);

G_END_DECLS
