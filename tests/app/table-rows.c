/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "table-rows.h"

static gconstpointer
get_row (gpointer owner,
         guint    index)
{
  return ((Owner *) owner)->rows[index];
}

static guint64
get_key (gpointer      owner,
         gconstpointer row)
{
  return ((const Row *) row)->name[0];
}

const ApmViewFuncs table_rows_funcs = { get_row, get_key };

void
show_rows (Owner *owner,
           guint  n_rows,
           ...)
{
  va_list args;

  va_start (args, n_rows);
  for (guint i = 0; i < n_rows; i++)
    owner->rows[i] = va_arg (args, const Row *);
  va_end (args);
  owner->n_rows = n_rows;
  apm_view_refresh (owner->view, n_rows);
}

void
on_changed (gpointer instance,
            GString *log)
{
  g_string_append (log, " changed");
}

void
assert_log (GString    *log,
            const char *expected)
{
  g_assert_cmpstr (log->str, ==, expected);
  g_string_truncate (log, 0);
}
