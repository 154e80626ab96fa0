/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-error.h"
#include "apm-explorable.h"

#include <glib/gstdio.h>

/* A run is a text that can be mailed: what is written is read again. */

static GListModel *
load (void)
{
  g_autoptr(GError) error = NULL;
  GListModel *catalogue = apm_catalogue_load (NULL, &error);

  g_assert_no_error (error);

  return catalogue;
}

static const struct {
  const char *text, *schedule;
  const char *again;          /* what is written of it; NULL: the same */
} runs[] = {
  { "apmctl check bounded-buffer:no-mutex", NULL, NULL },
  { "apmctl check bounded-buffer:no-mutex --schedule 'main*2,1!*3' -- items=2 slots=1", "main*2,1!*3", NULL },
  { "apmctl check counter:none --spurious --ignore-races --schedule main", "main", NULL },
  { "apmctl check counter:none --invariant 'total >= 0' --invariant 'rounds < 9' --schedule main", "main", NULL },
  { "apmctl check counter:none --stdin /etc/passwd --schedule main", "main", NULL },
  { "  apmctl  check counter:none\n  --schedule 'main*2,\n> 1*3,2'\r\n", "main*2,1*3,2",
    "apmctl check counter:none --schedule 'main*2,1*3,2'" },
  { "apmctl check counter --schedule=main", "main", "apmctl check counter:none --schedule main" },
};

static void
test_run (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(GListModel) catalogue = load ();
  g_autoptr(ApmExplorable) run = NULL;
  g_autoptr(ApmExplorable) copy = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *schedule = NULL, *text = NULL;

  run = apm_explorable_parse (runs[i].text, catalogue, &schedule, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (schedule, ==, runs[i].schedule);
  copy = apm_explorable_copy (run);
  text = apm_explorable_dup_text (copy, schedule);
  g_assert_cmpstr (text, ==, runs[i].again ? runs[i].again : runs[i].text);
}

static const char *const bad[] = {
  "", "hello", "apmctl", "apmctl check", "apmctl watch counter:none", "apmctl check nothing:none", "apmctl check counter:never",
  "apmctl check 'counter:none", "apmctl check /nowhere/at-all.c", "apmctl check counter:none --nonsense",
  "apmctl check counter:none --stdin /nowhere/at-all", "apmctl check counter:none --source /nowhere/at-all.c", "apmctl check --source /dev/null a.c",
  "apmctl check counter:none --schedule", "apmctl check -- counter:none", "apmctl check --schedule main",
};

static void
test_bad (void)
{
  g_autoptr(GListModel) catalogue = load ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *schedule = NULL;

      g_assert_null (apm_explorable_parse (bad[i], catalogue, &schedule, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
    }
}

/* Somebody's copy of a variant is named by its file, and is what is explored. */
static void
test_copy (void)
{
  g_autoptr(GListModel) catalogue = load ();
  const ApmVariant *none, *mutex;
  ApmProblem *problem;
  g_autoptr(ApmProblem) copy = NULL;
  g_autoptr(ApmExplorable) run = NULL, again = NULL;
  g_autofree char *text = NULL, *expected = NULL, *schedule = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (apm_catalogue_find_variant (catalogue, "counter:none", &problem, &none, NULL));
  g_assert_true (apm_catalogue_find_variant (catalogue, "counter:mutex", &problem, &mutex, NULL));
  copy = apm_problem_dup_with_source (problem, "none", mutex->source_path);
  run = apm_explorable_new_for_variant (copy, apm_problem_find_variant (copy, "none"));

  text = apm_explorable_dup_text (run, "main");
  expected = g_strdup_printf ("apmctl check counter:none --source %s --schedule main", mutex->source_path);
  g_assert_cmpstr (text, ==, expected);
  again = apm_explorable_parse (text, catalogue, &schedule, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->variant->id, ==, "none");
  g_assert_cmpstr (again->variant->source_path, ==, mutex->source_path);
  g_assert_cmpstr (again->sources[0], ==, mutex->source_path);
}

/* Odd names of files and arguments are the same afterwards. */
static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("it's $HOME XXXXXX", NULL);
  g_autofree char *one = g_build_filename (folder, "a b.c", NULL), *two = g_build_filename (folder, "ü;.c", NULL);
  const char *sources[] = { one, two, NULL }, *arguments[] = { "--", "", "x'y", NULL };
  g_autoptr(ApmExplorable) run = apm_explorable_new_for_sources (sources);
  g_autoptr(ApmExplorable) again = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL, *schedule = NULL, *title = NULL;

  g_assert_true (g_file_set_contents (one, "", 0, NULL) && g_file_set_contents (two, "", 0, NULL));
  apm_explorable_set_arguments (run, arguments);
  title = apm_explorable_dup_title (run);
  g_assert_cmpstr (title, ==, "a b.c and 1 more file");
  text = apm_explorable_dup_text (run, "main*4");
  again = apm_explorable_parse (text, NULL, &schedule, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_equal ((const char *const *) again->sources, sources));
  g_assert_true (g_strv_equal ((const char *const *) again->arguments, arguments));
  g_assert_cmpstr (schedule, ==, "main*4");

  g_unlink (one);
  g_unlink (two);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/explorable/run/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_run);
    }
  g_test_add_func ("/explorable/bad", test_bad);
  g_test_add_func ("/explorable/copy", test_copy);
  g_test_add_func ("/explorable/files", test_files);

  return g_test_run ();
}
