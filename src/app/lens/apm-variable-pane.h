/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-program.h"

G_BEGIN_DECLS

/* Global variables of a program by name, as they are in its memory while it runs: a
 * number as a small graph, an array as slots. Read ten times a second, in a thread,
 * while the pane is in view. */

#define APM_TYPE_VARIABLE_PANE (apm_variable_pane_get_type ())
G_DECLARE_FINAL_TYPE (ApmVariablePane, apm_variable_pane, APM, VARIABLE_PANE, AdwBin)

GtkWidget *apm_variable_pane_new         (void);
void       apm_variable_pane_set_program (ApmVariablePane *self,
                                          ApmProgram      *program);

G_END_DECLS
