/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"
#include "apm-view.h"

G_BEGIN_DECLS

/* The rows of one listing, sorted by a field and searched by words, as a view for
 * an ApmTable. The rows are somebody's finished array; where they are many they are
 * put in order in a thread, and the view changes when that is done. Main thread.
 * Read tests/app/test-rows.c first. */

#define APM_TYPE_ROWS (apm_rows_get_type ())
G_DECLARE_FINAL_TYPE (ApmRows, apm_rows, APM, ROWS, GObject)

ApmRows *apm_rows_new         (const ApmField *fields,
                               guint64       (*get_key) (gconstpointer row));
ApmView *apm_rows_get_view    (ApmRows        *self);
void     apm_rows_set         (ApmRows        *self,
                               GPtrArray      *rows);
void     apm_rows_set_sort    (ApmRows        *self,
                               const char     *field_id,
                               gboolean        descending);
void     apm_rows_set_tree    (ApmRows        *self,
                               GPtrArray    *(*get_parts) (gconstpointer row));
void     apm_rows_set_open    (ApmRows        *self,
                               guint64         key,
                               gboolean        open);
gboolean apm_rows_is_open     (ApmRows        *self,
                               gconstpointer   row);
void     apm_rows_set_search  (ApmRows        *self,
                               const char     *words);
guint    apm_rows_get_n_total (ApmRows        *self);

G_END_DECLS
