/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include "apm-compiler.h"
#include "apm-text.h"

#include <glib/gstdio.h>
#include <string.h>

/* A source that somebody has changed is run in the place of the catalogue's. */

typedef struct {
  GListModel *catalogue;
  ApmProblem *original;
  const ApmVariant *variant;    /* of it: wrong */
  char *dir, *path;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  fixture->catalogue = apm_catalogue_load (NULL, &error);
  g_assert_no_error (error);
  apm_catalogue_find_variant (fixture->catalogue, "rendezvous:both-wait", &fixture->original, &fixture->variant, &error);
  g_assert_no_error (error);
  fixture->dir = g_dir_make_tmp ("apm-copy-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "both-wait.c", NULL);
}

/* What was made of it stands in the cache, under a name that no other run will ask for. */
static void
remove_program (Fixture *fixture)
{
  g_autoptr(ApmProblem) copy = apm_problem_dup_with_source (fixture->original, "both-wait", fixture->path);
  g_autofree char *program = apm_compiler_dup_program (apm_problem_find_variant (copy, "both-wait"));
  g_autofree char *folder = g_path_get_dirname (program);

  if (!g_str_has_prefix (program, g_get_user_cache_dir ()))
    return;

  g_unlink (program);
  g_rmdir (folder);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  remove_program (fixture);
  g_unlink (fixture->path);
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
  g_object_unref (fixture->catalogue);
}

static void
write_source (Fixture    *fixture,
              const char *variant,
              const char *before)
{
  const ApmVariant *source = apm_problem_find_variant (fixture->original, variant);
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (source->source_path, &text, NULL, &error);
  g_assert_no_error (error);
  whole = g_strconcat (before, text, NULL);
  g_file_set_contents (fixture->path, whole, -1, &error);
  g_assert_no_error (error);
}

static ApmExperiment *
make_run (Fixture *fixture)
{
  g_autoptr(ApmProblem) copy = apm_problem_dup_with_source (fixture->original, "both-wait", fixture->path);
  ApmExperiment *run = apm_experiment_new (copy, apm_problem_find_variant (copy, "both-wait"));

  g_assert_true (apm_experiment_set (run, "delay_min_ms", "0", NULL));
  g_assert_true (apm_experiment_set (run, "delay_max_ms", "0", NULL));

  return run;
}

static ApmExperiment *
run_copy (Fixture *fixture)
{
  ApmExperiment *run = make_run (fixture);

  sync_test_run (run);

  return run;
}

static void
test_all_else_is_the_same (Fixture      *fixture,
                           gconstpointer data)
{
  g_autoptr(ApmProblem) copy = apm_problem_dup_with_source (fixture->original, "both-wait", fixture->path);
  const ApmVariant *changed = apm_problem_find_variant (copy, "both-wait");
  const ApmVariant *other = apm_problem_find_variant (copy, "semaphores");

  g_assert_true (apm_problem_is_copy (copy));
  g_assert_false (apm_problem_is_copy (fixture->original));
  g_assert_cmpstr (apm_problem_get_id (copy), ==, "rendezvous");
  g_assert_nonnull (apm_problem_find_parameter (copy, "delay_min_ms"));
  g_assert_cmpstr (changed->source_path, ==, fixture->path);
  g_assert_true (changed->right);
  g_assert_false (fixture->variant->right);
  g_assert_cmpstr (other->source_path, ==, apm_problem_find_variant (fixture->original, "semaphores")->source_path);
}

/* Mended, it holds; spoilt again in the same second, it does not. */
static void
test_newest_text_runs (Fixture      *fixture,
                       gconstpointer data)
{
  g_autoptr(ApmExperiment) mended = NULL;
  g_autoptr(ApmExperiment) spoilt = NULL;

  write_source (fixture, "semaphores", "");
  mended = run_copy (fixture);
  g_assert_cmpint (apm_experiment_get_verdict (mended), ==, APM_VERDICT_HOLDS);

  write_source (fixture, "both-wait", "");
  spoilt = run_copy (fixture);
  g_assert_cmpint (apm_experiment_get_verdict (spoilt), ==, APM_VERDICT_BROKEN);
}

static void
test_what_the_compiler_says (Fixture      *fixture,
                             gconstpointer data)
{
  g_autoptr(ApmExperiment) run = NULL;
  g_autoptr(GPtrArray) diagnostics = NULL;
  const ApmDiagnostic *first;

  write_source (fixture, "semaphores", "\noops oops;\n");
  run = run_copy (fixture);
  g_assert_cmpint (apm_experiment_get_state (run), ==, APM_RUN_FAILED);
  g_assert_null (apm_experiment_get_lens (run));

  diagnostics = apm_experiment_dup_diagnostics (run);
  g_assert_cmpuint (diagnostics->len, >, 0);
  first = diagnostics->pdata[0];
  g_assert_cmpstr (first->file, ==, fixture->path);
  g_assert_cmpuint (first->line, ==, 2);
}

static void
take_sentence (char      **told,
               const char *sentence)
{
  if (strstr (sentence, "cannot be done again"))
    apm_set_str (told, sentence);
}

/* A step is taken back by doing those before it again: where that leads to another
 * point it is said, and no more of them are done. */
static void
test_undo_that_parts (Fixture      *fixture,
                      gconstpointer data)
{
  g_autoptr(ApmExperiment) run = NULL, undone = NULL;
  g_autofree char *told = NULL;
  g_autoptr(GError) error = NULL;

  write_source (fixture, "semaphores", "");
  run = make_run (fixture);
  apm_experiment_start_paused (run);
  g_assert_true (apm_experiment_start (run, &error));
  test_until (apm_experiment_get_state (run) == APM_RUN_PAUSED);
  for (guint i = 0; i < 3; i++)
    sync_test_step (run, 0);             /* shows its lap, posts, and waits */
  undone = apm_experiment_dup_undone (run);
  apm_experiment_stop (run);
  test_until (sync_test_has_ended (run));

  write_source (fixture, "both-wait", "");
  g_signal_connect_swapped (undone, "event", G_CALLBACK (take_sentence), &told);
  g_assert_true (apm_experiment_start (undone, &error));
  test_until (told != NULL);
  g_assert_cmpstr (told, ==, "Step 2 cannot be done again: A1 stands at another point than before.");
  g_assert_cmpuint (apm_experiment_get_n_steps (undone), ==, 1);
  g_assert_cmpint (apm_experiment_get_state (undone), ==, APM_RUN_PAUSED);
  apm_experiment_stop (undone);
  test_until (sync_test_has_ended (undone));
}

/* Wherever somebody keeps it. */
static void
test_place (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *path = apm_problem_dup_copy_path (fixture->original, fixture->variant);

  g_assert_true (g_str_has_prefix (path, g_get_user_data_dir ()));
  g_assert_true (g_str_has_suffix (path, "/copies/rendezvous/both-wait.c"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test) g_test_add ("/copy/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("all-else-is-the-same", test_all_else_is_the_same);
  ADD ("newest-text-runs", test_newest_text_runs);
  ADD ("what-the-compiler-says", test_what_the_compiler_says);
  ADD ("undo-that-parts", test_undo_that_parts);
  ADD ("place", test_place);

  return g_test_run ();
}
