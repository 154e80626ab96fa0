/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include "apm-forced-plan.h"
#include "apm-forced.h"
#include "apm-meter.h"

#include <glib/gstdio.h>
#include <string.h>

/* A failing schedule is found, and forced upon real threads. */

typedef struct {
  ApmExplorable *program;
  ApmExploration *exploration;
  const ApmFailure *failure;
} Found;

static void
found_clear (Found *found)
{
  g_clear_pointer (&found->program, apm_explorable_free);
  g_clear_object (&found->exploration);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static void
explore (Found                *found,
         ApmExplorable        *program,
         ApmExplorationOptions options)
{
  g_autoptr(GError) error = NULL;
  const ApmExplored *explored;

  found->program = program;
  found->exploration = apm_explorable_explore (program, options);
  apm_exploration_start (found->exploration, &error);
  g_assert_no_error (error);
  test_until (apm_exploration_is_ended (found->exploration));
  explored = apm_exploration_get_result (found->exploration);
  found->failure = explored->failures->len > 0 ? explored->failures->pdata[0] : NULL;
}

static ApmForced *
force (const Found *found)
{
  ApmForced *forced = apm_forced_new (found->program, found->exploration, found->failure);

  apm_forced_start (forced);
  test_until (apm_forced_get_state (forced) == APM_FORCED_ENDED);

  return forced;
}

/* The plan */

static const struct {
  const char *name;
  const char *steps;       /* "THREAD OPERATION;…" */
  const char *turns;       /* "THREAD OPERATION CHILD;…" */
} plans[] = {
  { "nothing", "main read", "" },
  { "turns", "main create;main write;1 lock;1 write;1 unlock;1 exit;main join", "0 create 1;1 lock -1;1 unlock -1;0 join -1;" },
  { "unknown child", "main create;main sem-post", "0 create -1;0 sem-post -1;" },
  { "idle child", "main create;main create;2 lock", "0 create -1;0 create 1;1 lock -1;" },
  { "tries", "main trylock;main sem-trywait;main tryrdlock", "0 lock -1;0 sem-wait -1;0 rdlock -1;" },
  { "woken", "main cond-wait;main cond-wake", "0 cond-wait -1;0 cond-wake -1;" },
  { "too late for a lock", "main timeout;main lock", "0 - -1;0 lock -1;" },
  { "too late for a wake-up", "main cond-wait;main timeout;main lock;main unlock;main lock",
    "0 cond-wait -1;0 cond-wake -1;0 unlock -1;0 lock -1;" },
};

static void
test_plan (gconstpointer data)
{
  guint nth = GPOINTER_TO_UINT (data);
  g_autoptr(ApmExplored) explored = apm_explored_new ();
  g_auto(GStrv) steps = g_strsplit (plans[nth].steps, ";", -1);
  ApmExploredProgress progress;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(ApmPlay) play = NULL;
  g_autoptr(GArray) turns = NULL;

  apm_explored_take_line (explored, "failure\tdeadlock\tmain\tp.c:9\t-\t-\t", &progress);
  for (guint i = 0; steps[i]; i++)
    {
      g_auto(GStrv) words = g_strsplit (steps[i], " ", 2);
      g_autofree char *line = g_strdup_printf ("step\t%u\t%s\t%s\tp.c:1\tx\t-\t4\t-", i + 1, words[0], words[1]);

      apm_explored_take_line (explored, line, &progress);
    }
  play = apm_play_new (explored->failures->pdata[0]);
  turns = apm_forced_plan_new (play);
  for (guint i = 0; i < turns->len; i++)
    {
      const ApmForcedTurn *turn = &g_array_index (turns, ApmForcedTurn, i);
      const char *word = apm_forced_plan_get_word (turn->op);

      g_string_append_printf (text, "%u %s %d;", turn->thread, word ? word : "-", turn->child);
    }
  g_assert_cmpstr (text->str, ==, plans[nth].turns);
}

/* The catalogue */

#define TRIES 2

static const struct {
  const char *name;
  const char *says;
} variants[] = {
  { "philosophers:naive", "a proven deadlock" },
  { "bank:opposite", "a proven deadlock" },
  { "bounded-buffer:mutex-first", "nobody is left who could wake them" },
  { "signalling:no-variable", "nobody is left who could wake them" },
  { "bounded-buffer:if", "an item is taken out of an empty slot" },
};

static void
test_variant (gconstpointer data)
{
  guint nth = GPOINTER_TO_UINT (data);
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  g_autofree char *text = g_strconcat ("apmctl check ", variants[nth].name, NULL), *schedule = NULL;
  g_auto(Found) found = { 0 };

  explore (&found, apm_explorable_parse (text, catalogue, &schedule, NULL), (ApmExplorationOptions) APM_EXPLORATION_OPTIONS_INIT);
  g_assert_nonnull (found.failure);
  for (guint i = 0; i < TRIES; i++)
    {
      g_autoptr(ApmForced) forced = force (&found);
      gboolean hangs = strcmp (found.failure->kind, "deadlock") == 0;

      g_test_message ("%s", apm_forced_get_sentence (forced));
      g_assert_cmpint (apm_forced_get_end (forced), ==, APM_FORCED_FAILS);
      g_assert_nonnull (strstr (apm_forced_get_sentence (forced), variants[nth].says));
      g_assert_cmpuint (apm_forced_get_position (forced), ==, found.failure->steps->len);
      g_assert_cmpint (apm_forced_get_hangs (forced), ==, hangs);
      apm_forced_stop (forced);
      test_until (!apm_forced_get_hangs (forced));
    }
}

/* What is forced each time seldom happens by itself. */
static void
test_free (void)
{
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  g_autofree char *schedule = NULL;
  g_autoptr(ApmExplorable) program = apm_explorable_parse ("apmctl check philosophers:naive", catalogue, &schedule, NULL);
  g_autoptr(ApmMeter) meter = apm_meter_new (program, 10, 60);

  apm_meter_start (meter);
  test_until (apm_meter_get_figure (meter, APM_METER_FREE)->state == APM_FIGURE_DONE);
  g_assert_cmpuint (apm_meter_get_figure (meter, APM_METER_FREE)->failed, <, 10);
  apm_meter_cancel (meter);
  test_until (!apm_meter_is_running (meter));
}

/* Somebody's own file */

static const char own[] =
  "#include <assert.h>\n"
  "#include <pthread.h>\n"
  "#include <stdio.h>\n"
  "static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;\n"
  "static int value;\n"
  "static void *add (void *data)\n"
  "{\n"
  "  int copy;\n"
  "  pthread_mutex_lock (&mutex);\n"
  "  copy = value;\n"
  "  pthread_mutex_unlock (&mutex);\n"
  "  pthread_mutex_lock (&mutex);\n"
  "  value = copy + 1;\n"
  "  pthread_mutex_unlock (&mutex);\n"
  "  return NULL;\n"
  "}\n"
  "int main (void)\n"
  "{\n"
  "  pthread_t threads[2];\n"
  "  for (int i = 0; i < 2; i++)\n"
  "    pthread_create (&threads[i], NULL, add, NULL);\n"
  "  for (int i = 0; i < 2; i++)\n"
  "    pthread_join (threads[i], NULL);\n"
  "  assert (value == 2);\n"
  "  return 0;\n"
  "}\n";

static void
explore_own (Found *found)
{
  g_autofree char *dir = g_dir_make_tmp ("apm-forced-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "own.c", NULL);
  const char *sources[] = { path, NULL };

  g_assert_true (g_file_set_contents (path, own, -1, NULL));
  explore (found, apm_explorable_new_for_sources (sources), (ApmExplorationOptions) APM_EXPLORATION_OPTIONS_INIT);
  g_assert_nonnull (found->failure);
  g_assert_cmpstr (found->failure->kind, ==, "assertion");
}

static void
remove_own (Found *found)
{
  g_autofree char *dir = g_path_get_dirname (found->program->sources[0]);

  g_unlink (found->program->sources[0]);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

static gboolean
has_thread (ApmLens    *lens,
            const char *name)
{
  guint n = apm_lens_model_get_n_threads (apm_lens_lock (lens));
  gboolean found = FALSE;

  apm_lens_unlock (lens);
  for (guint i = 0; i < n && !found; i++)
    {
      g_autofree char *one = apm_lens_dup_thread_name (lens, (int) i);

      found = g_str_equal (one, name);
    }

  return found;
}

/* Its threads are called as in the schedule. */
static void
test_own (void)
{
  g_auto(Found) found = { 0 };
  g_autoptr(ApmForced) forced = NULL;

  explore_own (&found);
  forced = force (&found);
  g_test_message ("%s", apm_forced_get_sentence (forced));
  g_assert_cmpint (apm_forced_get_end (forced), ==, APM_FORCED_FAILS);
  g_assert_nonnull (strstr (apm_forced_get_sentence (forced), "value == 2"));
  g_assert_true (has_thread (apm_forced_get_lens (forced), "main"));
  g_assert_true (has_thread (apm_forced_get_lens (forced), "thread 2"));
  g_assert_false (apm_forced_get_hangs (forced));
  remove_own (&found);
}

static const char reading[] =
  "#include <assert.h>\n#include <pthread.h>\n#include <stdio.h>\n"
  "int read, value; pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;\n"
  "static void *set (void *v) { pthread_mutex_lock (&m); value = read; pthread_mutex_unlock (&m); return v; }\n"
  "int main (void) { pthread_t i; if (scanf (\"%d\", &read) != 1) return 0;\n"
  "pthread_create (&i, 0, set, 0); pthread_mutex_lock (&m); assert (value != 7); pthread_mutex_unlock (&m);\n"
  "pthread_join (i, 0); return 0; }\n";

/* What it reads comes from a file: without it, or with another, it would not fail. */
static void
test_input (void)
{
  g_auto(Found) found = { 0 };
  g_autoptr(ApmForced) forced = NULL;
  g_autofree char *dir = g_dir_make_tmp ("apm-forced-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "own.c", NULL), *input = g_build_filename (dir, "seven", NULL);
  const char *sources[] = { path, NULL };
  ApmExplorable *program;

  g_assert_true (g_file_set_contents (path, reading, -1, NULL) && g_file_set_contents (input, "7\n", -1, NULL));
  program = apm_explorable_new_for_sources (sources);
  apm_explorable_set_input (program, input);
  explore (&found, program, (ApmExplorationOptions) APM_EXPLORATION_OPTIONS_INIT);
  g_assert_nonnull (found.failure);
  forced = force (&found);
  g_test_message ("%s", apm_forced_get_sentence (forced));
  g_assert_cmpint (apm_forced_get_end (forced), ==, APM_FORCED_FAILS);
  g_assert_nonnull (strstr (apm_forced_get_sentence (forced), "value != 7"));
  g_unlink (input);
  remove_own (&found);
}

static ApmFailureStep *
find_step (const ApmFailure *failure,
           const char       *thread,
           const char       *operation)
{
  for (guint i = 0; i < failure->steps->len; i++)
    {
      ApmFailureStep *step = failure->steps->pdata[i];

      if (strcmp (step->thread, thread) == 0 && strcmp (step->operation, operation) == 0)
        return step;
    }
  g_assert_not_reached ();
}

/* A schedule that the program cannot follow is said to be none, with its step. */
static void
test_divergence (void)
{
  g_auto(Found) found = { 0 };
  g_autoptr(ApmForced) forced = NULL;
  g_autofree char *where = NULL;
  ApmFailureStep *step;

  explore_own (&found);
  step = find_step (found.failure, "2", "unlock");
  g_free (step->operation);
  step->operation = g_strdup ("sem-post");
  forced = force (&found);
  g_test_message ("%s", apm_forced_get_sentence (forced));
  g_assert_cmpint (apm_forced_get_end (forced), ==, APM_FORCED_DIVERGED);
  where = g_strdup_printf ("at step %u, where thread 2 posts to", step->number);
  g_assert_nonnull (strstr (apm_forced_get_sentence (forced), where));
  g_assert_nonnull (strstr (apm_forced_get_sentence (forced), "(it unlocks)"));
  g_assert_cmpuint (apm_forced_get_position (forced), ==, step->number - 1);
  remove_own (&found);
}

/* One that is over before the last turn has not followed, whatever its status. */
static void
test_over (void)
{
  g_auto(Found) found = { 0 };
  g_autoptr(ApmForced) forced = NULL;

  explore_own (&found);
  g_assert_true (g_file_set_contents (found.program->sources[0], "int main (void) { return 0; }\n", -1, NULL));
  forced = force (&found);
  g_test_message ("%s", apm_forced_get_sentence (forced));
  g_assert_cmpint (apm_forced_get_end (forced), ==, APM_FORCED_DIVERGED);
  g_assert_cmpuint (apm_forced_get_position (forced), <, found.failure->steps->len);
  remove_own (&found);
}

/* A program that does not compile any more. */
static void
test_broken (void)
{
  g_auto(Found) found = { 0 };
  g_autoptr(ApmForced) forced = NULL;

  explore_own (&found);
  g_assert_true (g_file_set_contents (found.program->sources[0], "int main (void) { nothing; }\n", -1, NULL));
  forced = force (&found);
  g_assert_cmpint (apm_forced_get_end (forced), ==, APM_FORCED_BROKEN);
  g_assert_cmpstr (apm_forced_get_sentence (forced), ==, "The program does not compile");
  remove_own (&found);
}

/* At any moment it can be stopped, and nothing of it is left. */
static void
test_stop (void)
{
  g_auto(Found) found = { 0 };
  g_autoptr(ApmForced) compiling = NULL, running = NULL;
  gpointer weak;
  int pid;

  explore_own (&found);
  compiling = apm_forced_new (found.program, found.exploration, found.failure);
  apm_forced_start (compiling);
  apm_forced_stop (compiling);
  g_assert_cmpint (apm_forced_get_end (compiling), ==, APM_FORCED_STOPPED);

  running = apm_forced_new (found.program, found.exploration, found.failure);
  apm_forced_set_pace_ms (running, 60 * 1000);
  apm_forced_start (running);
  test_until (apm_forced_get_position (running) > 0);
  pid = apm_child_get_pid (apm_lens_get_child (apm_forced_get_lens (running)));
  apm_forced_stop (running);
  g_assert_cmpint (apm_forced_get_end (running), ==, APM_FORCED_STOPPED);
  test_until (sync_test_group_is_gone (pid));

  weak = running;
  g_object_add_weak_pointer (G_OBJECT (running), &weak);
  g_clear_object (&running);
  test_until (weak == NULL);
  remove_own (&found);
}

static void
add_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autofree char *path = g_strconcat ("/forced/plan/", plans[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_plan);
    }
#if defined (__x86_64__)
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_autofree char *path = g_strconcat ("/forced/", variants[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_variant);
    }
  g_test_add_func ("/forced/free", test_free);
  g_test_add_func ("/forced/own", test_own);
  g_test_add_func ("/forced/input", test_input);
  g_test_add_func ("/forced/divergence", test_divergence);
  g_test_add_func ("/forced/over", test_over);
  g_test_add_func ("/forced/broken", test_broken);
  g_test_add_func ("/forced/stop", test_stop);
#endif
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_cases ();

  return g_test_run ();
}
