/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-program-shelf.h"

G_BEGIN_DECLS

/* One program under the lens: what it does now, what it waits for, what it printed.
 * Only the pane in view is kept up to date; while nobody looks, nothing is.
 *
 * ::change (ApmProgram *)   it is to be opened with other arguments */

#define APM_TYPE_PROGRAM_VIEW (apm_program_view_get_type ())
G_DECLARE_FINAL_TYPE (ApmProgramView, apm_program_view, APM, PROGRAM_VIEW, AdwBin)

GtkWidget  *apm_program_view_new         (ApmSession      *session,
                                          ApmProgramShelf *shelf,
                                          AdwFlap         *flap);
void        apm_program_view_set_program (ApmProgramView  *self,
                                          ApmProgram      *program);
ApmProgram *apm_program_view_get_program (ApmProgramView  *self);

G_END_DECLS
