/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-forced.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* A failing schedule that is run for real: how far it is, what came of it, and what can
 * be done about a program that hangs. It is seen as long as there is such a run.
 *
 * ::changed ()   another step, another lens, or it is over and forgotten */

#define APM_TYPE_REAL_BOX (apm_real_box_get_type ())
G_DECLARE_FINAL_TYPE (ApmRealBox, apm_real_box, APM, REAL_BOX, AdwBin)

void     apm_real_box_start        (ApmRealBox          *self,
                                    ApmSession          *session,
                                    const ApmExplorable *program,
                                    ApmExploration      *exploration,
                                    const ApmFailure    *failure);
void     apm_real_box_clear        (ApmRealBox          *self);
ApmLens *apm_real_box_get_lens     (ApmRealBox          *self);
guint    apm_real_box_get_position (ApmRealBox          *self);

G_END_DECLS
