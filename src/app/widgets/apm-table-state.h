/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table-columns.h"

G_BEGIN_DECLS

/* Keeps a table's columns and order in the settings' key "tables", a dictionary
 * with an entry for each table; written once things have been quiet for a while. */

#define APM_TYPE_TABLE_STATE (apm_table_state_get_type ())
G_DECLARE_FINAL_TYPE (ApmTableState, apm_table_state, APM, TABLE_STATE, GObject)

ApmTableState *apm_table_state_new   (ApmTableColumns *columns,
                                      GSettings       *settings,
                                      const char      *name);
void           apm_table_state_touch (ApmTableState   *self);

G_END_DECLS
