/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-census-diff.h"
#include "apm-sheet.h"
#include "apm-text.h"

#include <glib/gi18n.h>
#include <math.h>

/**
 * apmctl_ps_save:
 * @path: the file, or "-"
 *
 * Keeps how the processes are now, for apmctl_ps_since().
 */
int
apmctl_ps_save (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmCensus) now = apm_census_take (&error);

  if (!now || !apm_census_save (now, path, &error))
    return apmctl_fail_error (error);

  return APMCTL_DONE;
}

/* "+12", "−1.5 MiB"; "-" where it is not known */
static char *
dup_difference (double   number,
                gboolean is_bytes)
{
  const char *sign = number < 0 ? "−" : number > 0 ? "+" : "";
  g_autofree char *bytes = NULL;

  if (isnan (number))
    return g_strdup ("-");
  if (!is_bytes || number == 0)
    return g_strdup_printf ("%s%.0f", sign, fabs (number));
  bytes = apm_text_format_bytes ((guint64) fabs (number));

  return g_strdup_printf ("%s%s", sign, bytes);
}

static void
add_difference (ApmSheet        *sheet,
                const ApmChange *change,
                const char      *field_id)
{
  double number = apm_field_get_number (apm_field_find (apm_change_fields, field_id), change);

  apm_sheet_take (sheet, dup_difference (number, g_str_has_suffix (field_id, "_bytes")));
}

static int
print_text (const ApmChanges *changes,
            const GPtrArray  *rows)
{
  static const char *const titles[] = { "CHANGE", "PID", "USER", "RSS±", "TIME", "THR±", "FDS±", "COMMAND" };
  ApmSheet *sheet = apm_sheet_new ("lrlrrrrl");
  g_autofree char *summary = apm_changes_dup_text (changes);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    apm_sheet_add (sheet, titles[i]);
  for (guint i = 0; i < rows->len; i++)
    {
      const ApmChange *change = rows->pdata[i];

      apm_sheet_add (sheet, change->change);
      apm_sheet_take (sheet, g_strdup_printf ("%d", change->pid));
      apm_sheet_add (sheet, change->user);
      add_difference (sheet, change, "rss_change_bytes");
      apm_sheet_take (sheet, change->cpu_used_us == G_MININT64 ? g_strdup ("-")
                                                               : apm_text_format_span (change->cpu_used_us));
      add_difference (sheet, change, "threads_change");
      add_difference (sheet, change, "descriptors_change");
      apm_sheet_take (sheet, change->command ? g_strdup (change->command) : g_strdup_printf ("[%s]", change->name));
    }
  apm_sheet_append_to (sheet, text);
  g_string_append_printf (text, "%s\n", summary);

  return apmctl_print_lines (text, FALSE);
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      data)
{
  const ApmField *field = apm_field_find (apm_change_fields, (const char *) data + (*(const char *) data == '-'));
  int order = apm_field_compare (field, *(gconstpointer *) a, *(gconstpointer *) b);

  return *(const char *) data == '-' ? -order : order;
}

/**
 * apmctl_ps_since:
 * @path: of apmctl_ps_save(), or saved in the window
 * @sort: (nullable): a column of the changes; with - the largest first
 *
 * Tells what has changed since.
 */
int
apmctl_ps_since (const char   *path,
                 ApmctlFormat  format,
                 const char   *sort)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ApmCensus) before = NULL;
  g_autoptr(ApmCensus) now = NULL;
  g_autoptr(ApmChanges) changes = NULL;

  if (sort && !apm_field_find (apm_change_fields, sort + (*sort == '-')))
    return apmctl_fail_column (apm_change_fields, sort + (*sort == '-'));

  before = apm_census_load (path, &error);
  now = before ? apm_census_take (&error) : NULL;
  if (!now)
    return apmctl_fail_error (error);

  changes = apm_census_compare (before, now);
  if (sort)
    g_ptr_array_sort_with_data (changes->rows, compare, (gpointer) sort);
  if (format != APMCTL_TEXT)
    return apmctl_print_rows (format, "changes", apm_change_fields, changes->rows);

  return print_text (changes, changes->rows);
}
