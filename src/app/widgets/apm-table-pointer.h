/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table-cell.h"

G_BEGIN_DECLS

/* What lies under the pointer in a table, and what a press of a button there does. */

typedef struct {
  /* On the row at @index, or, with GTK_INVALID_LIST_POSITION, on the header; @menu:
   * with the other button, or held on a touch screen. @x, @y: in @table. */
  void (*pressed)  (GtkWidget *table,
                    guint      index,
                    gboolean   menu,
                    double     x,
                    double     y);
  /* On the arrow of a row in a tree. */
  void (*toggled)  (GtkWidget *table,
                    guint      index,
                    gboolean   expanded);
  /* After everybody else has seen the release. */
  void (*released) (GtkWidget *table);
} ApmTablePointerFuncs;

void       apm_table_pointer_watch (GtkWidget                  *table,
                                    GtkWidget                  *column_view,
                                    const ApmTablePointerFuncs *funcs);
GtkWidget *apm_table_find_row      (ApmTableScreen             *screen,
                                    guint                       index);
gboolean   apm_table_query_tooltip (GtkWidget                  *column_view,
                                    int                         x,
                                    int                         y,
                                    gboolean                    keyboard,
                                    GtkTooltip                 *tooltip,
                                    gpointer                    user_data);

G_END_DECLS
