/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Programs of one's own beside the laboratory: their list below its problems, and
 * the view that takes its place while one of them is in view.
 *
 * ::shown-changed ()   programs are in view, or the laboratory is again */

#define APM_TYPE_PROGRAM_DESK (apm_program_desk_get_type ())
G_DECLARE_FINAL_TYPE (ApmProgramDesk, apm_program_desk, APM, PROGRAM_DESK, GObject)

ApmProgramDesk *apm_program_desk_new             (ApmSession     *session,
                                                  AdwFlap        *flap);
void            apm_program_desk_install_actions (ApmProgramDesk *self,
                                                  GActionMap     *window);
gboolean        apm_program_desk_is_shown        (ApmProgramDesk *self);
void            apm_program_desk_leave           (ApmProgramDesk *self);

G_END_DECLS
