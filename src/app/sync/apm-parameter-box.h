/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-experiment.h"

G_BEGIN_DECLS

/* Preset and parameters of a problem, a control for each, made from what the
 * problem says of them. In a row, or one below the other in a popover. ::changed
 * says that a person changed one; the values are the next run's. */

#define APM_TYPE_PARAMETER_BOX (apm_parameter_box_get_type ())
G_DECLARE_FINAL_TYPE (ApmParameterBox, apm_parameter_box, APM, PARAMETER_BOX, GtkWidget)

GtkWidget *apm_parameter_box_new          (void);
void       apm_parameter_box_set_problem  (ApmParameterBox *self,
                                           ApmProblem      *problem);
void       apm_parameter_box_set_variant  (ApmParameterBox  *self,
                                           const ApmVariant *variant);
void       apm_parameter_box_set_vertical (ApmParameterBox *self,
                                           gboolean         vertical);
gboolean   apm_parameter_box_apply        (ApmParameterBox *self,
                                           ApmExperiment   *experiment,
                                           GError         **error);

G_END_DECLS
