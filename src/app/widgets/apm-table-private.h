/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table.h"
#include "apm-table-columns.h"
#include "apm-table-rows.h"
#include "apm-table-state.h"

G_BEGIN_DECLS

/* For apm-table.c and its two neighbours: which row is selected, and the menus. */

struct _ApmTable
{
  GtkWidget parent_instance;

  GtkWidget *stack;
  ApmTableRows *rows;
  GtkWidget *empty;         /* what is shown instead, or NULL */
  GtkWidget *popover;
  ApmTableColumns *columns;
  ApmTableState *state;
  ApmView *view;
  guint fit_id;
};

gboolean apm_table_find_selected (ApmTable *self,
                                  guint64  *key,
                                  guint    *index);
void     apm_table_copy_action   (GtkWidget  *widget,
                                  const char *action_name,
                                  GVariant   *parameter);
void     apm_table_popup_header_menu
                                 (ApmTable *self,
                                  double    x,
                                  double    y);

G_END_DECLS
