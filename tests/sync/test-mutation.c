/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-mutation.h"

#include "../until.h"

#include <glib/gstdio.h>

/* Each call of a small program is left out in turn. */

static const char source[] =
  "#include <pthread.h>\n"
  "static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER, spare = PTHREAD_MUTEX_INITIALIZER;\n"
  "static int x;\n"
  "static void *go (void *v)\n"
  "{\n"
  "  pthread_mutex_lock (&m);\n"
  "  x++;\n"
  "  pthread_mutex_unlock (&m);\n"
  "  return v;\n"
  "}\n"
  "int main (void)\n"
  "{\n"
  "  pthread_t i;\n"
  "  pthread_create (&i, 0, go, 0);\n"
  "  go (0);\n"
  "  pthread_join (i, 0);\n"
  "  pthread_mutex_trylock (&spare);\n"
  "  return 0;\n"
  "}\n";

typedef struct {
  char *folder, *path;
  ApmExplorable *program;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *sources[] = { NULL, NULL };

  fixture->folder = g_dir_make_tmp ("apm-mutation-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "program.c", NULL);
  g_assert_true (g_file_set_contents (fixture->path, data, -1, NULL));
  sources[0] = fixture->path;
  fixture->program = apm_explorable_new_for_sources (sources);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
  apm_explorable_free (fixture->program);
}

static ApmMutation *
run (Fixture *fixture)
{
  ApmMutation *mutation = apm_mutation_new (fixture->program, 10);

  apm_mutation_start (mutation);
  test_until (!apm_mutation_is_running (mutation));

  return mutation;
}

static void
test_each (Fixture       *fixture,
           gconstpointer  data)
{
  static const struct {
    const char *call, *verdict;
  } expected[] = {
    { "", "not needed" },        /* the program as it is: nothing fails */
    { "pthread_mutex_lock", "needed" },
    { "pthread_mutex_unlock", "needed" },
    { "pthread_mutex_trylock", "not needed" },
  };
  g_autoptr(ApmMutation) mutation = run (fixture);
  GPtrArray *mutants = apm_mutation_get_mutants (mutation);
  g_autofree char *summary = apm_mutation_dup_summary (mutation);

  g_assert_cmpuint (mutants->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < mutants->len; i++)
    {
      const ApmMutant *mutant = mutants->pdata[i];

      g_assert_cmpstr (mutant->call, ==, expected[i].call);
      g_assert_cmpstr (mutant->verdict, ==, expected[i].verdict);
      g_assert_nonnull (mutant->outcome);
      g_assert_true ((mutant->n_steps > 0) == (mutant->state == APM_MUTANT_FAILS));
      g_assert_true ((mutant->schedule != NULL) == (mutant->state == APM_MUTANT_FAILS));
    }
  g_assert_cmpstr (summary, ==, "3 calls: without 2 of them the program fails, without 1 it does not; 0 are not known.");
}

/* What does not compile has no calls. */
static void
test_bad (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(ApmMutation) mutation = run (fixture);
  GPtrArray *mutants = apm_mutation_get_mutants (mutation);

  g_assert_cmpuint (mutants->len, ==, 1);
  g_assert_cmpint (((ApmMutant *) mutants->pdata[0])->state, ==, APM_MUTANT_UNKNOWN);
}

static void
on_changed (ApmMutation *mutation)
{
  if (apm_mutation_get_mutants (mutation)->len > 1)
    apm_mutation_cancel (mutation);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ApmMutation) mutation = apm_mutation_new (fixture->program, 10);
  const ApmMutant *last;

  g_signal_connect (mutation, "changed", G_CALLBACK (on_changed), NULL);
  apm_mutation_start (mutation);
  test_until (!apm_mutation_is_running (mutation));
  last = apm_mutation_get_mutants (mutation)->pdata[3];
  g_assert_cmpint (last->state, ==, APM_MUTANT_WAITS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#if defined (__x86_64__)
  g_test_add ("/mutation/each", Fixture, source, set_up, test_each, tear_down);
  g_test_add ("/mutation/bad", Fixture, "int main (", set_up, test_bad, tear_down);
  g_test_add ("/mutation/cancel", Fixture, source, set_up, test_cancel, tear_down);
#endif

  return g_test_run ();
}
