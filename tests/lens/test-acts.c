/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs under the lens held, slowed, let go one operation at a time, and ended. */

#include "lens-test.h"

#include <signal.h>
#include <sys/wait.h>

static gboolean
is_at_gate (ApmLens *lens,
            int      tid,
            guint    wanted)
{
  guint state, op;
  guint64 caller;

  return apm_lens_look (lens, tid, &state, &op, &caller) && state == APM_LENS_AT_GATE && op == wanted;
}

/* While all pause, one operation of one thread is done for each step. */
static void
test_step (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("loop", "1");
  guint op = APM_LENS_OP_MUTEX_LOCK;
  guint64 n;
  int tid;

  test_until (lens_test_get_n_threads (lens) == 2 && lens_test_get_n_events (lens) > 1000);
  tid = lens_test_get_tid (lens, 1);
  apm_lens_set_paused (lens, TRUE);
  test_until (is_at_gate (lens, tid, APM_LENS_OP_MUTEX_LOCK) || is_at_gate (lens, tid, APM_LENS_OP_MUTEX_UNLOCK));
  if (is_at_gate (lens, tid, APM_LENS_OP_MUTEX_LOCK))
    op = APM_LENS_OP_MUTEX_UNLOCK;
  for (guint i = 0; i < 6; i++)
    {
      g_assert_true (apm_lens_step (lens, tid));
      test_until (is_at_gate (lens, tid, op));
      op = op == APM_LENS_OP_MUTEX_LOCK ? APM_LENS_OP_MUTEX_UNLOCK : APM_LENS_OP_MUTEX_LOCK;
    }

  g_assert_false (apm_lens_step (lens, 1));
  apm_lens_set_paused (lens, FALSE);
  n = lens_test_get_n_events (lens);
  test_until (lens_test_get_n_events (lens) > n + 1000);
  apm_lens_kill (lens);
  g_assert_cmpint (lens_test_wait_for_end (lens), ==, -SIGKILL);
}

/* A lock that is knocked out locks nothing, and its unlock gives nothing back. */
static void
test_knocked (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("turns", NULL);

  test_until (lens_test_find_object (lens, "mutex_b") >= 0);
  g_assert_true (apm_lens_set_knocked (lens, lens_test_get_object (lens, "mutex_b").first_caller, TRUE));
  g_assert_cmpint (lens_test_wait_for_end (lens), ==, 40);
  g_assert_cmpuint (lens_test_get_object (lens, "mutex_b").n_knocked, ==, 1);
}

/* Each operation takes its time, and no longer than that once it is over. */
static void
test_slow (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("loop", "1");
  guint64 before;

  test_until (lens_test_get_n_threads (lens) == 2 && lens_test_get_n_events (lens) > 1000);
  apm_lens_set_slow_ns (lens, G_GINT64_CONSTANT (3600000000000));
  test_until (is_at_gate (lens, lens_test_get_tid (lens, 1), APM_LENS_OP_MUTEX_LOCK) ||
              is_at_gate (lens, lens_test_get_tid (lens, 1), APM_LENS_OP_MUTEX_UNLOCK));
  apm_lens_set_slow_ns (lens, 0);
  before = lens_test_get_n_events (lens);
  test_until (lens_test_get_n_events (lens) > before + 1000);
  apm_lens_kill (lens);
  lens_test_wait_for_end (lens);
}

/* Also where nothing goes on any more. */
static void
test_deadlock_ends (void)
{
  g_autoptr(ApmLens) lens = lens_test_start ("deadlock", NULL);
  gint64 killed_us;
  guint n_waiting = 0;

  test_until (lens_test_find_object (lens, "mutex_a") >= 0 && lens_test_get_object (lens, "mutex_a").n_waiters == 1 &&
              lens_test_find_object (lens, "mutex_b") >= 0 && lens_test_get_object (lens, "mutex_b").n_waiters == 1);
  for (guint i = 0; i < lens_test_get_n_threads (lens); i++)
    {
      const ApmLensThread *thread = apm_lens_model_get_thread (apm_lens_lock (lens), i);

      n_waiting += thread->waits_for >= 0 && thread->holder >= 0 && thread->held->len == 1;
      apm_lens_unlock (lens);
    }
  g_assert_cmpuint (n_waiting, ==, 2);

  killed_us = g_get_monotonic_time ();
  apm_lens_kill (lens);
  test_until (apm_child_get_ended (apm_lens_get_child (lens)));
  g_test_message ("ended %d µs after the kill", (int) (g_get_monotonic_time () - killed_us));
  g_assert_cmpint (lens_test_wait_for_end (lens), ==, -SIGKILL);
}

/* Given up in the middle: nothing is left. */
static void
test_given_up (void)
{
  g_autoptr(ApmChild) child = NULL;
  ApmLens *lens = lens_test_start ("loop", "2");

  child = g_object_ref (apm_lens_get_child (lens));
  apm_lens_set_paused (lens, TRUE);
  g_object_unref (lens);
  test_until (apm_child_get_ended (child));
  g_assert_true (WIFSIGNALED (apm_child_get_wait_status (child)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lens-acts/step", test_step);
  g_test_add_func ("/lens-acts/knocked", test_knocked);
  g_test_add_func ("/lens-acts/slow", test_slow);
  g_test_add_func ("/lens-acts/deadlock-ends", test_deadlock_ends);
  g_test_add_func ("/lens-acts/given-up", test_given_up);

  return g_test_run ();
}
