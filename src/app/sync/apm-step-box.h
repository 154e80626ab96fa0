/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-experiment.h"
#include "apm-source-marks.h"

G_BEGIN_DECLS

/* A run by hand: a button that does one operation of the chosen actor, and behind it
 * whose, how slowly all of it goes, and which operations are left out. What is
 * chosen is kept from one run of a variant to the next. */

#define APM_TYPE_STEP_BOX (apm_step_box_get_type ())
G_DECLARE_FINAL_TYPE (ApmStepBox, apm_step_box, APM, STEP_BOX, AdwBin)

void  apm_step_box_set_marks      (ApmStepBox     *self,
                                   ApmSourceMarks *marks);
void  apm_step_box_set_experiment (ApmStepBox     *self,
                                   ApmExperiment  *experiment);
void  apm_step_box_update         (ApmStepBox     *self);
guint apm_step_box_get_actor      (ApmStepBox     *self);

G_END_DECLS
