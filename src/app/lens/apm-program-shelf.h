/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-program.h"

G_BEGIN_DECLS

/* The programs that were opened, the newest first, in this window and before: those
 * that do not run are kept from one start to the next by path, arguments and
 * directory. An environment is never written down. */

#define APM_TYPE_PROGRAM_SHELF (apm_program_shelf_get_type ())
G_DECLARE_FINAL_TYPE (ApmProgramShelf, apm_program_shelf, APM, PROGRAM_SHELF, GObject)

ApmProgramShelf *apm_program_shelf_new          (ApmSession           *session);
GListModel      *apm_program_shelf_get_programs (ApmProgramShelf      *self);
ApmProgram      *apm_program_shelf_open         (ApmProgramShelf      *self,
                                                 const ApmProgramSpec *spec);
void             apm_program_shelf_remove       (ApmProgramShelf      *self,
                                                 ApmProgram           *program);

G_END_DECLS
