/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "explored.h"

/* Plain search with sleep sets tries every order; the reductions must find the same
 * classes, ends and failures, and looking at every state the same ends and failures.
 * Threads of each kind of operation, mixed. */

#define HEAD                                                                     \
  "#define _GNU_SOURCE\n#include <pthread.h>\n#include <semaphore.h>\n#include <stdatomic.h>\n" \
  "#include <stdio.h>\n"                                                           \
  "pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;\n" \
  "pthread_cond_t c = PTHREAD_COND_INITIALIZER; pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;\n" \
  "pthread_barrier_t bar; pthread_spinlock_t spin; pthread_once_t once;\n"         \
  "sem_t s; struct timespec soon; int x, y, out[3]; atomic_int z;\n"               \
  "static void init (void) { y = y * 2 + 1; }\n"                                   \
  "#define LOCKED(m, what) pthread_mutex_lock (&m); what; pthread_mutex_unlock (&m);\n" \
  "#define SEEN(value) l = l * 7 + (value);\n"
#define TAIL                                                                     \
  "int main (void) { pthread_t i[3]; void *(*run[]) (void *) = { one, two, three };\n" \
  "  sem_init (&s, 0, 1); pthread_barrier_init (&bar, NULL, 2); pthread_spin_init (&spin, 0);\n" \
  "  for (int n = 0; n < 3; n++) pthread_create (&i[n], NULL, run[n], NULL);\n"   \
  "  for (int n = 0; n < 3; n++) pthread_join (i[n], NULL);\n"                    \
  "  printf (\"%d.%d.%d.%d.%d.%d\\n\", x, y, (int) z, out[0], out[1], out[2]); return 0; }\n"

static const struct {
  const char *name, *one, *two, *three;
} cases[] = {
  { "memory", "x = 1; SEEN (y)", "y = 1; SEEN (x)", "SEEN (x) SEEN (y)" },
  { "atomic", "SEEN (z++)", "SEEN (z++) y = 1;", "int e = 1; SEEN (atomic_compare_exchange_strong (&z, &e, 5))" },
  { "mutex", "LOCKED (a, SEEN (x); x = 1)", "LOCKED (b, x = 2)", "LOCKED (a, LOCKED (b, x = 3))" },
  { "deadlock", "LOCKED (a, LOCKED (b, x++))", "LOCKED (b, LOCKED (a, x++))", "y = 1; SEEN (x)" },
  { "trylock", "if (!pthread_mutex_trylock (&a)) { SEEN (1) pthread_mutex_unlock (&a); }",
    "LOCKED (a, x++)", "LOCKED (a, x++)" },
  { "timedlock", "if (!pthread_mutex_timedlock (&a, &soon)) { SEEN (1) pthread_mutex_unlock (&a); }",
    "LOCKED (a, x++)", "SEEN (x)" },
  { "semaphore", "sem_wait (&s); x++; sem_post (&s);", "sem_wait (&s); SEEN (x) sem_post (&s);",
    "SEEN (sem_trywait (&s) == 0)" },
  { "timed-semaphore", "SEEN (sem_timedwait (&s, &soon) == 0)", "sem_wait (&s);", "x = 1; sem_post (&s);" },
  { "signal", "LOCKED (a, pthread_cond_wait (&c, &a); SEEN (x))", "LOCKED (a, pthread_cond_wait (&c, &a); SEEN (x))",
    "LOCKED (a, x = 1) pthread_cond_signal (&c);" },
  { "broadcast", "LOCKED (a, if (!x) pthread_cond_wait (&c, &a))", "LOCKED (a, if (!x) pthread_cond_wait (&c, &a))",
    "LOCKED (a, x = 1; pthread_cond_broadcast (&c))" },
  { "timed-condition", "LOCKED (a, SEEN (pthread_cond_timedwait (&c, &a, &soon) == 0))",
    "LOCKED (a, if (!x) pthread_cond_wait (&c, &a))", "LOCKED (a, x = 1) pthread_cond_signal (&c);" },
  { "read-write", "pthread_rwlock_rdlock (&rw); SEEN (x) pthread_rwlock_unlock (&rw);",
    "pthread_rwlock_rdlock (&rw); SEEN (x) pthread_rwlock_unlock (&rw);",
    "pthread_rwlock_wrlock (&rw); x++; pthread_rwlock_unlock (&rw);" },
  { "barrier", "SEEN (pthread_barrier_wait (&bar) != 0)", "SEEN (pthread_barrier_wait (&bar) != 0)", "x = 1;" },
  { "once", "pthread_once (&once, init);", "pthread_once (&once, init); SEEN (y)", "SEEN (x)" },
  { "spin", "pthread_spin_lock (&spin); x++; pthread_spin_unlock (&spin);",
    "pthread_spin_lock (&spin); x += 2; SEEN (x) pthread_spin_unlock (&spin);",
    "if (!pthread_spin_trylock (&spin)) { SEEN (x) pthread_spin_unlock (&spin); }" },
};

static char *
dup_thread (const char *name,
            int         number,
            const char *text)
{
  return g_strdup_printf ("static void *%s (void *argument) { int l = 0; %s; out[%d] = l; return argument; }\n",
                          name, text, number);
}

static Explored *
explore (guint       i,
         const char *mode,
         const char *jobs)
{
  const char *options[] = { "--all", "--ignore-races", "--no-shorten", mode, jobs, jobs ? "--share-always" : NULL, NULL };
  g_autofree char *one = dup_thread ("one", 0, cases[i].one);
  g_autofree char *two = dup_thread ("two", 1, cases[i].two);
  g_autofree char *three = dup_thread ("three", 2, cases[i].three);
  g_autofree char *source = g_strconcat (HEAD, one, two, three, TAIL, NULL);

  return explored_run_source (source, options);
}

static void
assert_same_classes (guint           i,
                     const char     *mode,
                     const char     *jobs,
                     const Explored *plain)
{
  g_autoptr(Explored) explored = explore (i, mode, jobs);
  g_autofree char *outcomes = explored_dup_outcomes (explored), *all = explored_dup_outcomes (plain);

  g_assert_cmpstr (explored->verdict, ==, plain->verdict);
  g_assert_cmpstr (outcomes, ==, all);
  g_assert_cmpint (explored_get_count (explored, "complete"), ==, explored_get_count (plain, "complete"));
  g_assert_cmpint (explored_get_count (explored, "failed"), ==, explored_get_count (plain, "failed"));
  g_assert_cmpint (explored_get_count (explored, "executions"), <=, explored_get_count (plain, "executions"));
}

static void
test_same (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(Explored) plain = NULL, states = NULL;
  g_autofree char *all = NULL, *in_states = NULL;

  if (!explored_is_here ())
    return;
  plain = explore (i, "--mode=dfs", NULL);
  all = explored_dup_outcomes (plain);
  g_test_message ("%s: %s", plain->verdict, all);
  assert_same_classes (i, "--mode=dpor", NULL, plain);
  assert_same_classes (i, "--mode=optimal", NULL, plain);
  assert_same_classes (i, "--mode=optimal", "--jobs=1", plain);
  assert_same_classes (i, "--mode=optimal", "--jobs=2", plain);
  assert_same_classes (i, "--mode=optimal", "--jobs=3", plain);

  states = explore (i, "--mode=states", NULL);
  in_states = explored_dup_outcomes (states);
  g_assert_cmpstr (states->verdict, ==, plain->verdict);
  g_assert_cmpstr (in_states, ==, all);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/explorer/oracle/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_same);
    }

  return g_test_run ();
}
