/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table-screen.h"

G_BEGIN_DECLS

#define APM_TYPE_TABLE_CELL (apm_table_cell_get_type ())
G_DECLARE_FINAL_TYPE (ApmTableCell, apm_table_cell, APM, TABLE_CELL, GtkWidget)

GtkWidget       *apm_table_cell_new        (ApmTableScreen  *screen,
                                            const ApmColumn *column,
                                            GtkListItem     *item);
void             apm_table_cell_read       (ApmTableCell    *self);
ApmExpander      apm_table_cell_get_expander_at
                                           (ApmTableCell    *self,
                                            double           x);
guint            apm_table_cell_get_index  (ApmTableCell    *self);
const ApmColumn *apm_table_cell_get_column (ApmTableCell    *self);
const char      *apm_table_cell_get_text   (ApmTableCell    *self);
gboolean         apm_table_cell_get_cut    (ApmTableCell    *self);

G_END_DECLS
