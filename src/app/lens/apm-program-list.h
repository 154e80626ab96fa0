/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-program.h"

G_BEGIN_DECLS

/* The programs that were opened, below the problems of the laboratory, and the way
 * to open another one. It asks by ::chosen and marks what it is told.
 *
 * ::chosen (ApmProgram *) */

#define APM_TYPE_PROGRAM_LIST (apm_program_list_get_type ())
G_DECLARE_FINAL_TYPE (ApmProgramList, apm_program_list, APM, PROGRAM_LIST, GtkWidget)

GtkWidget *apm_program_list_new    (GListModel     *programs);
void       apm_program_list_select (ApmProgramList *self,
                                    ApmProgram     *program);

G_END_DECLS
