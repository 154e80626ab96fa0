/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-change-columns.h"

#include <glib/gi18n.h>
#include <math.h>

#include "apm-cell-number.h"
#include "apm-census-diff.h"
#include "apm-process.h"

static const struct { const char *word; const char *label; const char *css_class; } changes[] = {
  { "new", NC_("a process since a snapshot", "new"), "apm-row-new" },
  { "ended", NC_("a process since a snapshot", "ended"), "apm-ended" },
  { "changed", NC_("a process since a snapshot", "changed"), NULL },
};

static void
style (const ApmChange *change,
       ApmCell         *cell,
       gboolean         dim)
{
  if (dim)
    cell->css_class = "dim-label";
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (changes[i].css_class && g_str_equal (changes[i].word, change->change))
      cell->css_class = changes[i].css_class;
}

static double
get_number (const ApmChange *change,
            ApmCell         *cell)
{
  double number = apm_field_get_number (apm_field_find (apm_change_fields, cell->column->id), change);

  style (change, cell, isnan (number) || number == 0);

  return number;
}

static void
format_change (gconstpointer row,
               ApmCell      *cell)
{
  const ApmChange *change = row;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (g_str_equal (changes[i].word, change->change))
      g_string_assign (cell->text, g_dpgettext2 (NULL, "a process since a snapshot", changes[i].label));
  style (change, cell, FALSE);
}

static void
format_name (gconstpointer row,
             ApmCell      *cell)
{
  const ApmChange *change = row;

  if (change->was)
    /* Translators: a process has another name now; the first is the new one */
    g_string_printf (cell->text, _("%s, was %s"), change->name, change->was);
  else
    g_string_assign (cell->text, change->name);
  style (change, cell, change->command == NULL);
}

static void
format_text (gconstpointer row,
             ApmCell      *cell)
{
  const char *text = apm_field_get_text (apm_field_find (apm_change_fields, cell->column->id), row);

  if (text)
    g_string_assign (cell->text, text);
  style (row, cell, FALSE);
}

static void
format_state (gconstpointer row,
              ApmCell      *cell)
{
  const ApmChange *change = row;

  if (change->state)
    g_string_assign (cell->text, apm_process_state_label (change->state));
  style (change, cell, FALSE);
}

static void
format_integer (gconstpointer row,
                ApmCell      *cell)
{
  apm_cell_append_number (cell, APM_NUMBER_INTEGER, get_number (row, cell));
}

static void
format_decimal (gconstpointer row,
                ApmCell      *cell)
{
  apm_cell_append_number (cell, APM_NUMBER_DECIMAL, get_number (row, cell));
}

static void
format_span (gconstpointer row,
             ApmCell      *cell)
{
  apm_cell_append_number (cell, APM_NUMBER_SPAN, get_number (row, cell));
}

static void
format_bytes (gconstpointer row,
              ApmCell      *cell)
{
  apm_cell_append_number (cell, APM_NUMBER_BYTES, get_number (row, cell));
}

static void
format_difference (gconstpointer row,
                   ApmCell      *cell)
{
  apm_cell_append_difference (cell, APM_NUMBER_INTEGER, get_number (row, cell));
}

static void
format_bytes_difference (gconstpointer row,
                         ApmCell      *cell)
{
  apm_cell_append_difference (cell, APM_NUMBER_BYTES, get_number (row, cell));
}

#define MINOR_NUMBER (APM_COLUMN_NUMERIC | APM_COLUMN_MINOR)
#define HIDDEN_NUMBER (APM_COLUMN_NUMERIC | APM_COLUMN_HIDDEN)

const ApmColumn apm_change_columns[] = {
  { "change", N_("Change"), 76, APM_COLUMN_TEXT, format_change },
  { "name", N_("Name"), 140, APM_COLUMN_TEXT, format_name },
  { "pid", N_("PID"), 70, APM_COLUMN_NUMERIC, format_integer },
  { "user", N_("User"), 80, APM_COLUMN_MINOR, format_text },
  { "rss_change_bytes", N_("Memory ±"), 92, APM_COLUMN_NUMERIC, format_bytes_difference },
  { "cpu_used_us", N_("CPU time used"), 108, APM_COLUMN_NUMERIC, format_span },
  { "cpu_percent", N_("CPU %"), 72, MINOR_NUMBER, format_decimal },
  { "threads_change", N_("Threads ±"), 88, APM_COLUMN_NUMERIC, format_difference },
  { "descriptors_change", N_("Descriptors ±"), 112, APM_COLUMN_NUMERIC, format_difference },
  { "rss_bytes", N_("Memory"), 88, HIDDEN_NUMBER, format_bytes },
  { "threads", N_("Threads"), 80, HIDDEN_NUMBER, format_integer },
  { "descriptors", N_("Descriptors"), 92, HIDDEN_NUMBER, format_integer },
  { "state", N_("State"), 110, APM_COLUMN_HIDDEN, format_state },
  { "ppid", N_("Parent"), 76, HIDDEN_NUMBER, format_integer },
  { "command", N_("Command line"), 110, APM_COLUMN_EXPAND, format_text },
  { NULL }
};

const ApmListing apm_change_listing = {
  "changes", N_("Export Changes"), apm_change_fields
};
