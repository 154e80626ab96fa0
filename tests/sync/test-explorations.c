/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-exploration.h"

#include "../until.h"

/* Every variant of the catalogue has the verdict that it is said to have: of a right
 * one no schedule fails, of a wrong one some does. Who only lets others wait for long
 * breaks nothing in any single schedule. Of processes and what is between them no
 * schedule can be explored: the call that makes it so is named, with its place. */

static GListModel *catalogue;

static const struct {
  const char *problem, *call;
} beyond[] = {
  { "fork-lock", "fork" },
  { "holder-killed", "problem_die" },
  { "pipe-buf", "write" },
  { "pipe-close", "pipe" },
  { "pipe-full", "pipe" },
  { "pipe-own", "read" },
  { "pipe-torn", "write" },
  { "queue-unread", "mq_receive" },
  { "sigpipe", "fork" },
};

static const ApmExplored *
run (ApmExploration *exploration)
{
  g_autoptr(GError) error = NULL;

  apm_exploration_start (exploration, &error);
  g_assert_no_error (error);
  test_until (apm_exploration_is_ended (exploration));

  return apm_exploration_get_result (exploration);
}

static const char *
find_call_beyond (ApmProblem *problem)
{
  for (guint i = 0; i < G_N_ELEMENTS (beyond); i++)
    if (strcmp (beyond[i].problem, apm_problem_get_id (problem)) == 0)
      return beyond[i].call;

  return NULL;
}

static const char *
find_place (const ApmExplored *result,
            const char        *call)
{
  for (guint i = 0; i < result->unknown->len; i++)
    {
      const ApmExploredCall *one = g_ptr_array_index (result->unknown, i);

      if (strcmp (one->name, call) == 0)
        return one->place;
    }

  return NULL;
}

/* The line that it is said to be on has the call. */
static void
check_is_called_at (const char *call,
                    const char *place,
                    const char *source_path)
{
  g_autofree char *name = g_path_get_basename (source_path);
  g_autofree char *said = NULL;
  g_autofree char *text = NULL;
  g_autofree char *called = g_strconcat (call, " (", NULL);
  g_autofree char *path = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  guint line;

  path = apm_failure_place_dup (place, &line);
  g_assert_nonnull (path);
  said = g_path_get_basename (path);
  g_assert_cmpstr (said, ==, name);
  g_file_get_contents (source_path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (line, >, 0);
  g_assert_cmpuint (line, <=, g_strv_length (lines));
  g_assert_nonnull (strstr (lines[line - 1], called));
}

static void
test_variant (gconstpointer data)
{
  ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  g_autoptr(ApmExploration) exploration = NULL;
  g_autofree char *title = NULL;
  const ApmVariant *variant;
  const ApmExplored *result;
  ApmExploredVerdict verdict;
  const char *call;
  ApmProblem *problem;
  gboolean is_partial;

  g_assert_true (apm_catalogue_find_variant (catalogue, data, &problem, &variant, NULL));
  is_partial = apm_exploration_is_partial (problem, variant);
  options.seconds = is_partial ? 3 : 60;
  exploration = apm_exploration_new_for_variant (problem, variant, &options);
  result = run (exploration);
  verdict = apm_explored_get_verdict (result);
  title = apm_explored_dup_title (result);
  g_test_message ("%s; %s", title, apm_exploration_get_complaints (exploration));
  call = find_call_beyond (problem);
  if (call)
    {
      g_assert_cmpint (verdict, ==, APM_EXPLORED_UNKNOWN_CALL);
      check_is_called_at (call, find_place (result, call), variant->source_path);
    }
  else if (is_partial)
    g_assert_true (verdict == APM_EXPLORED_COMPLETE || verdict == APM_EXPLORED_BOUNDED ||
                   (verdict == APM_EXPLORED_FAILED && !variant->right));
  else if (variant->right)
    g_assert_cmpint (verdict, ==, APM_EXPLORED_COMPLETE);
  else
    g_assert_cmpint (verdict, ==, APM_EXPLORED_FAILED);
}

static void
add_problem (ApmProblem *problem)
{
  guint n;
  const ApmVariant *variants = apm_problem_get_variants (problem, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/explorations/%s/%s", apm_problem_get_id (problem), variants[i].id);

      g_test_add_data_func_full (path, g_strdup_printf ("%s:%s", apm_problem_get_id (problem), variants[i].id),
                                 test_variant, g_free);
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  catalogue = apm_catalogue_load (NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr(ApmProblem) problem = g_list_model_get_item (catalogue, i);

      add_problem (problem);
    }
  status = g_test_run ();
  g_object_unref (catalogue);

  return status;
}
