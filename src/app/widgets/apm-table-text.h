/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The lines of text in a table's cells, all in one font. A refresh changes hundreds
 * of them, most of them numbers: a line of plain characters at the end of its cell is
 * put together of glyphs that were shaped once, anything else is laid out by Pango.
 * Cells have no text widget of their own, which is what makes a refresh cheap. */

typedef struct _ApmTableText ApmTableText;

typedef enum {
  APM_TABLE_TEXT_NORMAL = 0,
  APM_TABLE_TEXT_END    = 1 << 0,   /* a number: at the end of the cell */
  APM_TABLE_TEXT_BOLD   = 1 << 1,
  APM_TABLE_TEXT_STRUCK = 1 << 2,
} ApmTableTextFlags;

ApmTableText *apm_table_text_new        (GtkWidget         *widget);
void          apm_table_text_free       (ApmTableText      *self);
int           apm_table_text_get_height (ApmTableText      *self);
int           apm_table_text_get_width  (ApmTableText      *self,
                                         const char        *text,
                                         ApmTableTextFlags  flags);
void          apm_table_text_snapshot   (ApmTableText      *self,
                                         GtkSnapshot       *snapshot,
                                         const char        *text,
                                         ApmTableTextFlags  flags,
                                         const GdkRGBA     *color,
                                         const GtkAllocation
                                                           *area);

G_END_DECLS
