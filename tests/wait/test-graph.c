/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Who can never move: small webs by hand, random ones against a search that is
 * simple enough to be right, and a large one by the clock. */

#include "apm-wait-graph.h"

#include "apm-wait-private.h"
#include "web-text.h"

#include <string.h>
#include <time.h>

static const struct {
  const char *what;
  const char *pass;
  const char *found;
} cases[] = {
  { "nobody", "1.1", "" },
  { "a chain to one who runs", "1.1 -> 1.2, 1.2 -> 1.3, 1.3", "" },
  { "two mutexes", "1.1 -> 1.2, 1.2 -> 1.1", "{1.1 1.2}" },
  { "a mutex locked twice", "1.1 -> 1.1, 1.2", "{1.1}" },
  { "a circle of five", "1.1 -> 1.2, 1.2 -> 1.3, 1.3 -> 1.4, 1.4 -> 1.5, 1.5 -> 1.1", "{1.1 1.2 1.3 1.4 1.5}" },
  { "two circles", "1.1 -> 1.2, 1.2 -> 1.1, 2.1 -> 2.2, 2.2 -> 2.1", "{1.1 1.2} {2.1 2.2}" },
  { "stuck behind, two hops", "1.1 -> 1.2, 1.2 -> 1.1, 1.3 -> 1.2, 1.4 -> 1.3", "1.3<1 1.4<2 {1.1 1.2}" },
  { "the nearer of two", "1.1 -> 1.2, 1.2 -> 1.1, 1.3 -> 1.2, 1.4 -> 1.3 & 1.1", "1.3<1 1.4<1 {1.1 1.2}" },
  { "any of two, one runs", "1.1 -> 1.2 1.3, 1.2 -> 1.1, 1.3", "" },
  { "any of two, both stuck", "1.1 -> 1.2 1.3, 1.2 -> 1.1, 1.3 -> 1.1", "{1.1 1.2 1.3}" },
  { "all of two, one is enough", "1.1 -> 1.2 & 1.3, 1.2 -> 1.1, 1.3", "{1.1 1.2}" },
  { "a knot that is no circle of edges", "1.1 -> 1.2 1.3, 1.2 -> 1.1 1.3, 1.3 -> 1.1 1.2", "{1.1 1.2 1.3}" },
  { "a circle with a way out is behind the other", "1.1 -> 1.2, 1.2 -> 1.1 1.3, 1.3 -> 1.4, 1.4 -> 1.3",
    "1.1<2 1.2<1 {1.3 1.4}" },
  { "all: a circle of its own, and behind another", "1.1 -> 1.2 & 1.3, 1.2 -> 1.1, 1.3 -> 1.3", "{1.1 1.2} {1.3}" },
  { "what is cut off falls in two", "1.1 -> 1.2, 1.2 -> 1.1 & 1.3, 1.3 -> 1.4 1.5, 1.4 -> 1.2, 1.5 -> 1.5",
    "1.3<1 1.4<1 {1.1 1.2} {1.5}" },
  { "a process is stuck if all its threads are", "1.1 -> 2, 2.1 -> 1, 2.2 -> 1", "{1.1 2.1 2.2}" },
  { "a process of which one runs", "1.1 -> 2, 2.1 -> 1, 2.2", "" },
  { "a process of which one sleeps for a while", "1.1 -> 2, 2.1 -> 1, 2.2 => 2.1", "" },
  { "threads behind, in the process of the knot", "1.1 -> 2, 2.1 -> 1, 2.2 -> 2.1", "{1.1 2.1 2.2}" },
  { "a pipe to oneself", "1.1 -> 1", "{1.1}" },
  { "both ends in two processes, one of them free", "1.1 -> 1 2, 2.1", "" },
  { "one who was not seen moves", "1.1 -> 9, 9.1 -> 7", "" },
  { "a thread that was not seen moves", "1.1 -> 1.7", "" },
  { "waits that end by themselves break it", "1.1 -> 1.2, 1.2 => 1.1", "" },
  { "anybody may come", "1.1 -> 1.2, 1.2 @> 1.1", "" },
  { "the owner is gone", "1.1 -> !, 1.2 -> 1.1", "!{1.1} 1.2<1" },
  { "empty for no reason", "1.1 ->, 1.2 -> 1.1", "" },
  { "likely", "1.1 -> 1.2, 1.2 ~> 1.1, 1.3 -> 1.1", "~1.3<1 ~{1.1 1.2}" },
  { "likely behind what is sure", "1.1 -> 1.2, 1.2 -> 1.1, 1.3 ~> 1.1, 1.4 -> 1.3", "{1.1 1.2} ~1.3<1 ~1.4<2" },
  { "sure beside likely", "1.1 -> 1.1, 1.2 ~> 1.2", "{1.1} ~{1.2}" },
  { "soft is no deadlock", "1.1 ?> 1, 1.2 -> 1.1", "1.1? 1.2?" },
  { "soft, and one who runs", "1.1 ?> 1, 1.2", "" },
  { "soft threads keep a process from being proven stuck", "1.1 -> 2, 2.1 -> 1, 2.2 ?> 2", "1.1? 2.1? 2.2?" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmWaitPass) pass = web_pass_from_text (cases[i].pass);
      g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);
      g_autofree char *found = web_text_from_graph (graph);
      g_auto(GStrv) words = g_strsplit (cases[i].found, " ", -1);

      g_test_message ("%s: %s", cases[i].what, cases[i].pass);
      /* The order of words is of no weight. */
      for (guint w = 0; words[w]; w++)
        g_assert_nonnull (strstr (found, words[w]));
      g_assert_cmpuint (strlen (found), ==, strlen (cases[i].found));
    }
}

static void
test_moving (void)
{
  g_autoptr(ApmWaitPass) pass = web_pass_from_text ("1.1 -> 1.2, 1.2 -> 1.1, 2.1 -> 2.1, 2.2 -> 1.2");
  const guint8 moving[] = { FALSE, TRUE, FALSE, FALSE };
  g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, moving);
  g_autofree char *found = web_text_from_graph (graph);

  g_assert_cmpstr (found, ==, "{2.1}");
}

static void
test_stopped (void)
{
  static const ApmWaitKind kinds[] = { APM_WAIT_STOPPED, APM_WAIT_TRACED, APM_WAIT_REAPED, APM_WAIT_UNKNOWN };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(ApmWaitPass) pass = web_pass_from_text ("1.1 -> 2.1, 2.1 -> 1.1");
      g_autoptr(ApmWaitGraph) graph = NULL;

      g_array_index (pass->waits, ApmWait, 1).kind = kinds[i];
      graph = apm_wait_graph_new (pass, NULL);
      g_assert_cmpuint (graph->knots->len, ==, 0);
    }
}

/* A leader that has ended while its threads go on does nothing, and holds nothing. */
static void
test_ended_leader (void)
{
  g_autoptr(ApmWaitPass) pass = web_pass_from_text ("1.1 -> 2, 2.1 -> 1, 2.2 -> 1");
  g_autoptr(ApmWaitGraph) graph = NULL;
  g_autofree char *found = NULL;

  g_array_index (pass->waits, ApmWait, 1).kind = APM_WAIT_REAPED;
  graph = apm_wait_graph_new (pass, NULL);
  found = web_text_from_graph (graph);
  g_assert_cmpstr (found, ==, "{1.1 2.2}");
}

#define MAX_PROCESSES 5
#define MAX_THREADS 4
#define ROUNDS 20000

/* Random webs, small enough for the search below. */
static ApmWaitPass *
new_random_pass (GRand *rand)
{
  ApmWaitPass *pass = apm_wait_pass_new ();
  int n_processes = g_rand_int_range (rand, 1, MAX_PROCESSES + 1);

  for (int pid = 1; pid <= n_processes; pid++)
    for (int tid = 1, n = g_rand_int_range (rand, 1, MAX_THREADS + 1); tid <= n; tid++)
      {
        int n_groups = g_rand_int_range (rand, 0, 4);
        ApmWait *wait;

        web_pass_add_wait (pass, pid, tid);
        wait = &g_array_index (pass->waits, ApmWait, pass->waits->len - 1);
        if (n_groups == 0)
          continue;
        wait->kind = APM_WAIT_MUTEX;
        wait->nature = g_rand_int_range (rand, 0, 8) == 0 ? APM_WAIT_SOFT : APM_WAIT_HARD;
        wait->grade = g_rand_int_range (rand, 0, 4) == 0 ? APM_WAIT_GRADE_LIKELY : APM_WAIT_GRADE_PROVEN;
        for (int g = 0; g < n_groups; g++)
          {
            int n_enders = g_rand_int_range (rand, g_rand_int_range (rand, 0, 9) == 0 ? 0 : 1, 4);

            web_pass_add_group (pass);
            for (int e = 0; e < n_enders; e++)
              web_pass_add_ender (pass, g_rand_int_range (rand, 1, n_processes + 1),
                                  g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, MAX_THREADS + 1));
            if (n_enders == 0)
              wait->finding = APM_WAIT_ORPHANED;
          }
      }

  return pass;
}

static ApmWaitRank
get_rank (const ApmWait *wait)
{
  if (wait->kind == APM_WAIT_RUNNING)
    return APM_WAIT_MOVES;
  if (wait->nature == APM_WAIT_SOFT)
    return APM_WAIT_STUCK_SOFT;

  return wait->grade == APM_WAIT_GRADE_LIKELY ? APM_WAIT_STUCK_LIKELY : APM_WAIT_STUCK;
}

/* Whether nobody of the group is outside @set. */
static gboolean
is_dead (const ApmWaitPass  *pass,
         const ApmWaitGroup *group,
         const guint8       *set)
{
  for (guint e = 0; e < group->n; e++)
    {
      const ApmWaitEnder *ender = &g_array_index (pass->enders, ApmWaitEnder, group->first + e);
      gboolean was_seen = FALSE;

      for (guint i = 0; i < pass->waits->len; i++)
        {
          const ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);

          if (wait->pid != ender->pid || (ender->tid != 0 && wait->tid != ender->tid))
            continue;
          was_seen = TRUE;
          if (!set[i])
            return FALSE;
        }
      if (!was_seen)
        return FALSE;
    }

  return TRUE;
}

/* Takes away who is free until nobody is. @with_orphans: an empty group keeps. */
static guint
narrow (const ApmWaitPass *pass,
        guint8            *set,
        gboolean           with_orphans)
{
  guint n_left = 0;
  gboolean changed;

  do
    {
      changed = FALSE;
      n_left = 0;
      for (guint i = 0; i < pass->waits->len; i++)
        {
          const ApmWait *wait = &g_array_index (pass->waits, ApmWait, i);
          gboolean is_kept = FALSE;

          for (guint g = 0; g < wait->n_groups && set[i]; g++)
            {
              const ApmWaitGroup *group = &g_array_index (pass->groups, ApmWaitGroup, wait->first_group + g);

              is_kept |= (group->n > 0 || with_orphans) && is_dead (pass, group, set);
            }
          changed |= set[i] && !is_kept;
          set[i] = set[i] && is_kept;
          n_left += set[i];
        }
    }
  while (changed);

  return n_left;
}

/* A knot must keep itself, and no part of it that is left when one of them is freed may: each depends on each. */
static void
check_knot (const ApmWaitGraph *graph,
            const ApmWaitKnot  *knot,
            guint8             *set)
{
  memset (set, FALSE, graph->pass->waits->len);
  for (guint m = 0; m < knot->members->len; m++)
    set[g_array_index (knot->members, guint, m)] = TRUE;
  if (knot->is_cycle)
    g_assert_cmpuint (narrow (graph->pass, set, FALSE), ==, knot->members->len);
  else
    g_assert_cmpuint (knot->members->len, ==, 1);
}

static void
check_random (const ApmWaitGraph *graph)
{
  const ApmWaitPass *pass = graph->pass;
  g_autofree guint8 *set = g_new0 (guint8, pass->waits->len);

  for (int rank = APM_WAIT_STUCK_SOFT; rank <= APM_WAIT_STUCK; rank++)
    {
      for (guint i = 0; i < pass->waits->len; i++)
        set[i] = get_rank (&g_array_index (pass->waits, ApmWait, i)) >= (ApmWaitRank) rank;
      narrow (pass, set, TRUE);
      for (guint i = 0; i < pass->waits->len; i++)
        g_assert_cmpint (graph->fates[i].rank >= (ApmWaitRank) rank, ==, set[i]);
    }

  for (guint i = 0; i < pass->waits->len; i++)
    {
      const ApmWaitFate *fate = &graph->fates[i];

      /* Who is stuck is in a knot as sure as he is, or behind one. */
      g_assert_true ((fate->knot != APM_WAIT_NO_KNOT) == (fate->rank >= APM_WAIT_STUCK_LIKELY));
      if (fate->knot != APM_WAIT_NO_KNOT)
        g_assert_cmpint (((ApmWaitKnot *) graph->knots->pdata[fate->knot])->rank, >=, fate->rank);
    }
  for (guint k = 0; k < graph->knots->len; k++)
    check_knot (graph, graph->knots->pdata[k], set);

  /* Nobody outside a knot keeps himself: with all knots free, all are. */
  for (int rank = APM_WAIT_STUCK_LIKELY; rank <= APM_WAIT_STUCK; rank++)
    {
      for (guint i = 0; i < pass->waits->len; i++)
        set[i] = graph->fates[i].rank == (ApmWaitRank) rank && graph->fates[i].distance > 0;
      g_assert_cmpuint (narrow (pass, set, TRUE), ==, 0);
    }
}

static void
test_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (20261122);
  guint n_knots = 0, n_behind = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr(ApmWaitPass) pass = new_random_pass (rand);
      g_autoptr(ApmWaitGraph) graph = apm_wait_graph_new (pass, NULL);

      check_random (graph);
      n_knots += graph->knots->len;
      for (guint i = 0; i < pass->waits->len; i++)
        n_behind += graph->fates[i].distance > 0;
    }
  g_test_message ("%u knots, %u behind them", n_knots, n_behind);
  g_assert_cmpuint (n_knots, >, ROUNDS / 10);
  g_assert_cmpuint (n_behind, >, ROUNDS / 10);
}

/* 20,000 threads in 200 processes: chains that end in a circle, workers of a pipe. */
static void
test_large (void)
{
  g_autoptr(ApmWaitPass) pass = apm_wait_pass_new ();
  double best_ms = G_MAXDOUBLE;

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
        web_pass_add_ender (pass, tid < 100 || pid % 2 ? pid : pid - 1, tid < 100 ? tid + 1 : pid % 2 ? 1 : 0);
      }

  for (guint i = 0; i < 10; i++)
    {
      struct timespec before, after;
      g_autoptr(ApmWaitGraph) graph = NULL;

      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &before);
      graph = apm_wait_graph_new (pass, NULL);
      clock_gettime (CLOCK_THREAD_CPUTIME_ID, &after);
      best_ms = MIN (best_ms, (after.tv_sec - before.tv_sec) * 1e3 + (after.tv_nsec - before.tv_nsec) / 1e6);
      g_assert_cmpuint (graph->knots->len, ==, 100);
      g_assert_cmpuint (graph->fates[pass->waits->len - 100].distance, ==, 100);
    }
  g_test_message ("20,000 threads, all of them stuck: %.2f ms", best_ms);
  if (g_test_perf ())
    g_assert_cmpfloat (best_ms, <, 5.0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wait-graph/cases", test_cases);
  g_test_add_func ("/wait-graph/moving", test_moving);
  g_test_add_func ("/wait-graph/stopped", test_stopped);
  g_test_add_func ("/wait-graph/ended-leader", test_ended_leader);
  g_test_add_func ("/wait-graph/random", test_random);
  g_test_add_func ("/wait-graph/large", test_large);

  return g_test_run ();
}
