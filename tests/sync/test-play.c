/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-play.h"

#include <string.h>

/* A schedule is stepped through: who stands where and waits for whom, at each
 * position. Steps are written as apm-explore says them: thread, operation, object,
 * and what more there is. */

typedef struct {
  const char *name;
  const char *steps;       /* "THREAD OPERATION OBJECT [MUTEX [VALUE]];…" */
  const char *waits;       /* the same, of the end */
  const char *expected;    /* of each wait: "THREAD FROM-TO HOLDER;…", by their ends */
  const char *held;        /* of each hold: "THREAD FROM-TO OBJECT;…" */
} Case;

static const Case cases[] = {
  { "nothing", "main read x", "", "", "" },
  { "embrace", "main create t:main;main lock a;1 lock b", "main lock b;1 lock a",
    "main 3-3 1;1 3-3 main;", "main 2-3 a;1 3-3 b;" },
  { "handed", "main create t:main;main lock a;main unlock a;1 lock a;1 unlock a", "", "1 2-3 main;",
    "main 2-3 a;1 4-5 a;" },
  { "itself", "main lock a", "main lock a", "main 1-1 main;", "main 1-1 a;" },
  { "join", "main create t:main;1 write x;1 exit t:1;main join t:1", "", "main 1-3 1;", "" },
  { "semaphore", "main create t:main;main sem-value s - 0;1 sem-post s - 1;main sem-wait s - 0", "1 sem-wait s",
    "main 2-3 -;1 4-4 -;", "" },
  { "lost wake-up", "main create t:main;main signal c;1 lock m;1 cond-wait c m", "1 cond-wake c m",
    "1 4-4 -;", "1 3-4 m;" },
  { "woken", "main create t:main;1 lock m;1 cond-wait c m;main lock m;main signal c;main unlock m;1 cond-wake c m",
    "", "main 2-3 1;1 3-5 -;1 5-6 main;", "1 2-3 m;main 4-6 m;1 7-7 m;" },
  { "broadcast", "main create t:main;main create t:main;1 lock m;1 cond-wait c m;2 lock m;2 cond-wait c m;"
    "main broadcast c;1 cond-wake c m;1 unlock m;2 cond-wake c m", "", "2 3-4 1;1 4-7 -;2 6-7 -;2 8-9 1;",
    NULL },
  { "barrier", "main create t:main;main barrier-arrive b;main barrier-leave b", "1 barrier-arrive b", "main 2-3 -;", "" },
  { "full barrier", "main create t:main;main barrier-arrive b;1 barrier-arrive b;main barrier-leave b", "", "main 2-3 -;", "" },
  { "readers", "main create t:main;main rdlock r;1 rdlock r;main rwunlock r;1 rwunlock r;main wrlock r", "1 rdlock r",
    "main 4-5 -;1 6-6 main;", "main 2-4 r;1 3-5 r;main 6-6 r;" },
  { "born late", "main lock a;main write x;main create t:main", "1 lock a", "1 3-3 main;", "main 1-3 a;" },
  { "recursive", "main create t:main;main lock a;main lock a;main unlock a;main unlock a;1 lock a", "", "1 2-5 main;",
    "main 2-5 a;1 6-6 a;" },
};

static ApmExplored *
read_case (const char *steps,
           const char *waits)
{
  ApmExplored *explored = apm_explored_new ();
  ApmExploredProgress progress = { 0 };
  g_auto(GStrv) lines = g_strsplit (steps, ";", 0);
  g_auto(GStrv) last = g_strsplit (waits, ";", 0);

  apm_explored_take_line (explored, "failure\tdeadlock\tmain\tp.c:9\t-\t-\t", &progress);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", 0);
      guint n = g_strv_length (words);
      g_autofree char *line = g_strdup_printf ("step\t%u\t%s\t%s\tp.c:%u\t%s\t%s\t4\t%s", i + 1, words[0], words[1],
                                               i + 10, words[2], n > 3 ? words[3] : "-", n > 4 ? words[4] : "-");

      apm_explored_take_line (explored, line, &progress);
    }
  for (guint i = 0; last[i]; i++)
    {
      g_auto(GStrv) words = g_strsplit (last[i], " ", 0);
      g_autofree char *line = g_strdup_printf ("waits\t%s\t%s\tp.c:%u\t%s\t%s\twaits", words[0], words[1], i + 90,
                                               words[2], g_strv_length (words) > 3 ? words[3] : "-");

      apm_explored_take_line (explored, line, &progress);
    }

  return explored;
}

static void
test_waits (gconstpointer data)
{
  const Case *it = data;
  g_autoptr(ApmExplored) explored = read_case (it->steps, it->waits);
  g_autoptr(ApmPlay) play = apm_play_new (explored->failures->pdata[0]);
  g_autoptr(GString) text = g_string_new (NULL), held = g_string_new (NULL);
  guint n;
  const ApmPlayWait *waits = apm_play_get_waits (play, &n);
  const ApmPlayHold *holds;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s %u-%u %s;", apm_play_get_thread_name (play, waits[i].thread), waits[i].from,
                            waits[i].to, waits[i].holder < 0 ? "-" : apm_play_get_thread_name (play, waits[i].holder));
  g_assert_cmpstr (text->str, ==, it->expected);
  holds = apm_play_get_holds (play, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (held, "%s %u-%u %s;", apm_play_get_thread_name (play, holds[i].thread), holds[i].from,
                            holds[i].to, holds[i].object);
  if (it->held)
    g_assert_cmpstr (held->str, ==, it->held);
}

/* Threads, places and words at each position of one run. */
static void
test_positions (void)
{
  g_autoptr(ApmExplored) explored = read_case ("main create t:main;main create t:main;1 lock a;2 lock b;1 create t:1;"
                                               "1.1 exit t:1.1", "main join t:1;1 lock b;2 lock a");
  g_autoptr(ApmPlay) play = apm_play_new (explored->failures->pdata[0]);
  g_autofree char *before = NULL, *reason = NULL, *join = NULL;

  g_assert_cmpuint (apm_play_get_n_threads (play), ==, 4);
  g_assert_cmpuint (apm_play_get_n_steps (play), ==, 6);
  g_assert_cmpstr (apm_play_get_thread_name (play, 0), ==, "main");
  g_assert_cmpint (apm_play_find_thread (play, "1.1"), ==, 3);
  g_assert_cmpint (apm_play_find_thread (play, "3"), ==, -1);
  g_assert_cmpint (apm_play_get_state (play, 0, 1), ==, APM_PLAY_UNBORN);
  g_assert_cmpint (apm_play_get_state (play, 1, 1), ==, APM_PLAY_READY);
  g_assert_cmpint (apm_play_get_state (play, 4, 3), ==, APM_PLAY_UNBORN);
  g_assert_cmpint (apm_play_get_state (play, 5, 3), ==, APM_PLAY_READY);
  g_assert_cmpint (apm_play_get_state (play, 6, 3), ==, APM_PLAY_GONE);
  g_assert_cmpint (apm_play_get_state (play, 6, 2), ==, APM_PLAY_WAITS);
  g_assert_cmpstr (apm_play_get_place (play, 0, 1), ==, NULL);
  g_assert_cmpstr (apm_play_get_place (play, 0, 0), ==, "p.c:10");
  g_assert_cmpstr (apm_play_get_place (play, 1, 1), ==, "p.c:12");
  g_assert_cmpstr (apm_play_get_place (play, 6, 1), ==, "p.c:91");
  g_assert_cmpstr (apm_play_get_place (play, 6, 3), ==, NULL);

  before = apm_play_dup_reason (play, 3, 1);
  g_assert_null (before);
  reason = apm_play_dup_reason (play, 6, 1);
  g_assert_cmpstr (reason, ==, "thread 1 waits for b, which thread 2 holds");
  join = apm_play_dup_reason (play, 6, 0);
  g_assert_cmpstr (join, ==, "main waits for the end of thread 1");
}

static void
test_empty (void)
{
  g_autoptr(ApmExplored) explored = apm_explored_new ();
  ApmExploredProgress progress = { 0 };
  g_autoptr(ApmPlay) play = NULL;
  guint n;

  apm_explored_take_line (explored, "failure\tcrash\tmain\t-\t-\t-\t", &progress);
  play = apm_play_new (explored->failures->pdata[0]);
  g_assert_cmpuint (apm_play_get_n_steps (play), ==, 0);
  g_assert_cmpuint (apm_play_get_n_threads (play), ==, 0);
  apm_play_get_waits (play, &n);
  g_assert_cmpuint (n, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/play/waits/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_waits);
    }
  g_test_add_func ("/play/positions", test_positions);
  g_test_add_func ("/play/empty", test_empty);

  return g_test_run ();
}
