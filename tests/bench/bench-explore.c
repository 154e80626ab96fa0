/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "explored.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* How fast schedules are tried, beside what a process for each would cost in the
 * same run. */

#define N_FORKS 500
#define ROUNDS  9

static const struct {
  const char *name, *program;
  const char *options[6];
  const char *what;
} cases[] = {
  { "counter", "counter.c", { "-DN=2", "-DTIMES=2", "--ignore-races", "--mode=random", "--executions=200000" },
    "two threads add twice without a lock, any order" },
  { "buffer", "buffer.c", { "-DN=1", "-DITEMS=2", "-DSLOTS=1", "--mode=random", "--executions=100000" },
    "a producer and a consumer, two items, one slot, any order" },
  { "buffers", "buffer.c", { "-DN=2", "-DITEMS=1", "-DSLOTS=2", "--mode=optimal" }, "two of each, an item each, every class" },
  { "readers", "readers.c", { "-DN=8", "--mode=optimal" }, "a writer and 8 readers, every class" },
  { "lastzero", "lastzero.c", { "-DN=15", "--mode=optimal" }, "16 threads of the benchmark, every class" },
  { "states", "buffer.c", { "-DN=2", "-DITEMS=2", "-DSLOTS=2", "--mode=states" }, "two of each, two items each, every state" },
};

/* Returns: processes made, ended and collected a second */
static double
measure_forks (void)
{
  gint64 start_us = g_get_monotonic_time ();

  for (int i = 0; i < N_FORKS; i++)
    {
      pid_t pid = fork ();

      g_assert_cmpint (pid, >=, 0);
      if (pid == 0)
        _exit (0);
      waitpid (pid, NULL, 0);
    }

  return N_FORKS * 1e6 / (g_get_monotonic_time () - start_us);
}

static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static double
median (double *values)
{
  qsort (values, ROUNDS, sizeof *values, compare);

  return values[ROUNDS / 2];
}

/* The same search by one process and by two, in turns: how much faster they are, what they
 * need together, and how long a processor has nothing to do. Medians. */
static void
measure_two (const char *name,
             const char *program,
             const char *n)
{
  const char *one[] = { n, "--mode=optimal", "--jobs=1", NULL }, *two[] = { n, "--mode=optimal", "--jobs=2", NULL };
  double gains[ROUNDS], costs[ROUNDS], idle[ROUNDS];

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(Explored) alone = explored_run (program, one), together = explored_run (program, two);
      double cpu_us = explored_get_count (together, "cpu_us");
      double us = MAX (explored_get_count (together, "search_us"), 1);

      gains[i] = explored_get_count (alone, "search_us") / us;
      costs[i] = cpu_us / MAX (explored_get_count (alone, "cpu_us"), 1);
      idle[i] = MAX (0, 100 - 50 * cpu_us / us);
    }
  printf ("explore-two-%s-gain %.2f times as fast as one process, two\n", name, median (gains));
  printf ("explore-two-%s %.2f times the CPU of one process, by two\n", name, median (costs));
  printf ("explore-two-%s-idle %.0f %% of two processors\n", name, median (idle));
}

int
main (int    argc,
      char **argv)
{
  double forks;

  g_test_init (&argc, &argv, NULL);
  if (!explored_is_here ())
    return 77;
  forks = measure_forks ();
  printf ("explore-floor %.0f processes a second, one for each execution\n", forks);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Explored) explored = explored_run (cases[i].program, cases[i].options);
      double executions = explored_get_count (explored, "executions");
      double us = MAX (explored_get_count (explored, "search_us"), 1);

      printf ("explore-%s %.0f executions a second: %s\n", cases[i].name, executions * 1e6 / us, cases[i].what);
      printf ("explore-%s-ms %.1f milliseconds in all\n", cases[i].name, us / 1000);
      printf ("explore-%s-gain %.0f times the floor\n", cases[i].name, executions * 1e6 / us / forks);
      if (strcmp (cases[i].name, "lastzero") == 0)
        printf ("explore-%s-redundant %.1f %% of the executions\n", cases[i].name,
                100.0 * explored_get_count (explored, "redundant") / executions);
    }
  measure_two ("readers", "readers.c", "-DN=15");
  measure_two ("lastzero", "lastzero.c", "-DN=15");

  return 0;
}
