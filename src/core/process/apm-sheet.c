/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-sheet.h"

#include "apm-text.h"

#include <string.h>

#define GAP 2

/* One cell that is longer than this pushes its own row aside, not all of them. */
#define WIDEST 48

struct _ApmSheet
{
  char *alignments;    /* a letter a column: l or r */
  guint n_columns;
  GPtrArray *cells;    /* of char *, row by row */
};

/**
 * apm_sheet_new:
 * @alignments: a letter a column, "l" or "r"
 *
 * Returns: (transfer full): for apm_sheet_append_to(), which frees it
 */
ApmSheet *
apm_sheet_new (const char *alignments)
{
  ApmSheet *self = g_new0 (ApmSheet, 1);

  self->alignments = g_strdup (alignments);
  self->n_columns = strlen (alignments);
  self->cells = g_ptr_array_new_with_free_func (g_free);

  return self;
}

static gboolean
has_controls (const char *cell)
{
  for (; *cell; cell++)
    if (g_ascii_iscntrl (*cell))
      return TRUE;

  return FALSE;
}

/* @cell: (nullable): "" */
void
apm_sheet_add (ApmSheet   *self,
               const char *cell)
{
  if (!cell)
    cell = "";
  g_ptr_array_add (self->cells, has_controls (cell) ? apm_text_escape_lines (cell) : g_strdup (cell));
}

void
apm_sheet_take (ApmSheet *self,
                char     *cell)
{
  apm_sheet_add (self, cell);
  g_free (cell);
}

/* @value: (nullable): there is no such line then */
void
apm_sheet_pair (ApmSheet   *self,
                const char *label,
                const char *value)
{
  if (!value)
    return;
  apm_sheet_add (self, label);
  apm_sheet_add (self, value);
}

void
apm_sheet_take_pair (ApmSheet   *self,
                     const char *label,
                     char       *value)
{
  apm_sheet_pair (self, label, value);
  g_free (value);
}

static gsize
get_width (ApmSheet *self,
           guint     column)
{
  gsize width = 0;

  for (guint i = column; i < self->cells->len; i += self->n_columns)
    {
      gsize cell = apm_text_get_width (self->cells->pdata[i]);

      width = cell <= WIDEST ? MAX (width, cell) : width;
    }

  return width;
}

static void
append_blanks (GString *text,
               gsize    n)
{
  while (n-- > 0)
    g_string_append_c (text, ' ');
}

/* Each row, without blanks at its end; the sheet is freed. */
void
apm_sheet_append_to (ApmSheet *self,
                     GString  *text)
{
  g_autofree gsize *widths = g_new (gsize, self->n_columns);

  for (guint column = 0; column < self->n_columns; column++)
    widths[column] = get_width (self, column);
  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *cell = self->cells->pdata[i];
      const guint column = i % self->n_columns;
      const gsize width = apm_text_get_width (cell);
      const gsize blanks = widths[column] - MIN (width, widths[column]);

      append_blanks (text, column > 0 ? GAP : 0);
      append_blanks (text, self->alignments[column] == 'r' ? blanks : 0);
      g_string_append (text, cell);
      append_blanks (text, self->alignments[column] == 'l' ? blanks : 0);
      if (column + 1 < self->n_columns)
        continue;
      while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate (text, text->len - 1);
      g_string_append_c (text, '\n');
    }

  g_ptr_array_unref (self->cells);
  g_free (self->alignments);
  g_free (self);
}
