/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-experiment.h"

G_BEGIN_DECLS

/* What must hold in a run, each with a mark and in words, and where it broke
 * the moment and how. */

#define APM_TYPE_CHECK_LIST (apm_check_list_get_type ())
G_DECLARE_FINAL_TYPE (ApmCheckList, apm_check_list, APM, CHECK_LIST, GtkWidget)

GtkWidget *apm_check_list_new         (void);
void       apm_check_list_set_columns (ApmCheckList  *self,
                                       guint          n_columns);
void       apm_check_list_update      (ApmCheckList  *self,
                                       ApmExperiment *experiment);

G_END_DECLS
