/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-problem.h"

G_BEGIN_DECLS

/* The catalogue beside the picture: problems in their groups, each with its
 * variants, searchable. It asks for a variant by the action win.lab-select and
 * marks as selected what it is told. What a variant comes to may be a secret. */

#define APM_TYPE_PROBLEM_LIST (apm_problem_list_get_type ())
G_DECLARE_FINAL_TYPE (ApmProblemList, apm_problem_list, APM, PROBLEM_LIST, GtkWidget)

void apm_problem_list_set_catalogue (ApmProblemList   *self,
                                     GListModel       *catalogue);
void apm_problem_list_select        (ApmProblemList   *self,
                                     ApmProblem       *problem,
                                     const ApmVariant *variant);
void apm_problem_list_set_secret    (ApmProblemList   *self,
                                     GVariant         *known);
void apm_problem_list_search        (ApmProblemList   *self);

G_END_DECLS
