/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One variable that is watched: what it is now, and what it was.
 *
 * ::remove ()   it is not wanted any more */

#define APM_VARIABLE_MOST 64     /* elements of an array that are shown */

#define APM_TYPE_VARIABLE_ROW (apm_variable_row_get_type ())
G_DECLARE_FINAL_TYPE (ApmVariableRow, apm_variable_row, APM, VARIABLE_ROW, GtkListBoxRow)

GtkWidget  *apm_variable_row_new        (const char     *name);
const char *apm_variable_row_get_name   (ApmVariableRow *self);
void        apm_variable_row_set_values (ApmVariableRow *self,
                                         const double   *values,
                                         guint           n,
                                         guint           n_all);
void        apm_variable_row_set_text   (ApmVariableRow *self,
                                         const char     *text);

G_END_DECLS
