/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-record.h"

#include "apm-text.h"

#include <math.h>
#include <string.h>

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))
#define AT(member, type) (*(const type *) (member))

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

/* Returns: (nullable): where the member is, %NULL if the row has not got it. */
static gconstpointer
locate (const ApmField *field,
        gconstpointer   row)
{
  gconstpointer base = row;
  const void *member;

  if (field->via > 0)
    base = *(gconstpointer *) (const void *) ((const char *) row + field->via - 1);
  if (!base)
    return NULL;
  member = (const char *) base + field->offset;

  switch (field->type)
    {
    case APM_FIELD_INT:
      return AT (member, int) == G_MININT ? NULL : member;
    case APM_FIELD_INT64:
      return AT (member, gint64) == G_MININT64 ? NULL : member;
    case APM_FIELD_DOUBLE:
      return isnan (AT (member, double)) ? NULL : member;
    case APM_FIELD_STRING:
      return AT (member, char *) ? member : NULL;
    case APM_FIELD_UINT:
    case APM_FIELD_UINT64:
    case APM_FIELD_BOOLEAN:
    default:
      return member;
    }
}

gboolean
apm_field_is_known (const ApmField *field,
                    gconstpointer   row)
{
  return locate (field, row) != NULL;
}

/**
 * apm_field_get_number:
 *
 * Returns: NaN if it is not known, or no number
 */
double
apm_field_get_number (const ApmField *field,
                      gconstpointer   row)
{
  gconstpointer member = locate (field, row);

  if (!member)
    return NAN;

  switch (field->type)
    {
    case APM_FIELD_INT:
    case APM_FIELD_BOOLEAN:
      return AT (member, int);
    case APM_FIELD_UINT:
      return AT (member, guint);
    case APM_FIELD_INT64:
      return (double) AT (member, gint64);
    case APM_FIELD_UINT64:
      return (double) AT (member, guint64);
    case APM_FIELD_DOUBLE:
      return AT (member, double);
    case APM_FIELD_STRING:
    default:
      return NAN;
    }
}

/**
 * apm_field_get_text:
 *
 * Returns: (transfer none) (nullable): %NULL if it is not known, or no text
 */
const char *
apm_field_get_text (const ApmField *field,
                    gconstpointer   row)
{
  gconstpointer member = field->type == APM_FIELD_STRING ? locate (field, row) : NULL;

  return member ? AT (member, char *) : NULL;
}

/**
 * apm_field_compare:
 *
 * Returns: below, equal or above 0; text by the locale's rules, what is not known first
 */
int
apm_field_compare (const ApmField *field,
                   gconstpointer   row_a,
                   gconstpointer   row_b)
{
  gconstpointer a = locate (field, row_a);
  gconstpointer b = locate (field, row_b);

  if (!a || !b)
    return ORDER (a != NULL, b != NULL);

  switch (field->type)
    {
    case APM_FIELD_INT:
    case APM_FIELD_BOOLEAN:
      return ORDER (AT (a, int), AT (b, int));
    case APM_FIELD_UINT:
      return ORDER (AT (a, guint), AT (b, guint));
    case APM_FIELD_INT64:
      return ORDER (AT (a, gint64), AT (b, gint64));
    case APM_FIELD_UINT64:
      return ORDER (AT (a, guint64), AT (b, guint64));
    case APM_FIELD_DOUBLE:
      return ORDER (AT (a, double), AT (b, double));
    case APM_FIELD_STRING:
      return g_utf8_collate (AT (a, char *), AT (b, char *));
    default:
      g_assert_not_reached ();
    }
}

static void
add_json_value (const ApmField *field,
                gconstpointer   member,
                JsonBuilder    *builder)
{
  switch (field->type)
    {
    case APM_FIELD_INT:
      json_builder_add_int_value (builder, AT (member, int));
      break;
    case APM_FIELD_UINT:
      json_builder_add_int_value (builder, AT (member, guint));
      break;
    case APM_FIELD_INT64:
    case APM_FIELD_UINT64:
      json_builder_add_int_value (builder, AT (member, gint64));
      break;
    case APM_FIELD_DOUBLE:
      json_builder_add_double_value (builder, AT (member, double));
      break;
    case APM_FIELD_BOOLEAN:
      json_builder_add_boolean_value (builder, AT (member, gboolean));
      break;
    case APM_FIELD_STRING:
      json_builder_add_string_value (builder, AT (member, char *));
      break;
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
      gconstpointer member = locate (fields, row);

      json_builder_set_member_name (builder, fields->id);
      if (member)
        add_json_value (fields, member, builder);
      else
        json_builder_add_null_value (builder);
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

/* As CSV and JSON have it; by hand, since a list of many thousands is written so. */
static void
append_number (const ApmField *field,
               gconstpointer   member,
               GString        *out)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (field->type)
    {
    case APM_FIELD_INT:
      g_string_append_printf (out, "%d", AT (member, int));
      break;
    case APM_FIELD_UINT:
      g_string_append_printf (out, "%u", AT (member, guint));
      break;
    case APM_FIELD_INT64:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, AT (member, gint64));
      break;
    case APM_FIELD_UINT64:
      g_string_append_printf (out, "%" G_GUINT64_FORMAT, AT (member, guint64));
      break;
    case APM_FIELD_DOUBLE:
      g_string_append (out, g_ascii_formatd (number, sizeof number, "%.6g", AT (member, double)));
      break;
    case APM_FIELD_BOOLEAN:
      g_string_append (out, AT (member, gboolean) ? "true" : "false");
      break;
    case APM_FIELD_STRING:
    default:
      g_assert_not_reached ();
    }
}

/**
 * apm_json_append_text:
 *
 * Appends @text with its quotes, as JSON has it.
 */
void
apm_json_append_text (GString    *json,
                      const char *text)
{
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *quoted = NULL;

  if (!apm_text_needs_escape (text))
    {
      g_string_append_c (json, '"');
      g_string_append (json, text);
      g_string_append_c (json, '"');
      return;
    }

  node = json_node_init_string (json_node_alloc (), text);
  quoted = json_to_string (node, FALSE);
  g_string_append (json, quoted);
}

/**
 * apm_record_append_json:
 *
 * Appends one object on one line, without a newline: a member for each field.
 */
void
apm_record_append_json (const ApmField *fields,
                        gconstpointer   row,
                        GString        *json)
{
  g_string_append_c (json, '{');
  for (const ApmField *field = fields; field->id; field++)
    {
      gconstpointer member = locate (field, row);

      g_string_append_printf (json, "%s\"%s\":", field == fields ? "" : ",", field->id);
      if (!member || (field->type == APM_FIELD_DOUBLE && !isfinite (AT (member, double))))
        g_string_append (json, "null");
      else if (field->type == APM_FIELD_STRING)
        apm_json_append_text (json, AT (member, char *));
      else
        append_number (field, member, json);
    }
  g_string_append_c (json, '}');
}

void
apm_record_csv_row (const ApmField *fields,
                    gconstpointer   row,
                    GString        *csv)
{
  for (const ApmField *field = fields; field->id; field++)
    {
      gconstpointer member = locate (field, row);

      if (field != fields)
        g_string_append_c (csv, ',');
      if (member && field->type == APM_FIELD_STRING)
        apm_csv_append_text (csv, AT (member, char *));
      else if (member)
        append_number (field, member, csv);
    }
  g_string_append_c (csv, '\n');
}
