/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-exploration.h"

#include "../until.h"

#include <glib/gstdio.h>
#include <string.h>

/* An exploration from its start to its end, as window and command line use it. */

/* More schedules than anybody can try. */
#define ENDLESS "#include <pthread.h>\n#include <stdatomic.h>\natomic_int x;\n" \
  "static void *go (void *v) { for (int i = 0; i < 50; i++) x++; return v; }\n" \
  "int main (void) { pthread_t t[4]; for (int i = 0; i < 4; i++) pthread_create (&t[i], 0, go, 0);\n" \
  "  for (int i = 0; i < 4; i++) pthread_join (t[i], 0); return 0; }\n"

#define DEADLOCK "#include <pthread.h>\n" \
  "static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER, right = PTHREAD_MUTEX_INITIALIZER;\n" \
  "static void *go (void *v) { pthread_mutex_lock (&left); pthread_mutex_lock (&right);\n" \
  "  pthread_mutex_unlock (&right); pthread_mutex_unlock (&left); return v; }\n" \
  "int main (void) { pthread_t i; pthread_create (&i, 0, go, 0); pthread_mutex_lock (&right);\n" \
  "  pthread_mutex_lock (&left); return 0; }\n"

typedef struct {
  char *folder, *path;
  ApmExploration *exploration;
  guint n_progress, n_ended;
} Run;

static gboolean
is_here (void)
{
#if defined (__x86_64__) || defined (__aarch64__)
  return TRUE;
#else
  g_test_skip ("programs are not explored on this machine");
  return FALSE;
#endif
}

static void
on_progress (ApmExploration *exploration,
             Run            *run)
{
  run->n_progress++;
}

static void
on_ended (ApmExploration *exploration,
          Run            *run)
{
  run->n_ended++;
}

static void
follow (Run            *run,
        ApmExploration *exploration)
{
  run->exploration = exploration;
  g_signal_connect (exploration, "progress", G_CALLBACK (on_progress), run);
  g_signal_connect (exploration, "ended", G_CALLBACK (on_ended), run);
}

static void
begin (Run                         *run,
       const char                  *source,
       const ApmExplorationOptions *options)
{
  const char *sources[] = { NULL, NULL };
  GError *error = NULL;

  *run = (Run) { .folder = g_dir_make_tmp ("apm-exploration-XXXXXX", NULL) };
  sources[0] = run->path = g_build_filename (run->folder, "program.c", NULL);
  g_assert_true (g_file_set_contents (run->path, source, -1, NULL));
  follow (run, apm_exploration_new ("program", sources, options));
  g_assert_false (apm_exploration_is_running (run->exploration));
  apm_exploration_start (run->exploration, &error);
  g_assert_no_error (error);
}

static void
end (Run *run)
{
  g_assert_cmpuint (run->n_ended, ==, 1);
  g_assert_finalize_object (run->exploration);
  if (run->path)
    g_assert_cmpint (g_remove (run->path), ==, 0);
  if (run->folder)
    g_assert_cmpint (g_rmdir (run->folder), ==, 0);
  g_free (run->path);
  g_free (run->folder);
}

static void
test_found (void)
{
  const ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  const ApmExplored *result;
  const ApmFailure *failure;
  const ApmFailureStep *step;
  g_autofree char *title = NULL, *file = NULL, *words = NULL;
  guint line;
  Run run;

  if (!is_here ())
    return;
  begin (&run, DEADLOCK, &options);
  test_until (run.n_ended > 0);
  result = apm_exploration_get_result (run.exploration);
  g_assert_cmpint (apm_explored_get_verdict (result), ==, APM_EXPLORED_FAILED);
  g_assert_cmpuint (result->failures->len, ==, 1);
  failure = g_ptr_array_index (result->failures, 0);
  title = apm_failure_dup_title (failure);
  g_assert_true (g_str_has_prefix (title, "Deadlock"));
  g_assert_cmpstr (failure->schedule, ==, "main*2,1");
  g_assert_cmpuint (failure->steps->len, ==, 3);
  g_assert_cmpuint (failure->waits->len, ==, 2);
  step = g_ptr_array_index (failure->steps, 2);
  words = apm_failure_step_dup_text (step);
  g_assert_cmpstr (words, ==, "locks left");
  file = apm_failure_place_dup (step->place, &line);
  g_assert_cmpstr (file, ==, run.path);
  g_assert_cmpuint (line, ==, 3);
  end (&run);
}

/* What has no name is not told by its address. */
static void
test_step_words (void)
{
  static const struct {
    const char *operation, *object, *text;
  } cases[] = {
    { "lock", "left", "locks left" },
    { "lock", "a:560a7", "locks address 0x560a7" },
    { "create", "t:1", "creates a thread" },
    { "tell", "a:560a7", "says what it does" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmFailureStep step = { .operation = (char *) cases[i].operation, .object = (char *) cases[i].object };
      g_autofree char *text = apm_failure_step_dup_text (&step);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_cancelled (void)
{
  ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  const ApmExplored *result;
  gint64 asked_us;
  Run run;

  if (!is_here ())
    return;
  options.seconds = 300;
  options.mode = "optimal";
  begin (&run, ENDLESS, &options);
  test_until (run.n_progress > 0);
  g_assert_cmpuint (apm_exploration_get_progress (run.exploration)->executions, >, 0);
  g_assert_cmpint (apm_exploration_get_progress (run.exploration)->waiting, >, 0);
  g_assert_cmpuint (apm_exploration_get_progress (run.exploration)->permille, <, 10);
  asked_us = g_get_monotonic_time ();
  apm_exploration_cancel (run.exploration);
  apm_exploration_cancel (run.exploration);
  test_until (run.n_ended > 0);
  g_test_message ("cancelled after %d ms", (int) ((g_get_monotonic_time () - asked_us) / 1000));
  result = apm_exploration_get_result (run.exploration);
  g_assert_cmpint (apm_explored_get_verdict (result), ==, APM_EXPLORED_BOUNDED);
  g_assert_cmpstr (result->bound, ==, "cancelled");
  g_assert_cmpuint (apm_explored_get_count (result, "executions"), >, 0);
  end (&run);
}

/* Before it has compiled. */
static void
test_cancelled_at_once (void)
{
  const ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  Run run;

  if (!is_here ())
    return;
  begin (&run, ENDLESS, &options);
  apm_exploration_cancel (run.exploration);
  test_until (run.n_ended > 0);
  g_assert_cmpstr (apm_exploration_get_result (run.exploration)->bound, ==, "cancelled");
  end (&run);
}

static void
test_complaints (void)
{
  const ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  Run run;

  begin (&run, "int main (", &options);
  test_until (run.n_ended > 0);
  g_assert_cmpint (apm_explored_get_verdict (apm_exploration_get_result (run.exploration)), ==,
                   APM_EXPLORED_NO_PROGRAM);
  g_assert_nonnull (strstr (apm_exploration_get_complaints (run.exploration), "program.c:1"));
  end (&run);
}

static void
test_variant (void)
{
  const ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  ApmProblem *problem = apm_catalogue_find (catalogue, "counter");
  Run run = { NULL };

  if (!is_here ())
    return;
  follow (&run, apm_exploration_new_for_variant (problem, apm_problem_find_variant (problem, "none"), &options));
  g_assert_cmpstr (apm_exploration_get_name (run.exploration), ==, "counter:none");
  g_assert_true (apm_exploration_start (run.exploration, NULL));
  test_until (run.n_ended > 0);
  g_assert_cmpint (apm_explored_get_verdict (apm_exploration_get_result (run.exploration)), ==, APM_EXPLORED_FAILED);
  end (&run);
}

/* What the variables are, step by step. */
static void
test_values (void)
{
  const char *const invariants[] = { "count < 2", NULL };
  ApmExplorationOptions options = APM_EXPLORATION_OPTIONS_INIT;
  const ApmFailure *failure;
  g_autoptr(GString) text = g_string_new (NULL);
  Run run;

  if (!is_here ())
    return;
  options.invariants = invariants;
  begin (&run, "#include <pthread.h>\n#include <semaphore.h>\n#include <stdlib.h>\n"
               "struct { short low; pthread_mutex_t lock; } *both; unsigned count; sem_t sem;\n"
               "static void *go (void *v) { sem_wait (&sem); both->low = -7; count++; sem_post (&sem); return v; }\n"
               "int main (void) { pthread_t i; sem_init (&sem, 0, 1); both = calloc (1, sizeof *both);\n"
               "  pthread_create (&i, 0, go, 0); pthread_join (i, 0); go (0); return 0; }\n", &options);
  test_until (run.n_ended > 0);
  g_assert_cmpuint (apm_exploration_get_result (run.exploration)->failures->len, ==, 1);
  failure = g_ptr_array_index (apm_exploration_get_result (run.exploration)->failures, 0);
  g_assert_cmpstr (failure->kind, ==, "invariant");
  for (guint i = 0; i < failure->steps->len; i++)
    {
      const ApmFailureStep *step = g_ptr_array_index (failure->steps, i);

      for (guint j = 0; j < step->values->len; j++)
        {
          const ApmFailureValue *value = g_ptr_array_index (step->values, j);

          g_string_append_printf (text, "%s %s=%s; ", step->operation, value->name, value->value);
        }
    }
  g_test_message ("%s", text->str);
  g_assert_nonnull (strstr (text->str, "sem-wait sem=0; write both->low=-7; write count=1; sem-post sem=1; "));
  end (&run);
}

/* Lines that apm-explore would not write. */
static void
test_lines (void)
{
  static const char *const lines[] = {
    "", "\t\t\t", "step", "step\t1", "failure\tdeadlock", "value\t99\tx\t1", "value\t0\tx", "waits\t\t\t\t\t",
    "schedule", "progress\ta\tb\tc\td\te\tf", "verdict\tnonsense\t-", "outcome\t\377\t\t", "count\tx\t-1", "\377\376",
  };
  g_autoptr(ApmExplored) explored = apm_explored_new ();
  g_autoptr(GString) text = g_string_new (NULL);
  ApmExploredProgress progress = { .waiting = -1, .permille = 9 };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    apm_explored_take_line (explored, lines[i], &progress);
  g_assert_cmpint (apm_explored_get_verdict (explored), ==, APM_EXPLORED_BROKEN);
  apm_explored_append (explored, text);
  g_assert_true (g_utf8_validate (text->str, -1, NULL));
  g_assert_cmpint (progress.waiting, ==, 0);
  g_assert_cmpuint (progress.permille, ==, 0);
}

/* What is said of the programs of beginners. */
static void
test_words (void)
{
  static const struct {
    const char *lines, *said;
  } cases[] = {
    { "unknown\tmain\t-;verdict\tunknown\t-", "The program has no main().\n" },
    { "unknown\tmain\t-;unknown\tfork\ta.c:3;verdict\tunknown\t-",
      "The program calls what cannot be explored.\n  there is no main()\n  fork() is called at a.c:3\n" },
    { "unknown\tscanf\ta.c:3;verdict\tunknown\t-",
      "The program calls what cannot be explored.\n  scanf() is called at a.c:3: give what it reads with --stdin FILE\n" },
    { "failure\thang\tmain\ta.c:1\t-\t-\t;waits\tmain\tnone\t-\t-\t-\twaits;schedule\t;verdict\tfailed\t-",
      "A thread computes for ever and never comes to its next operation.\n  thread main at a.c:1\n  main computes\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmExplored) explored = apm_explored_new ();
      g_autoptr(GString) text = g_string_new (NULL);
      g_auto(GStrv) lines = g_strsplit (cases[i].lines, ";", -1);
      ApmExploredProgress progress;

      for (guint j = 0; lines[j]; j++)
        apm_explored_take_line (explored, lines[j], &progress);
      apm_explored_append (explored, text);
      g_assert_cmpstr (text->str, ==, cases[i].said);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exploration/found", test_found);
  g_test_add_func ("/exploration/step-words", test_step_words);
  g_test_add_func ("/exploration/cancelled", test_cancelled);
  g_test_add_func ("/exploration/cancelled-at-once", test_cancelled_at_once);
  g_test_add_func ("/exploration/complaints", test_complaints);
  g_test_add_func ("/exploration/variant", test_variant);
  g_test_add_func ("/exploration/values", test_values);
  g_test_add_func ("/exploration/lines", test_lines);
  g_test_add_func ("/exploration/words", test_words);

  return g_test_run ();
}
