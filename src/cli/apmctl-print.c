/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-text.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

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
 * apmctl_warn:
 * @sentence: (nullable): a whole one; %NULL: there is nothing to say
 *
 * Says to standard error what a listing for programs has no place for.
 */
void
apmctl_warn (const char *sentence)
{
  if (sentence)
    fprintf (stderr, "apmctl: %s\n", sentence);
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
 * apmctl_fail_column:
 * @fields: the columns that there are
 * @id: (not nullable): one that there is not
 *
 * Returns: the exit status of a wrong argument
 */
int
apmctl_fail_column (const ApmField *fields,
                    const char     *id)
{
  g_autoptr(GString) ids = g_string_new (fields->id);

  for (fields++; fields->id; fields++)
    g_string_append_printf (ids, ", %s", fields->id);

  return apmctl_fail (APMCTL_USAGE, _("There is no column “%s” among %s"), id, ids->str);
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

/* How many columns and lines the terminal has; FALSE where there is none. */
static gboolean
get_terminal (guint *n_columns,
              guint *n_lines)
{
  struct winsize size;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return FALSE;

  *n_columns = size.ws_col;
  *n_lines = size.ws_row > 1 ? size.ws_row : G_MAXUINT;

  return TRUE;
}

/* So much of @line, which ends at @end, as fits; wide characters take two columns. */
static void
append_cut (GString    *out,
            const char *line,
            const char *end,
            guint       n_columns)
{
  const char *fits = line;   /* with room for the ellipsis behind it */
  guint column = 0;

  for (const char *p = line; p < end; p = g_utf8_next_char (p))
    {
      column += apm_text_get_char_width (g_utf8_get_char (p));
      if (column < n_columns)
        fits = g_utf8_next_char (p);
      if (column > n_columns)
        {
          g_string_append_len (out, line, fits - line);
          g_string_append (out, "…\n");
          return;
        }
    }
  g_string_append_len (out, line, end - line);
  g_string_append_c (out, '\n');
}

/**
 * apmctl_print_lines:
 * @text: whole lines of UTF-8
 * @again: whether it replaces what was printed before
 *
 * On a terminal lines end at its edge, and what is printed again and again starts
 * at its upper left corner and ends at its last line. Elsewhere all is printed.
 */
int
apmctl_print_lines (const GString *text,
                    gboolean       again)
{
  g_autoptr(GString) out = NULL;
  guint n_columns, n_lines;
  const char *end;

  if (!get_terminal (&n_columns, &n_lines))
    return apmctl_print (text);

  out = g_string_new (again ? "\033[H\033[2J" : NULL);
  for (const char *line = text->str; (end = strchr (line, '\n')); line = end + 1)
    {
      if (again && n_lines-- == 1)
        break;
      append_cut (out, line, end, n_columns);
    }

  return apmctl_print (out);
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
