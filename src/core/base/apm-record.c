/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-record.h"

#include "apm-text.h"

#include <string.h>

#define MEMBER(row, field, type) (*(const type *) (const void *) ((const char *) (row) + (field)->offset))
#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/**
 * apm_field_find:
 *
 * Returns: (transfer none) (nullable): the field called @id
 */
const ApmField *
apm_field_find (const ApmField *fields,
                const char     *id)
{
  g_return_val_if_fail (fields != NULL && id != NULL, NULL);

  for (; fields->id; fields++)
    if (strcmp (fields->id, id) == 0)
      return fields;

  return NULL;
}

/**
 * apm_field_compare:
 *
 * Returns: below, equal or above 0; text by the locale's rules, a missing text first
 */
int
apm_field_compare (const ApmField *field,
                   gconstpointer   row_a,
                   gconstpointer   row_b)
{
  const char *a;
  const char *b;

  switch (field->type)
    {
    case APM_FIELD_INT:
    case APM_FIELD_BOOLEAN:
      return ORDER (MEMBER (row_a, field, int), MEMBER (row_b, field, int));
    case APM_FIELD_UINT:
      return ORDER (MEMBER (row_a, field, guint), MEMBER (row_b, field, guint));
    case APM_FIELD_INT64:
      return ORDER (MEMBER (row_a, field, gint64), MEMBER (row_b, field, gint64));
    case APM_FIELD_UINT64:
      return ORDER (MEMBER (row_a, field, guint64), MEMBER (row_b, field, guint64));
    case APM_FIELD_DOUBLE:
      return ORDER (MEMBER (row_a, field, double), MEMBER (row_b, field, double));
    case APM_FIELD_STRING:
      a = MEMBER (row_a, field, char *);
      b = MEMBER (row_b, field, char *);
      if (!a || !b)
        return ORDER (a != NULL, b != NULL);
      return g_utf8_collate (a, b);
    default:
      g_assert_not_reached ();
    }
}

/**
 * apm_record_to_json:
 * @builder: inside an object
 *
 * Adds a member for each field.
 */
void
apm_record_to_json (const ApmField *fields,
                    gconstpointer   row,
                    JsonBuilder    *builder)
{
  for (; fields->id; fields++)
    {
      json_builder_set_member_name (builder, fields->id);
      switch (fields->type)
        {
        case APM_FIELD_INT:
          json_builder_add_int_value (builder, MEMBER (row, fields, int));
          break;
        case APM_FIELD_UINT:
          json_builder_add_int_value (builder, MEMBER (row, fields, guint));
          break;
        case APM_FIELD_INT64:
        case APM_FIELD_UINT64:
          json_builder_add_int_value (builder, MEMBER (row, fields, gint64));
          break;
        case APM_FIELD_DOUBLE:
          json_builder_add_double_value (builder, MEMBER (row, fields, double));
          break;
        case APM_FIELD_BOOLEAN:
          json_builder_add_boolean_value (builder, MEMBER (row, fields, gboolean));
          break;
        case APM_FIELD_STRING:
          if (MEMBER (row, fields, char *))
            json_builder_add_string_value (builder, MEMBER (row, fields, char *));
          else
            json_builder_add_null_value (builder);
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

/**
 * apm_csv_append_text:
 *
 * Appends one CSV field (RFC 4180), on one line whatever @text holds: control
 * characters are escaped, and quotes are set where a comma, quote or blank asks
 * for them. A missing text is an empty field.
 */
void
apm_csv_append_text (GString    *csv,
                     const char *text)
{
  g_autofree char *line = apm_text_escape_lines (text ? text : "");

  if (!strpbrk (line, ",\"; "))
    {
      g_string_append (csv, line);
      return;
    }

  g_string_append_c (csv, '"');
  for (const char *p = line; *p; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

void
apm_record_csv_head (const ApmField *fields,
                     GString        *csv)
{
  for (const ApmField *field = fields; field->id; field++)
    g_string_append_printf (csv, "%s%s", field == fields ? "" : ",", field->id);
  g_string_append_c (csv, '\n');
}

void
apm_record_csv_row (const ApmField *fields,
                    gconstpointer   row,
                    GString        *csv)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (const ApmField *field = fields; field->id; field++)
    {
      if (field != fields)
        g_string_append_c (csv, ',');

      switch (field->type)
        {
        case APM_FIELD_INT:
          g_string_append_printf (csv, "%d", MEMBER (row, field, int));
          break;
        case APM_FIELD_UINT:
          g_string_append_printf (csv, "%u", MEMBER (row, field, guint));
          break;
        case APM_FIELD_INT64:
          g_string_append_printf (csv, "%" G_GINT64_FORMAT, MEMBER (row, field, gint64));
          break;
        case APM_FIELD_UINT64:
          g_string_append_printf (csv, "%" G_GUINT64_FORMAT, MEMBER (row, field, guint64));
          break;
        case APM_FIELD_DOUBLE:
          g_string_append (csv, g_ascii_formatd (number, sizeof number, "%.6g", MEMBER (row, field, double)));
          break;
        case APM_FIELD_BOOLEAN:
          g_string_append (csv, MEMBER (row, field, gboolean) ? "true" : "false");
          break;
        case APM_FIELD_STRING:
          apm_csv_append_text (csv, MEMBER (row, field, char *));
          break;
        default:
          g_assert_not_reached ();
        }
    }
  g_string_append_c (csv, '\n');
}
