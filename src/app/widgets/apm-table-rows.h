/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-place-selection.h"
#include "apm-table-cell.h"

G_BEGIN_DECLS

/* The rows of a table: GTK's column view with cells of ours, the selection that
 * stays with its row, the keyboard's and the pointer's place among rows that move,
 * and the tail that is kept in sight.
 *
 * ::selection-changed ()
 * ::activated (guint64 key)
 * ::menu (double x, double y)          of the selected row
 * ::header-menu (double x, double y)
 * ::follow-changed () */

#define APM_TYPE_TABLE_ROWS (apm_table_rows_get_type ())
G_DECLARE_FINAL_TYPE (ApmTableRows, apm_table_rows, APM, TABLE_ROWS, GtkWidget)

GtkWidget         *apm_table_rows_new             (void);
GtkColumnView     *apm_table_rows_get_column_view (ApmTableRows *self);
ApmTableScreen    *apm_table_rows_get_screen      (ApmTableRows *self);
ApmPlaceSelection *apm_table_rows_get_selection   (ApmTableRows *self);
void               apm_table_rows_set_view        (ApmTableRows *self,
                                                   ApmView      *view);
void               apm_table_rows_scroll_to       (ApmTableRows *self,
                                                   guint         index);
gboolean           apm_table_rows_get_follow_tail (ApmTableRows *self);
void               apm_table_rows_set_follow_tail (ApmTableRows *self,
                                                   gboolean      follow_tail);

G_END_DECLS
