/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-problem.h"

G_BEGIN_DECLS

/* What one parameter is set with: a choice or a number, below or beside its title. */

typedef struct {
  const ApmParameter *parameter;
  GtkWidget          *box;         /* title and control */
  GtkWidget          *control;     /* GtkSpinButton or GtkDropDown */
} ApmParameterControl;

void        apm_parameter_control_init       (ApmParameterControl       *self,
                                              const ApmParameter        *parameter);
const char *apm_parameter_control_get_signal (const ApmParameterControl *self);
char       *apm_parameter_control_dup_value  (const ApmParameterControl *self);
void        apm_parameter_control_set_value  (const ApmParameterControl *self,
                                              const char                *value);
GtkWidget  *apm_parameter_control_make_box   (const char                *title,
                                              const char                *tooltip,
                                              GtkWidget                 *control);
void        apm_parameter_control_orient     (GtkWidget                 *box,
                                              gboolean                   vertical);

G_END_DECLS
