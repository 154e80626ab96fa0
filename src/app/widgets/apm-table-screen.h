/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table-text.h"
#include "apm-table.h"

G_BEGIN_DECLS

/* What the cells of one table share. A cell that is on the screen stands in
 * @mapped, so a refresh walks what is seen and nothing else. GTK keeps some 200
 * rows ready out of sight; their cells stand in @ready and are read now and then in
 * idle time, a few at a turn, for those who hear the table rather than see it. */
typedef struct {
  ApmView *view;        /* (nullable) */
  gpointer user_data;
  GString *text;        /* room for formatting, used again by each cell */
  ApmTableText *lines;  /* draws what the cells say */
  GQueue   mapped;      /* of ApmTableCell */
  GQueue   ready;       /* of ApmTableCell */
  guint    n_stale;     /* cells at the head of @ready that are not read yet */
  guint    source_id;   /* until they are read */
} ApmTableScreen;

void apm_table_screen_init    (ApmTableScreen *screen,
                               GtkWidget      *widget);
void apm_table_screen_refresh (ApmTableScreen *screen);
void apm_table_screen_format  (ApmTableScreen *screen,
                               const ApmColumn *column,
                               gconstpointer   row,
                               ApmCell        *cell);
void apm_table_screen_enlist  (ApmTableScreen *screen,
                               GList          *link,
                               gboolean        was_mapped,
                               gboolean        is_mapped);
void apm_table_screen_clear   (ApmTableScreen *screen);

G_END_DECLS
