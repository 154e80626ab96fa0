/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A list for lists that change every second. Its item at place i is a small
 * ApmPlace that stands for "whatever row is at place i now"; the rows are plain
 * structs that their owner keeps, orders and filters as it likes. When the rows
 * change, only the number of items is told to GTK (added or removed at the tail)
 * and ::refreshed asks the cells on the screen to read their row anew. So a
 * refresh costs what is visible, not what is there. Main thread only.
 * Read tests/base/test-view.c first. */

#define APM_TYPE_PLACE (apm_place_get_type ())
G_DECLARE_FINAL_TYPE (ApmPlace, apm_place, APM, PLACE, GObject)

guint          apm_place_get_index (ApmPlace *self);

#define APM_TYPE_VIEW (apm_view_get_type ())
G_DECLARE_FINAL_TYPE (ApmView, apm_view, APM, VIEW, GObject)

typedef struct {
  /* The row at @index < n_rows, borrowed until the next turn of the main loop. */
  gconstpointer (*get_row) (gpointer owner, guint index);
  /* What makes a row the same row at another place; unique in the view. */
  guint64       (*get_key) (gpointer owner, gconstpointer row);
} ApmViewFuncs;

ApmView       *apm_view_new        (const ApmViewFuncs *funcs,
                                    gpointer            owner);
void           apm_view_refresh    (ApmView            *self,
                                    guint               n_rows);
guint          apm_view_get_n_rows (ApmView            *self);
gconstpointer  apm_view_get_row    (ApmView            *self,
                                    guint               index);
guint64        apm_view_get_key    (ApmView            *self,
                                    guint               index);
gboolean       apm_view_find_key   (ApmView            *self,
                                    guint64             key,
                                    guint              *index);

G_END_DECLS
