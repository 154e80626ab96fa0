/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lane.h"

static void
test_classify (void)
{
  static const struct {
    char        state;
    const char *wait_channel;
    ApmLaneWait     wait;
  } cases[] = {
    { 'S', NULL, APM_LANE_WAIT_OTHER },
    { 'S', "", APM_LANE_WAIT_OTHER },
    { 'S', "no_such_function", APM_LANE_WAIT_OTHER },
    { 'S', "futex_wait_queue", APM_LANE_WAIT_LOCK },
    { 'S', "futex_do_wait", APM_LANE_WAIT_LOCK },
    { 'S', "do_epoll_wait", APM_LANE_WAIT_EVENT },
    { 'S', "ep_poll", APM_LANE_WAIT_EVENT },
    { 'S', "poll_schedule_timeout.constprop.0", APM_LANE_WAIT_EVENT },
    { 'S', "hrtimer_nanosleep", APM_LANE_WAIT_EVENT },
    { 'S', "pipe_read", APM_LANE_WAIT_DATA },
    { 'S', "anon_pipe_read", APM_LANE_WAIT_DATA },
    { 'S', "unix_stream_data_wait", APM_LANE_WAIT_DATA },
    { 'S', "do_wait", APM_LANE_WAIT_CHILD },
    { 'D', "folio_wait_bit_common", APM_LANE_WAIT_DISK },
    { 'T', "do_signal_stop", APM_LANE_WAIT_STOPPED },
    { 't', NULL, APM_LANE_WAIT_STOPPED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (apm_lane_wait_classify (cases[i].state, cases[i].wait_channel), ==, cases[i].wait);
}

static void
test_moment (void)
{
  static const struct { double running, ready; guint8 expected_running, expected_ready; } cases[] = {
    { 0, 0, 0, 0 },
    { 1, 0, 255, 0 },
    { 0.5, 0.5, 128, 128 },
    { 1.2, 0.5, 255, 0 },
    { -1, 2, 0, 255 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmMoment moment = apm_moment_make (cases[i].running, cases[i].ready, APM_LANE_WAIT_LOCK);

      g_assert_cmpuint (moment.running, ==, cases[i].expected_running);
      g_assert_cmpuint (moment.ready, ==, cases[i].expected_ready);
      g_assert_cmpuint (moment.wait, ==, APM_LANE_WAIT_LOCK);
    }
}

/* The last ten seconds, a letter each. */
static char *
dup_tail (const ApmLane *lane)
{
  static const char letters[] = ".oelpcds";
  GString *text = g_string_new (NULL);

  for (guint i = APM_LANE_SECONDS - 10; i < APM_LANE_SECONDS; i++)
    g_string_append_c (text, letters[lane->moments[i].wait]);

  return g_string_free (text, FALSE);
}

static void
test_add (void)
{
  static const struct { gint64 second; ApmLaneWait wait; const char *expected; } cases[] = {
    { 100, APM_LANE_WAIT_LOCK, ".........l" },
    { 101, APM_LANE_WAIT_EVENT, "........le" },
    { 101, APM_LANE_WAIT_DATA, "........lp" },     /* two looks in a second: the later one */
    { 104, APM_LANE_WAIT_DISK, ".....lpddd" },     /* a look tells of the time since the last */
    { 110, APM_LANE_WAIT_LOCK, "d.....l"  },       /* but not of long ago */
    { 109, APM_LANE_WAIT_CHILD, "d.....c" },       /* a clock that goes back moves nothing */
    { 9999, APM_LANE_WAIT_STOPPED, ".........s" },
  };
  ApmLane lane = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tail = NULL;

      apm_lane_add (&lane, cases[i].second, apm_moment_make (0, 0, cases[i].wait));
      tail = dup_tail (&lane);
      g_assert_true (g_str_has_suffix (tail, cases[i].expected));
    }
}

static void
test_text (void)
{
  ApmLane lane = { 0 };
  g_autofree char *empty = apm_lane_dup_text (&lane);
  g_autofree char *text = NULL;

  g_assert_cmpstr (empty, ==, "not seen");
  apm_lane_add (&lane, 1, apm_moment_make (1, 0, APM_LANE_WAIT_OTHER));
  apm_lane_add (&lane, 2, apm_moment_make (0, 1, APM_LANE_WAIT_OTHER));
  apm_lane_add (&lane, 3, apm_moment_make (0, 0, APM_LANE_WAIT_LOCK));
  apm_lane_add (&lane, 4, apm_moment_make (0, 0, APM_LANE_WAIT_LOCK));
  text = apm_lane_dup_text (&lane);
  g_assert_cmpstr (text, ==, "running 25 %, ready 25 %, waiting for a lock 50 %");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lane/classify", test_classify);
  g_test_add_func ("/lane/moment", test_moment);
  g_test_add_func ("/lane/add", test_add);
  g_test_add_func ("/lane/text", test_text);

  return g_test_run ();
}
