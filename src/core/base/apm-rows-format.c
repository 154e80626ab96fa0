/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-rows-format.h"

#include "apm-error.h"

#include <glib/gi18n-lib.h>

static const struct { const char *suffix; ApmRowsFormat format; } suffixes[] = {
  { ".csv", APM_ROWS_CSV },
  { ".json", APM_ROWS_JSON },
  { ".jsonl", APM_ROWS_JSON_LINES },
};

/**
 * apm_rows_format_from_path:
 * @path: whose suffix chooses
 *
 * Returns: %FALSE with a sentence for a suffix that stands for nothing here
 */
gboolean
apm_rows_format_from_path (const char     *path,
                           ApmRowsFormat  *format,
                           GError        **error)
{
  g_autofree char *lower = NULL;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (path != NULL && format != NULL, FALSE);

  lower = g_ascii_strdown (path, -1);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i].suffix))
      {
        *format = suffixes[i].format;
        return TRUE;
      }

  shown = g_filename_display_name (path);
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
               _("“%s” tells no format: let it end in .csv, .json or .jsonl"), shown);

  return FALSE;
}

/**
 * apm_rows_append_head:
 * @key: what the rows are, "processes": the array's name in JSON
 *
 * What stands before the first row.
 */
void
apm_rows_append_head (GString        *out,
                      ApmRowsFormat   format,
                      const ApmField *fields,
                      const char     *key)
{
  if (format == APM_ROWS_CSV)
    apm_record_csv_head (fields, out);
  else if (format == APM_ROWS_JSON)
    g_string_append_printf (out, "{\"schema\":1,\"%s\":[", key);
}

/**
 * apm_rows_append:
 * @first: whether no row stands before it
 */
void
apm_rows_append (GString        *out,
                 ApmRowsFormat   format,
                 const ApmField *fields,
                 gconstpointer   row,
                 gboolean        first)
{
  switch (format)
    {
    case APM_ROWS_CSV:
      apm_record_csv_row (fields, row, out);
      break;
    case APM_ROWS_JSON:
      g_string_append (out, first ? "\n" : ",\n");
      apm_record_append_json (fields, row, out);
      break;
    case APM_ROWS_JSON_LINES:
      apm_record_append_json (fields, row, out);
      g_string_append_c (out, '\n');
      break;
    default:
      g_assert_not_reached ();
    }
}

void
apm_rows_append_tail (GString       *out,
                      ApmRowsFormat  format)
{
  if (format == APM_ROWS_JSON)
    g_string_append (out, "\n]}\n");
}
