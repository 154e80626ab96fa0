/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-history.h"
#include "test-details.h"

#include <math.h>

static gint64
find_start (int pid)
{
  g_autoptr(ApmFacts) facts = test_know (pid, APM_SECTION_SIGNALS);

  return facts->started_us;
}

/* Works in the program and in the kernel for so long. */
static void
use_cpu (gint64 us)
{
  const gint64 end_us = g_get_monotonic_time () + us;
  g_autofree char *text = NULL;

  while (g_get_monotonic_time () < end_us)
    {
      g_clear_pointer (&text, g_free);
      g_file_get_contents ("/proc/self/smaps", &text, NULL, NULL);
    }
}

static void
sample (ApmHistories     *histories,
        const ApmHistory *history)
{
  const guint length = apm_history_get_length (history);

  apm_histories_sample_now (histories);
  test_until (apm_history_get_length (history) > length || apm_history_has_ended (history));
}

static void
test_moments (void)
{
  g_autoptr(ApmHistories) histories = apm_histories_new ();
  const ApmHistory *history = apm_histories_follow (histories, getpid (), find_start (getpid ()));
  const ApmHistoryMoment *moment;

  g_assert_cmpint (apm_history_get_pid (history), ==, getpid ());
  test_until (apm_history_get_length (history) == 1);
  moment = apm_history_get_moment (history, 0);
  g_assert_true (isnan (moment->cpu_user_percent));
  g_assert_cmpint (moment->rss_bytes, >, 0);
  g_assert_cmpfloat (moment->threads, >=, 1);

  use_cpu (100 * 1000);
  sample (histories, history);
  moment = apm_history_get_moment (history, apm_history_get_length (history) - 1);
  g_assert_cmpfloat (moment->cpu_user_percent + moment->cpu_system_percent, >, 0);
  g_assert_cmpfloat (moment->cpu_user_percent + moment->cpu_system_percent, <, 400);
  g_assert_cmpfloat (moment->cpu_system_percent, >, 0);
  g_assert_false (isnan (moment->voluntary_switches_per_s));
  g_assert_cmpint (moment->at_us, <=, g_get_monotonic_time ());
  g_assert_true (apm_histories_find (histories, getpid (), apm_history_get_started_us (history)) == history);
}

/* The oldest moments make room. */
static void
test_ring (void)
{
  g_autoptr(ApmHistories) histories = apm_histories_new ();
  const ApmHistory *history = apm_histories_follow (histories, getpid (), find_start (getpid ()));
  gint64 first_us, at_us;

  test_until (apm_history_get_length (history) == 1);
  first_us = apm_history_get_moment (history, 0)->at_us;
  for (guint i = 0; i < APM_HISTORY_MOMENTS + 5; i++)
    {
      at_us = apm_history_get_moment (history, apm_history_get_length (history) - 1)->at_us;
      apm_histories_sample_now (histories);
      test_until (apm_history_get_moment (history, apm_history_get_length (history) - 1)->at_us != at_us);
    }
  g_assert_cmpuint (apm_history_get_length (history), ==, APM_HISTORY_MOMENTS);
  g_assert_cmpint (apm_history_get_moment (history, 0)->at_us, >, first_us);
  for (guint i = 1; i < APM_HISTORY_MOMENTS; i++)
    g_assert_cmpint (apm_history_get_moment (history, i)->at_us, >, apm_history_get_moment (history, i - 1)->at_us);
}

/* What was seen of a process stays when it has ended. */
static void
test_ended (void)
{
  static const char *const argv[] = { DETAILED, "wait", NULL };
  TestSubject subject = test_subject_start (argv, NULL);
  g_autoptr(ApmHistories) histories = apm_histories_new ();
  const gint64 started_us = find_start (subject.pid);
  const ApmHistory *history = apm_histories_follow (histories, subject.pid, started_us);
  const ApmHistory *wrong = apm_histories_follow (histories, subject.pid, started_us + 10000);

  apm_histories_set_interval (histories, 20);
  test_until (apm_history_get_length (history) >= 3);
  g_assert_true (apm_history_has_ended (wrong));
  g_assert_cmpuint (apm_history_get_length (wrong), ==, 0);
  g_assert_false (apm_history_has_ended (history));
  test_subject_end (&subject);
  test_until (apm_history_has_ended (history));
  g_assert_cmpuint (apm_history_get_length (history), >=, 3);
  g_assert_cmpfloat (apm_history_get_moment (history, 2)->threads, ==, 1);
}

/* Those followed last are kept. */
static void
test_forgotten (void)
{
  g_autoptr(ApmHistories) histories = apm_histories_new ();
  const gint64 started_us = find_start (getpid ());
  const ApmHistory *own = apm_histories_follow (histories, getpid (), started_us);

  test_until (apm_history_get_length (own) == 1);
  for (guint i = 1; i < APM_HISTORY_PROCESSES; i++)
    apm_histories_follow (histories, 4000000 + (int) i, 10000);
  g_assert_true (apm_histories_follow (histories, getpid (), started_us) == own);
  for (guint i = 1; i < APM_HISTORY_PROCESSES; i++)
    apm_histories_follow (histories, 4000100 + (int) i, 10000);
  g_assert_true (apm_histories_find (histories, getpid (), started_us) == own);
  g_assert_null (apm_histories_find (histories, 4000001, 10000));
  apm_histories_follow (histories, 4000200, 10000);
  g_assert_null (apm_histories_find (histories, getpid (), started_us));
}

/* Of one that sleeps the rates are 0, not unknown; what it is goes on to be told. */
static void
test_sleeper (void)
{
  static const char *const argv[] = { DETAILED, "wait", NULL };
  TestSubject subject = test_subject_start (argv, NULL);
  g_autoptr(ApmHistories) histories = apm_histories_new ();
  const ApmHistory *history = apm_histories_follow (histories, subject.pid, find_start (subject.pid));
  const ApmHistoryMoment *moment = NULL;

  test_until (apm_history_get_length (history) > 0);
  for (guint i = 0; !moment || moment->cpu_user_percent + moment->cpu_system_percent > 0; i++)
    {
      g_assert_cmpuint (i, <, 500);
      sample (histories, history);
      moment = apm_history_get_moment (history, apm_history_get_length (history) - 1);
    }
  sample (histories, history);
  moment = apm_history_get_moment (history, apm_history_get_length (history) - 1);
  g_assert_cmpfloat (moment->cpu_user_percent, ==, 0);
  g_assert_cmpfloat (moment->voluntary_switches_per_s, ==, 0);
  g_assert_cmpfloat (moment->read_bytes_per_s, ==, 0);
  g_assert_cmpint (moment->rss_bytes, >, 0);
  g_assert_cmpfloat (moment->threads, ==, 1);
  test_subject_end (&subject);
}

/* Freed while a thread looks. */
static void
test_freed (void)
{
  ApmHistories *histories = apm_histories_new ();

  apm_histories_follow (histories, getpid (), find_start (getpid ()));
  apm_histories_set_interval (histories, 1);
  g_object_add_weak_pointer (G_OBJECT (histories), (gpointer *) &histories);
  g_object_unref (histories);
  test_until (histories == NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/process/history/moments", test_moments);
  g_test_add_func ("/process/history/sleeper", test_sleeper);
  g_test_add_func ("/process/history/ring", test_ring);
  g_test_add_func ("/process/history/ended", test_ended);
  g_test_add_func ("/process/history/forgotten", test_forgotten);
  g_test_add_func ("/process/history/freed", test_freed);

  return g_test_run ();
}
