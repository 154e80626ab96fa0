/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-table.h"

G_BEGIN_DECLS

/* What GTK 4.8 leaves undone in a column view: titles of numbers stand over the
 * numbers, and a row's cells are in the columns' order, also for those who hear
 * them (GTK places them right but appends the cells of a column that is shown
 * again). */

void apm_table_arrange_set_column (GtkColumnViewColumn *view_column,
                                   const ApmColumn     *column);
void apm_table_arrange            (GtkColumnView       *column_view);

G_END_DECLS
