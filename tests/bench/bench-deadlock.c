/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What it costs to find and prove a deadlock of five threads in one process, and who
 * is stuck among 20,000. Medians. */

#include "apm-wait-private.h"
#include "apm-wait-proof.h"

#include "family.h"
#include "web-text.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 201

static double
now_ms (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
median (double *values,
        guint   n)
{
  qsort (values, n, sizeof *values, compare_doubles);

  return values[n / 2];
}

/* Returns: whether it was found and proven */
static gboolean
look_once (ApmWaitReader *reader,
           int            pid)
{
  ApmWaitTask task = { pid, 0 };
  g_autoptr(ApmWaitPass) pass = apm_wait_reader_read (reader, &task, 1);
  g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);
  g_autoptr(ApmWaitProof) proof = apm_wait_proof_take (reader, graph);

  return proof->graph->knots->len == 1;
}

static void
bench_five (void)
{
  g_autoptr(ApmWaitReader) reader = apm_wait_reader_new ();
  g_autoptr(Family) family = family_start ("DEADLOCKS", "philosophers-5");
  double spans[ROUNDS], cpus[ROUNDS];
  guint n_found = 0;

  while (!look_once (reader, family->pid))
    g_usleep (1000);
  for (guint i = 0; i < ROUNDS; i++)
    {
      double began = now_ms (CLOCK_MONOTONIC);
      double cpu_began = now_ms (CLOCK_THREAD_CPUTIME_ID);

      n_found += look_once (reader, family->pid);
      cpus[i] = now_ms (CLOCK_THREAD_CPUTIME_ID) - cpu_began;
      spans[i] = now_ms (CLOCK_MONOTONIC) - began;
    }
  printf ("deadlock-5 %.2f ms: one process with a deadlock of five threads, found and proven (%.2f ms of CPU; "
          "found %u of %u)\n", median (spans, ROUNDS), median (cpus, ROUNDS), n_found, ROUNDS);
}

static void
bench_graph (void)
{
  g_autoptr(ApmWaitPass) pass = apm_wait_pass_new ();
  double spans[51];

  /* 200 processes of 100 threads, each waits for the next: all of them are stuck. */
  for (int pid = 1; pid <= 200; pid++)
    for (int tid = 1; tid <= 100; tid++)
      {
        ApmWait *wait;

        web_pass_add_wait (pass, pid, tid);
        wait = &g_array_index (pass->waits, ApmWait, pass->waits->len - 1);
        wait->kind = APM_WAIT_MUTEX;
        wait->nature = APM_WAIT_HARD;
        wait->grade = APM_WAIT_GRADE_PROVEN;
        web_pass_add_group (pass);
        web_pass_add_ender (pass, pid, tid % 100 + 1);
      }
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      double began = now_ms (CLOCK_THREAD_CPUTIME_ID);
      ApmWaitGraph *graph = apm_wait_graph_new (pass, NULL);

      spans[i] = now_ms (CLOCK_THREAD_CPUTIME_ID) - began;
      apm_wait_graph_free (graph);
    }
  printf ("deadlock-graph %.2f ms: who is stuck among 20,000 threads that all are\n",
          median (spans, G_N_ELEMENTS (spans)));
}

int
main (void)
{
  bench_five ();
  bench_graph ();

  return 0;
}
