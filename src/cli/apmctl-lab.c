/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-problem.h"
#include "apm-sheet.h"

#include <glib/gi18n.h>
#include <string.h>

static void
add_string (JsonBuilder *json,
            const char  *name,
            const char  *value)
{
  json_builder_set_member_name (json, name);
  if (value)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_strings (JsonBuilder       *json,
             const char        *name,
             const char *const *values)
{
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; values && values[i]; i++)
    json_builder_add_string_value (json, values[i]);
  json_builder_end_array (json);
}

static void
add_int (JsonBuilder *json,
         const char  *name,
         gint64       value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, value);
}

static void
add_parameters (JsonBuilder *json,
                ApmProblem  *problem)
{
  guint n;
  const ApmParameter *parameters = apm_problem_get_parameters (problem, &n);

  json_builder_set_member_name (json, "parameters");
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      const ApmParameter *parameter = &parameters[i];

      json_builder_begin_object (json);
      add_string (json, "id", parameter->id);
      add_string (json, "title", parameter->title);
      if (parameter->choices)
        {
          add_string (json, "default", parameter->choices[parameter->value]);
          add_strings (json, "choices", parameter->choices);
        }
      else
        {
          add_int (json, "default", parameter->value);
          add_int (json, "minimum", parameter->minimum);
          add_int (json, "maximum", parameter->maximum);
          add_string (json, "unit", parameter->unit);
        }
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_presets (JsonBuilder *json,
             ApmProblem  *problem)
{
  guint n;
  const ApmPreset *presets = apm_problem_get_presets (problem, &n);

  json_builder_set_member_name (json, "presets");
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (json);
      add_string (json, "id", presets[i].id);
      add_string (json, "title", presets[i].title);
      add_strings (json, "values", presets[i].values);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_variants (JsonBuilder *json,
              ApmProblem  *problem)
{
  guint n;
  const ApmVariant *variants = apm_problem_get_variants (problem, &n);

  json_builder_set_member_name (json, "variants");
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (json);
      add_string (json, "id", variants[i].id);
      add_string (json, "title", variants[i].title);
      json_builder_set_member_name (json, "right");
      json_builder_add_boolean_value (json, variants[i].right);
      add_string (json, "expectation", variants[i].expectation);
      add_string (json, "source", variants[i].source_path);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static int
list_json (GListModel *catalogue)
{
  g_autoptr(JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  add_int (json, "schema", 1);
  json_builder_set_member_name (json, "problems");
  json_builder_begin_array (json);
  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);

      json_builder_begin_object (json);
      add_string (json, "id", apm_problem_get_id (problem));
      add_string (json, "title", apm_problem_get_title (problem));
      add_string (json, "group", apm_problem_get_group (problem));
      add_string (json, "text", apm_problem_get_text (problem));
      add_parameters (json, problem);
      add_presets (json, problem);
      add_variants (json, problem);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);

  return apmctl_print_json (json);
}

/* The variants of all problems, a line each, in columns. */
static char **
dup_variant_lines (GListModel *catalogue)
{
  g_autoptr(GString) text = g_string_new (NULL);
  ApmSheet *sheet = apm_sheet_new ("lll");

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);
      guint n;
      const ApmVariant *variants = apm_problem_get_variants (problem, &n);

      for (guint j = 0; j < n; j++)
        {
          apm_sheet_take (sheet, g_strdup_printf ("  %s:%s", apm_problem_get_id (problem), variants[j].id));
          apm_sheet_add (sheet, variants[j].right ? _("right") : _("wrong"));
          apm_sheet_add (sheet, variants[j].title);
        }
    }
  apm_sheet_append_to (sheet, text);

  return g_strsplit (text->str, "\n", -1);
}

static int
list_text (GListModel *catalogue)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(GStrv) lines = dup_variant_lines (catalogue);
  char **line = lines;

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);
      guint n;

      apm_problem_get_variants (problem, &n);
      g_string_append_printf (text, "%s (%s)\n", apm_problem_get_title (problem), apm_problem_get_group (problem));
      for (; n > 0; n--)
        g_string_append_printf (text, "%s\n", *line++);
    }

  return apmctl_print (text);
}

static int
lab_list (int    argc,
          char **argv)
{
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { NULL }
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(GListModel) catalogue = NULL;
  const char *const *complaints;
  int status;

  if (!apmctl_parse (NULL, _("Lists the problems of the laboratory."), entries, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return apmctl_fail (APMCTL_USAGE, _("“lab list” takes nothing but options"));

  catalogue = apm_catalogue_load (NULL, &error);
  if (catalogue == NULL)
    return apmctl_fail_error (error);

  complaints = apm_catalogue_get_complaints (catalogue);
  for (guint i = 0; complaints[i]; i++)
    apmctl_fail (APMCTL_USAGE, "%s", complaints[i]);

  return as_json ? list_json (catalogue) : list_text (catalogue);
}

static const struct {
  const char *name;
  const char *full_name;    /* in the usage line */
  const char *summary;
  int       (*run) (int argc, char **argv);
} orders[] = {
  { "list", "lab list", N_("Lists the problems of the laboratory."), lab_list },
  { "run", "lab run", N_("Runs a program of the laboratory and judges it."), apmctl_lab_run },
};

static int
print_help (void)
{
  g_autoptr(GString) text = g_string_new (_("Usage: apmctl lab list | run PROBLEM[:VARIANT] [OPTION…]"));

  g_string_append_printf (text, "\n\n%s\n", _("Orders:"));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    g_string_append_printf (text, "  %-5s %s\n", orders[i].name, _(orders[i].summary));
  g_string_append_printf (text, "\n%s\n", _("“apmctl lab ORDER --help” tells what an order takes."));

  return apmctl_print (text);
}

/* apmctl lab list, apmctl lab run */
int
apmctl_lab (int    argc,
            char **argv)
{
  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    return print_help ();

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (orders); i++)
    if (strcmp (argv[1], orders[i].name) == 0)
      {
        argv[1] = (char *) orders[i].full_name;
        return orders[i].run (argc - 1, argv + 1);
      }

  return apmctl_fail (APMCTL_USAGE, _("What of the laboratory? “apmctl lab list” or “apmctl lab run PROBLEM”"));
}
