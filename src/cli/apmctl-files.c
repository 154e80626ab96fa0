/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-openers.h"
#include "apm-sheet.h"
#include "apm-text.h"

#include <glib/gi18n.h>

static int
print_text (const ApmOpeners *openers)
{
  static const char *const heads[] = { N_("NAME"), N_("PID"), N_("USER"), N_("HOW"), N_("FD"), N_("ACCESS"), N_("SIZE"), N_("PATH") };
  g_autofree char *gaps = apm_openers_dup_gaps_text (openers);
  g_autoptr(GString) text = g_string_new (NULL);
  ApmSheet *sheet = apm_sheet_new ("lrllrlrl");

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    apm_sheet_add (sheet, _(heads[i]));
  for (guint i = 0; i < openers->rows->len; i++)
    {
      const ApmOpener *row = openers->rows->pdata[i];

      apm_sheet_add (sheet, row->name);
      apm_sheet_take (sheet, g_strdup_printf ("%d", row->pid));
      apm_sheet_add (sheet, row->user ? row->user : "");
      apm_sheet_add (sheet, row->way);
      apm_sheet_take (sheet, row->fd >= 0 ? g_strdup_printf ("%d", row->fd) : NULL);
      apm_sheet_add (sheet, row->access ? row->access : "");
      apm_sheet_take (sheet, row->size_bytes >= 0 ? apm_text_format_bytes ((guint64) row->size_bytes) : NULL);
      apm_sheet_take (sheet, row->deleted ? g_strdup_printf ("%s (deleted)", row->path) : g_strdup (row->path));
    }
  apm_sheet_append_to (sheet, text);
  if (openers->rows->len == 0)
    g_string_assign (text, gaps ? _("Nobody who may be looked at has it open.\n") : _("Nobody has it open.\n"));
  if (gaps)
    g_string_append_printf (text, "%s\n", gaps);

  return apmctl_print (text);
}

static int
print_csv (const ApmOpeners *openers)
{
  g_autofree char *gaps = apm_openers_dup_gaps_text (openers);

  apmctl_warn (gaps);

  return apmctl_print_rows (APMCTL_CSV, "files", apm_opener_fields, openers->rows);
}

/* {"schema": 1, "files": […], "unreadable_count": N, "hidden": …, "cut": …} */
static int
print_json (const ApmOpeners *openers)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "schema");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < openers->rows->len; i++)
    {
      json_builder_begin_object (builder);
      apm_record_to_json (apm_opener_fields, openers->rows->pdata[i], builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "unreadable_count");
  json_builder_add_int_value (builder, openers->n_unreadable);
  json_builder_set_member_name (builder, "hidden");
  json_builder_add_boolean_value (builder, openers->hidden);
  json_builder_set_member_name (builder, "cut");
  json_builder_add_boolean_value (builder, openers->is_cut);
  json_builder_end_object (builder);

  return apmctl_print_json (builder);
}

/* What is there by that name, seen from here, is meant; else it is a part of a path. */
static char *
dup_what (const char *argument)
{
  if (*argument && g_file_test (argument, G_FILE_TEST_EXISTS))
    return g_canonicalize_filename (argument, NULL);

  return g_strdup (argument);
}

int
apmctl_files (int    argc,
              char **argv)
{
  gboolean json = FALSE, csv = FALSE, only_deleted = FALSE;
  const GOptionEntry entries[] = {
    { "deleted", 0, 0, G_OPTION_ARG_NONE, &only_deleted, N_("Only files whose name is gone: they still take their room"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print one JSON document"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_("Print a table as CSV"), NULL },
    { NULL }
  };
  g_autoptr(ApmOpenersSearch) search = NULL;
  g_autoptr(ApmOpeners) openers = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *what = NULL;
  int status;

  if (!apmctl_parse ("[PATH]", _("Tell who has a file open, or something below a folder, or a file with PATH in its name"), entries,
                     &argc, &argv, &status))
    return status;
  if (argc > 2 || (argc < 2 && !only_deleted))
    return apmctl_fail (APMCTL_USAGE, _("Which file? Give one path, or a part of it"));
  if (json && csv)
    return apmctl_fail (APMCTL_USAGE, _("Only one of --json and --csv"));

  what = dup_what (argc > 1 ? argv[1] : "");
  search = apm_openers_search_new (what, only_deleted);
  openers = apm_openers_search_run (search, NULL, &error);
  if (!openers)
    return apmctl_fail_error (error);
  if (json)
    return print_json (openers);
  if (csv)
    return print_csv (openers);

  return print_text (openers);
}
