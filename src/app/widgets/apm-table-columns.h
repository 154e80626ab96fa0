/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table-cell.h"

G_BEGIN_DECLS

/* The columns of one table: which are shown, in which order and how wide, which
 * one sorts, and the menu to choose them. */

#define APM_TABLE_STATE_TYPE "(a(sbi)sb)"   /* columns in order (id, shown, width), sorted by, descending */

#define APM_TYPE_TABLE_COLUMNS (apm_table_columns_get_type ())
G_DECLARE_FINAL_TYPE (ApmTableColumns, apm_table_columns, APM, TABLE_COLUMNS, GObject)

ApmTableColumns *apm_table_columns_new         (GtkColumnView   *column_view,
                                                ApmTableScreen  *screen,
                                                const ApmColumn *columns);
void             apm_table_columns_sort        (ApmTableColumns *self,
                                                const char      *id,
                                                gboolean         descending);
const char      *apm_table_columns_get_sort    (ApmTableColumns *self,
                                                gboolean        *descending);
void             apm_table_columns_fit         (ApmTableColumns *self,
                                                int              width);
GVariant        *apm_table_columns_save        (ApmTableColumns *self);
void             apm_table_columns_restore     (ApmTableColumns *self,
                                                GVariant        *state);
void             apm_table_columns_append_text (ApmTableColumns *self,
                                                guint            index,
                                                GString         *text);
GStrv            apm_table_columns_dup_shown   (ApmTableColumns *self);
GActionGroup    *apm_table_columns_get_actions (ApmTableColumns *self);
GMenuModel      *apm_table_columns_get_menu    (ApmTableColumns *self);

G_END_DECLS
