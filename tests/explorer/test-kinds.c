/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "explored.h"

#include <string.h>

/* Each kind of failure by the smallest program that has it, and next to it the
 * right one. Two threads run one() and two(); then main() joins them. */

#define HEAD                                                                     \
  "#define _GNU_SOURCE\n#include <assert.h>\n#include <errno.h>\n#include <math.h>\n#include <pthread.h>\n#include <sched.h>\n"   \
  "#include <semaphore.h>\n#include <stdatomic.h>\n#include <stdio.h>\n#include <stdlib.h>\n" \
  "#include <string.h>\n#include <threads.h>\n#include <time.h>\n#include <unistd.h>\n"     \
  "pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;\n" \
  "pthread_cond_t c = PTHREAD_COND_INITIALIZER; pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;\n" \
  "sem_t s, t; struct timespec soon; int x, y; int *p; atomic_int z, v, w, *q;\n"            \
  "char names[2][2] = { \"b\", \"a\" };\n"                                           \
  "#define lock pthread_mutex_lock\n#define unlock pthread_mutex_unlock\n"
#define TAIL                                                                     \
  "\nstatic void *run_one (void *argument) { one (); return argument; }\n"         \
  "static void *run_two (void *argument) { two (); return argument; }\n"           \
  "int main (void) { pthread_t i, j; sem_init (&s, 0, 0); sem_init (&t, 0, 1); p = malloc (4); *p = 0;\n" \
  "  pthread_create (&i, NULL, run_one, NULL); pthread_create (&j, NULL, run_two, NULL);\n" \
  "  pthread_join (i, NULL); pthread_join (j, NULL); printf (\"%d %d\\n\", x, y); return 0; }\n"

static const struct {
  const char *name, *one, *two;
  const char *kind;                  /* NULL: nothing fails */
  const char *outcomes;              /* of what does not fail; NULL: whatever */
} cases[] = {
  { "lock-order", "lock (&a); lock (&b); unlock (&b); unlock (&a);",
    "lock (&b); lock (&a); unlock (&a); unlock (&b);", "deadlock" },
  { "same-lock-order", "lock (&a); lock (&b); x = 1; unlock (&b); unlock (&a);",
    "lock (&a); lock (&b); x = 2; unlock (&b); unlock (&a);", NULL, "1 0 2 0" },
  { "self-deadlock", "lock (&a); lock (&a);", "", "deadlock" },
  { "semaphore-nobody-posts", "sem_wait (&s);", "", "deadlock" },
  { "semaphore", "x = 5; sem_post (&s);", "sem_wait (&s); y = x;", NULL, "5 5" },
  { "lost-wake-up", "lock (&a); pthread_cond_wait (&c, &a); unlock (&a);", "pthread_cond_signal (&c);", "deadlock" },
  { "condition", "lock (&a); while (!x) pthread_cond_wait (&c, &a); y = 1; unlock (&a);",
    "lock (&a); x = 1; pthread_cond_signal (&c); unlock (&a);", NULL, "1 1" },
  { "if-instead-of-while", "lock (&a); if (!x) pthread_cond_wait (&c, &a); assert (x); unlock (&a);",
    "pthread_cond_signal (&c); lock (&a); x = 1; unlock (&a); lock (&a); pthread_cond_signal (&c); unlock (&a);",
    "assertion" },
  { "race", "x = 1;", "y = x;", "race" },
  { "race-of-bytes", "((char *) &x)[0] = 1;", "((char *) &x)[1] = 1;", NULL, "257 0" },
  { "race-with-atomic", "z = 1;", "y = *(int *) &z;", "race" },
  { "race-with-a-sort", "qsort (names, 2, 2, (int (*) (const void *, const void *)) (void *) strcmp);",
    "y = names[0][0];", "race" },
  { "race-with-printing", "printf (\"%3d %s\", 1, names[0]);", "names[0][0] = 'c';", "race" },
  { "race-with-putting", "puts (names[0]);", "names[0][0] = 'c';", "race" },
  { "prints-a-part", "printf (\"%.*s\\n\", 1, names[0]);", "names[0][1] = 'c';", NULL, "0 0 b" },
  { "prints-what-is-free", "free (p); puts ((char *) p);", "", "freed" },
  { "errno", "errno = 0; x = sem_trywait (&s); y = errno == EAGAIN;", "errno = 5;", NULL, "-1 1" },
  { "destroys-its-own", "static pthread_key_t k; pthread_key_create (&k, free); pthread_setspecific (k, p);", "y = *p;",
    "freed" },
  { "atomic", "z++; x = 1;", "z++;", NULL, "1 0" },
  { "assertion", "lock (&a); x++; unlock (&a);", "lock (&a); assert (x == 0); unlock (&a);", "assertion" },
  { "abort", "if (z == 1) abort ();", "z = 1;", "abort" },
  { "null", "if (z == 1) *(volatile int *) 0 = 1;", "z = 1;", "crash" },
#if defined (__x86_64__)   /* on others it has a result */
  { "division", "volatile int zero = z; x = 7 / (1 - zero);", "z = 1;", "crash" },
#endif
  { "recursion", "volatile char room[1000]; memset ((char *) room, z, 1000); one (); x = room[1];", "", "crash" },
  { "use-after-free", "lock (&a); if (p) *p = 1; unlock (&a);", "lock (&a); free (p); unlock (&a);", "freed" },
  { "double-free", "lock (&a); free (p); unlock (&a);", "lock (&a); free (p); unlock (&a);", "freed" },
  { "beyond-a-block", "p[1] = 1;", "", "bounds" },
  { "wild-write", "*(volatile long *) &printf = 1;", "", "bounds" },
  { "not-locked", "unlock (&a);", "", "unlock" },
  { "unlock-anothers", "lock (&a); sem_post (&s); sem_wait (&t); sem_wait (&t); unlock (&a);",
    "sem_wait (&s); unlock (&a); sem_post (&t);", "unlock" },
  { "never-initialised", "static sem_t mine; sem_post (&mine);", "", "object" },
  { "destroyed", "sem_destroy (&s);", "sem_post (&s);", "object" },
  { "destroyed-in-use", "lock (&a); unlock (&a);", "pthread_mutex_destroy (&a);", "object" },
  { "ends-with-a-lock", "lock (&a); if (z) return; unlock (&a);", "z = 1;", "leak" },
  { "spins-for-ever", "while (z != 2);", "z = 1;", "livelock" },
  { "spins", "while (z != 1); x = 1;", "z = 1;", NULL, "1 0" },
  { "peterson", "for (int i = 0; i < 2; i++) { z = 1; w = 1; while (v && w == 1); x++; z = 0; }",
    "for (int i = 0; i < 2; i++) { v = 1; w = 0; while (z && w == 0); x++; v = 0; }", NULL, "4 0" },
  { "spins-on-a-local", "atomic_int here = 0; q = &here; sem_post (&s); while (!here); x = 1;",
    "sem_wait (&s); *q = 1;", NULL, "1 0" },
  { "spins-by-yielding", "while (!z) sched_yield (); x = 1;", "usleep (10); z = 1;", NULL, "1 0" },
  { "spins-on-a-lock", "for (;;) { lock (&a); int seen = x; unlock (&a); if (seen) break; }",
    "lock (&a); x = 1; unlock (&a);", NULL, "1 0" },
  { "computes-for-ever", "for (volatile int i = 0; z == 1; ) for (;;);", "z = 1;", "hang" },
  { "timed-wait", "x = sem_timedwait (&s, &soon) == 0;", "sem_post (&s);", NULL, "0 0 1 0" },
  { "timed-condition", "lock (&a); x = pthread_cond_timedwait (&c, &a, &soon) == 0; unlock (&a);",
    "pthread_cond_signal (&c);", NULL, "0 0 1 0" },
  { "timed-over-and-over", "lock (&a); while (!y) pthread_cond_timedwait (&c, &a, &soon); unlock (&a);",
    "lock (&a); y = 1; unlock (&a);", NULL, "0 1" },
  { "trylock", "if (!pthread_mutex_trylock (&a)) { x++; unlock (&a); }", "lock (&a); y = 1; unlock (&a);",
    NULL, "0 1 1 1" },
  { "recursive", "static pthread_mutex_t r = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP; lock (&r); lock (&r); x = 1;"
    "unlock (&r); unlock (&r);", "", NULL, "1 0" },
  { "recursive-condition", "static pthread_mutex_t r = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP; q = (void *) &r; lock (&r);"
    "lock (&r); sem_post (&s); pthread_cond_wait (&c, &r); unlock (&r); unlock (&r);",
    "sem_wait (&s); lock ((void *) q); pthread_cond_signal (&c); unlock ((void *) q);", "deadlock" },
  { "errorcheck", "static pthread_mutex_t r = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP; lock (&r); x = lock (&r) != 0;"
    "unlock (&r); y = unlock (&r) != 0;", "", NULL, "1 1" },
  { "read-write-lock", "pthread_rwlock_rdlock (&rw); y = x; pthread_rwlock_unlock (&rw);",
    "pthread_rwlock_wrlock (&rw); x = 1; pthread_rwlock_unlock (&rw);", NULL, "1 0 1 1" },
  { "upgrade", "pthread_rwlock_rdlock (&rw); pthread_rwlock_wrlock (&rw);", "", "deadlock" },
  { "barrier", "static pthread_barrier_t r; pthread_barrier_init (&r, NULL, 1); x = pthread_barrier_wait (&r);"
    "pthread_barrier_destroy (&r);", "", NULL, "-1 0" },
  { "prints-a-fraction", "volatile double half = 0.5; printf (\"%.1f\\n\", half);", "", NULL, "0 0 0.5" },
  { "machine", "x = getpid () > 0; y = (int) sysconf (_SC_NPROCESSORS_ONLN);", "", NULL, "1 2" },
  { "mathematics", "volatile double two = 2; x = (int) pow (two, 3); y = (int) fmaxf ((float) two, 1);", "", NULL, "8 2" },
  { "too-large-local", "volatile char room[64 << 20]; room[0] = 1; x = room[0];", "", "crash" },
  { "thread-local", "static __thread int mine; mine++; x = mine;", "static __thread int mine; mine++; y = mine;",
    NULL, "1 1" },
  { "c11", "static mtx_t m; mtx_init (&m, mtx_plain); mtx_lock (&m); x = mtx_trylock (&m) == thrd_busy; mtx_unlock (&m);",
    "static once_flag f = ONCE_FLAG_INIT; extern void go (void); call_once (&f, go);", NULL, "1 7" },
  { "detached-twice", "pthread_detach (pthread_self ()); pthread_detach (pthread_self ());", "", "misuse" },
  { "joined-twice", "pthread_t k; pthread_create (&k, NULL, (void *(*) (void *)) (void *) go, NULL);"
    "pthread_join (k, NULL); pthread_join (k, NULL);", "", "misuse" },
};

static Explored *
explore (guint              i,
         const char *const *options)
{
  g_autofree char *source = g_strconcat (HEAD, "void go (void) { y = 7; }\n",
                                         "static void one (void) { ", cases[i].one, " }\n",
                                         "static void two (void) { ", cases[i].two, " }\n", TAIL, NULL);

  return explored_run_source (source, options);
}

static void
test_kind (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(Explored) explored = NULL;
  g_autofree char *kind = NULL;

  if (!explored_is_here ())
    return;
  explored = explore (i, NULL);
  kind = explored_dup_part (explored, "failure", 1);
  g_assert_cmpstr (kind, ==, cases[i].kind ? cases[i].kind : "");
  g_assert_cmpstr (explored->verdict, ==, cases[i].kind ? "failed\t-" : "complete\t-");
  if (cases[i].outcomes)
    {
      g_autofree char *outcomes = explored_dup_outcomes (explored);

      g_assert_cmpstr (outcomes, ==, cases[i].outcomes);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/explorer/kinds/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kind);
    }

  return g_test_run ();
}
