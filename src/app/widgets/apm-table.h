/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-view.h"

G_BEGIN_DECLS

/* A table over an ApmView: sortable, resizable columns described by one C table,
 * a selection that stays with its row, and a refresh that costs only the cells on
 * the screen. It owns the widgets, never the rows; sorting is the rows' owner's
 * work, asked for by ::sort-changed. Main thread only.
 * Read tests/app/test-table.c first. */

typedef enum {
  APM_COLUMN_TEXT    = 0,
  APM_COLUMN_NUMERIC = 1 << 0,   /* right-aligned, tabular digits, sorts descending first */
  APM_COLUMN_EXPAND  = 1 << 1,   /* takes the space that is left */
  APM_COLUMN_HIDDEN  = 1 << 2,   /* not shown until chosen */
  APM_COLUMN_FIXED   = 1 << 3,   /* its header does not sort */
  APM_COLUMN_MINOR   = 1 << 4,   /* the first to go where the table is narrow */
} ApmColumnFlags;

/* Draws a small picture in a cell; main thread, from a copy of the data. */
typedef void (*ApmCellPaint) (GtkWidget    *cell,
                              GtkSnapshot  *snapshot,
                              int           width,
                              int           height,
                              gconstpointer data);

typedef struct _ApmColumn ApmColumn;

typedef enum {
  APM_EXPANDER_NONE,
  APM_EXPANDER_CLOSED,
  APM_EXPANDER_OPEN,
} ApmExpander;

/* What a cell shows; given empty to ApmColumn.format. */
typedef struct {
  GString    *text;
  const char *css_class;   /* a literal such as "dim-label", "error", "warning", "success", or NULL;
                            * "apm-row-…" is for the whole of the cell's room in its row */
  const char *icon_name;   /* in front of the text, or NULL */
  double      fraction;    /* 0 to 1: a bar behind the text; below 0: none */
  int         depth;       /* of its row in a tree, 0 and more: indents; below 0: no tree */
  ApmExpander expander;    /* in a tree */
  gpointer    user_data;   /* as given to apm_table_set_cell_data() */
  ApmCellPaint paint;      /* a picture instead of the text, which says the same in words; or NULL */
  gconstpointer picture;   /* what it draws from: @picture_size bytes, copied */
  gsize       picture_size;
  const ApmColumn *column; /* of the cell */
} ApmCell;

/* A table of columns ends with { NULL }. */
struct _ApmColumn {
  const char    *id;       /* of the field it shows; unique */
  const char    *title;    /* N_(), with the unit of a number */
  int            width;    /* in pixels, until the user drags it */
  ApmColumnFlags flags;
  void         (*format) (gconstpointer row, ApmCell *cell);
};

#define APM_TYPE_TABLE (apm_table_get_type ())
G_DECLARE_FINAL_TYPE (ApmTable, apm_table, APM, TABLE, GtkWidget)

GtkWidget     *apm_table_new                (void);
void           apm_table_set_columns        (ApmTable        *self,
                                             const ApmColumn *columns);
void           apm_table_set_cell_data      (ApmTable        *self,
                                             gpointer         user_data);
void           apm_table_set_view           (ApmTable        *self,
                                             ApmView         *view);
ApmView       *apm_table_get_view           (ApmTable        *self);
void           apm_table_set_title          (ApmTable        *self,
                                             const char      *title);
void           apm_table_set_empty          (ApmTable        *self,
                                             const char      *icon_name,
                                             const char      *title,
                                             const char      *text,
                                             const char      *action_label,
                                             const char      *action_name);

void           apm_table_set_sort           (ApmTable        *self,
                                             const char      *column_id,
                                             gboolean         descending);
const char    *apm_table_get_sort           (ApmTable        *self,
                                             gboolean        *descending);
void           apm_table_set_state          (ApmTable        *self,
                                             GSettings       *settings,
                                             const char      *name);
void           apm_table_set_columns_button (ApmTable        *self,
                                             GtkMenuButton   *button);
GMenuModel    *apm_table_get_columns_menu   (ApmTable        *self);
GStrv          apm_table_dup_columns        (ApmTable        *self);

guint64        apm_table_get_selected       (ApmTable        *self,
                                             gboolean        *any);
gconstpointer  apm_table_get_selected_row   (ApmTable        *self);
gboolean       apm_table_select_key         (ApmTable        *self,
                                             guint64          key);
guint64       *apm_table_dup_visible_keys   (ApmTable        *self,
                                             guint           *n_keys);
gboolean       apm_table_has_popup          (ApmTable        *self);
void           apm_table_unselect           (ApmTable        *self);
char          *apm_table_dup_selected_text  (ApmTable        *self);
char          *apm_table_dup_row_text       (ApmTable        *self,
                                             guint            index);

gboolean       apm_table_get_follow_tail    (ApmTable        *self);
void           apm_table_set_follow_tail    (ApmTable        *self,
                                             gboolean         follow_tail);
void           apm_table_popup_menu         (ApmTable        *self,
                                             GMenuModel      *menu,
                                             double           x,
                                             double           y);

G_END_DECLS
