/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipeline.h"

#include "apm-error.h"
#include "apm-exec.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What only a shell does, where it stands outside of quotes. */
#define SHELL_ONLY "<>&;"

/* Finds the next of @marks outside of quotes, as a shell counts them. */
static const char *
find_unquoted (const char *text,
               const char *marks)
{
  char quote = '\0';

  for (; *text; text++)
    {
      if (*text == '\\' && quote != '\'')
        {
          if (*++text == '\0')
            return NULL;
        }
      else if (quote != '\0')
        quote = *text == quote ? '\0' : quote;
      else if (*text == '\'' || *text == '"')
        quote = *text;
      else if (strchr (marks, *text))
        return text;
    }

  return NULL;
}

/**
 * apm_pipeline_is_line:
 *
 * Returns: whether there is more than one program in @line
 */
gboolean
apm_pipeline_is_line (const char *line)
{
  return find_unquoted (line, "|") != NULL;
}

static void
plan_free (gpointer data)
{
  ApmPipelinePlan *plan = data;

  g_free (plan->command);
  g_strfreev (plan->argv);
  g_free (plan->problem);
  g_free (plan);
}

static char *
find_problem (ApmPipelinePlan *plan)
{
  const char *mark = find_unquoted (plan->command, SHELL_ONLY);
  g_autoptr(GError) error = NULL;
  g_autofree char *program = NULL;

  if (*plan->command == '\0')
    return g_strdup (_("There is no program between two “|”, or at an end"));
  if (mark)
    return g_strdup_printf (_("“%c” is an order to a shell, and there is none: put it in quotes to pass it on"), *mark);
  if (!g_shell_parse_argv (plan->command, NULL, &plan->argv, &error))
    return g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_BAD_QUOTING)
             ? g_strdup (_("A quote is opened and not closed.")) : g_strdup (error->message);

  program = apm_exec_dup_program (plan->argv[0], &error);
  if (program == NULL)
    return g_strdup (error->message);
  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE) || g_file_test (program, G_FILE_TEST_IS_DIR))
    return g_strdup_printf (_("There is no program “%s”"), program);

  return NULL;
}

/**
 * apm_pipeline_plan:
 * @line: programs joined by “|”, quoted as for a shell
 *
 * Takes the line apart and looks for each program, without starting any.
 *
 * Returns: (transfer full) (element-type ApmPipelinePlan): a plan a stage, or %NULL
 *   with %APM_ERROR_INVALID where there are too many
 */
GPtrArray *
apm_pipeline_plan (const char  *line,
                   GError     **error)
{
  g_autoptr(GPtrArray) plans = g_ptr_array_new_with_free_func (plan_free);
  const char *bar;

  do
    {
      ApmPipelinePlan *plan = g_new0 (ApmPipelinePlan, 1);

      bar = find_unquoted (line, "|");
      plan->command = bar ? g_strndup (line, (gsize) (bar - line)) : g_strdup (line);
      g_strstrip (plan->command);
      plan->problem = find_problem (plan);
      g_ptr_array_add (plans, plan);
      line = bar ? bar + 1 : line;
    }
  while (bar && plans->len <= APM_PIPELINE_STAGES);

  if (plans->len > APM_PIPELINE_STAGES)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A pipeline has at most %d programs here"), APM_PIPELINE_STAGES);
      return NULL;
    }

  return g_steal_pointer (&plans);
}
