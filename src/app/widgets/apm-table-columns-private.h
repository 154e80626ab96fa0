/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table-columns.h"

G_BEGIN_DECLS

/* For apm-table-columns.c and its neighbour with the menu. */

#define APM_COLUMN_WIDTH_MIN 24

typedef struct {
  ApmTableColumns *owner;
  const ApmColumn *column;
  GtkColumnViewColumn *view_column;
  GSimpleAction *show_action;
  gboolean shown;      /* the user's choice */
  gboolean kept;       /* chosen while there was no room: it stays, and the table scrolls */
  gboolean dropped;    /* no room */
  int width;           /* where it is seen */
} ApmColumnEntry;

struct _ApmTableColumns
{
  GObject parent_instance;
  GtkColumnView *column_view;    /* borrowed: the table owns both */
  ApmTableScreen *screen;
  GPtrArray *entries;            /* of ApmColumnEntry, as declared */
  GSimpleActionGroup *actions;
  GSimpleAction *sort_action;
  GSimpleAction *descending_action;
  GMenu *menu;
  ApmColumnEntry *primary;       /* the one that sorts, or NULL */
  ApmColumnEntry *probed;
  gboolean descending;
  int width;
  guint arrange_id;
};

ApmColumnEntry *apm_table_columns_find     (ApmTableColumns *self,
                                            const char      *id);
void            apm_table_columns_update   (ApmTableColumns *self);
void            apm_table_columns_place    (ApmColumnEntry  *entry,
                                            guint            position);
void            apm_table_columns_add_menu (ApmTableColumns *self);

G_END_DECLS
