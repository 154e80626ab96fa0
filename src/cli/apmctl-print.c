/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>

/**
 * apmctl_parse:
 * @parameters: what stands behind the options in the usage line, or NULL
 * @summary: what the command does
 * @entries: the command's options
 * @status: (out): the exit status if there is nothing more to do
 *
 * Takes the options out of @argv; "--help" prints and ends the command.
 *
 * Returns: whether to go on
 */
gboolean
apmctl_parse (const char         *parameters,
              const char         *summary,
              const GOptionEntry *entries,
              int                *argc,
              char             ***argv,
              int                *status)
{
  g_autoptr(GOptionContext) context = g_option_context_new (parameters);
  g_autofree char *program = g_strconcat ("apmctl ", (*argv)[0], NULL);
  g_autoptr(GError) error = NULL;
  gboolean help = FALSE;
  const GOptionEntry own[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_("Show this help"), NULL },
    { NULL }
  };

  g_set_prgname (program);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, own, GETTEXT_PACKAGE);

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *status = apmctl_fail (APMCTL_USAGE, "%s", error->message);
      return FALSE;
    }

  if (help)
    {
      g_autofree char *help_text = g_option_context_get_help (context, TRUE, NULL);
      g_autoptr(GString) text = g_string_new (help_text);

      *status = apmctl_print (text);
      return FALSE;
    }

  return TRUE;
}

/**
 * apmctl_fail:
 * @format: a sentence without its full stop
 *
 * Says to standard error why the command could not.
 *
 * Returns: @status
 */
int
apmctl_fail (ApmctlStatus  status,
             const char   *format,
             ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);

  fprintf (stderr, "apmctl: %s.\n", sentence);

  return status;
}

/**
 * apmctl_fail_error:
 *
 * Returns: the exit status that belongs to @error
 */
int
apmctl_fail_error (const GError *error)
{
  ApmctlStatus status = APMCTL_FAILED;

  if (g_error_matches (error, APM_ERROR, APM_ERROR_GONE) || g_error_matches (error, APM_ERROR, APM_ERROR_REUSED) ||
      g_error_matches (error, APM_ERROR, APM_ERROR_INVALID) || g_error_matches (error, APM_ERROR, APM_ERROR_EXISTS))
    status = APMCTL_USAGE;
  else if (g_error_matches (error, APM_ERROR, APM_ERROR_DENIED))
    status = APMCTL_DENIED;

  return apmctl_fail (status, "%s", error->message);
}

/**
 * apmctl_print:
 *
 * Returns: the exit status: failed where standard output cannot be written
 */
int
apmctl_print (const GString *text)
{
  if (fwrite (text->str, 1, text->len, stdout) != text->len || fflush (stdout) != 0)
    return apmctl_fail (APMCTL_FAILED, _("Cannot write to standard output: %s"), g_strerror (errno));

  return APMCTL_DONE;
}

static int
print_json (JsonBuilder *builder,
            gboolean     pretty)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(GString) text = g_string_new (NULL);

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, pretty);
  json_generator_to_gstring (generator, text);
  g_string_append_c (text, '\n');

  return apmctl_print (text);
}

int
apmctl_print_json (JsonBuilder *builder)
{
  return print_json (builder, TRUE);
}

static int
print_rows_json (const char      *key,
                 const ApmField  *fields,
                 const GPtrArray *rows,
                 gboolean         pretty)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      json_builder_begin_object (builder);
      apm_record_to_json (fields, rows->pdata[i], builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  return print_json (builder, pretty);
}

/**
 * apmctl_print_rows:
 * @format: JSON, JSON on one line or CSV
 * @key: what the rows are, "processes"
 *
 * Prints a listing for programs to read.
 */
int
apmctl_print_rows (ApmctlFormat     format,
                   const char      *key,
                   const ApmField  *fields,
                   const GPtrArray *rows)
{
  g_autoptr(GString) csv = NULL;

  if (format != APMCTL_CSV)
    return print_rows_json (key, fields, rows, format == APMCTL_JSON);

  csv = g_string_new (NULL);
  apm_record_csv_head (fields, csv);
  for (guint i = 0; i < rows->len; i++)
    apm_record_csv_row (fields, rows->pdata[i], csv);

  return apmctl_print (csv);
}
