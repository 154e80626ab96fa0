/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-report-queue.h"

#include "sync-test.h"

/* From a thread that stands for the lens' to the main one. */

#define MANY 300000

typedef struct {
  gint64 next;
  guint n_turns;
  ApmReportQueue *queue;
  gint64 close_at;
} Taker;

static void
on_reports (const ApmReport *reports,
            gsize            n,
            gpointer         data)
{
  Taker *taker = data;

  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (reports[i].a, ==, taker->next++);
  taker->n_turns += n == 0;
  if (taker->close_at > 0 && taker->next >= taker->close_at)
    g_clear_pointer (&taker->queue, apm_report_queue_close);
}

static int has_pushed;   /* atomic */

static gpointer
push_many (gpointer data)
{
  ApmLensTap *tap = data;

  for (guint i = 0; i < MANY; i++)
    {
      const struct apm_lens_event event = {
        .time_ns = i, .object = i, .place = apm_lens_place (0, APM_LENS_OP_SEM_POST, 0), .seq = 1,
      };

      tap->take (&event, 1, tap->data);
      g_atomic_int_set (&has_pushed, (int) i + 1);
    }
  tap->destroy (tap->data);

  return NULL;
}

/* While nobody takes them the thread waits; then all come, once and in order. */
static void
test_slow_taker (void)
{
  Taker taker = { 0 };
  ApmReportQueue *queue = apm_report_queue_new (on_reports, &taker);
  ApmLensTap tap;
  GThread *thread;
  int n_before;

  g_atomic_int_set (&has_pushed, 0);
  apm_report_queue_fill_tap (queue, &tap);
  g_assert_cmpuint (tap.most_ahead, >, 0);
  thread = g_thread_new ("lens", push_many, &tap);
  do
    {
      n_before = g_atomic_int_get (&has_pushed);
      g_usleep (50000);
    }
  while (n_before != g_atomic_int_get (&has_pushed) || n_before == 0);
  g_assert_cmpint (n_before, <, MANY / 10);
  g_assert_cmpint (taker.next, ==, 0);

  test_until (taker.next == MANY);
  g_thread_join (thread);
  g_assert_cmpuint (taker.n_turns, >, 0);
  g_assert_cmpuint (taker.n_turns, <, MANY / 1000);
  g_assert_cmpuint (apm_report_queue_get_lost (queue), ==, 0);
  apm_report_queue_close (queue);
}

/* Closed by who takes, in the midst of it: nobody waits for ever. */
static void
test_close (void)
{
  Taker taker = { .close_at = 2000 };
  ApmLensTap tap;
  GThread *thread;

  g_atomic_int_set (&has_pushed, 0);
  taker.queue = apm_report_queue_new (on_reports, &taker);
  apm_report_queue_fill_tap (taker.queue, &tap);
  thread = g_thread_new ("lens", push_many, &tap);
  test_until (taker.queue == NULL);
  g_thread_join (thread);
  g_assert_cmpint (taker.next, >=, 2000);
  g_assert_cmpint (taker.next, <, 3000);
}

static void
test_take_all (void)
{
  Taker taker = { 0 };
  ApmReportQueue *queue = apm_report_queue_new (on_reports, &taker);
  ApmLensTap tap;
  struct apm_lens_event events[900] = { 0 };

  apm_report_queue_fill_tap (queue, &tap);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    events[i] = (struct apm_lens_event) { .object = i, .place = apm_lens_place (0, APM_LENS_OP_SEM_POST, 0) };
  tap.take (events, G_N_ELEMENTS (events), tap.data);
  tap.lose (1, tap.data);
  g_assert_cmpuint (apm_report_queue_get_lost (queue), ==, 0);
  tap.lose (2048, tap.data);
  g_assert_cmpuint (apm_report_queue_get_lost (queue), ==, 2048);
  tap.destroy (tap.data);

  apm_report_queue_take_all (queue);
  g_assert_cmpint (taker.next, ==, G_N_ELEMENTS (events));
  apm_report_queue_close (queue);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report-queue/slow-taker", test_slow_taker);
  g_test_add_func ("/report-queue/close", test_close);
  g_test_add_func ("/report-queue/take-all", test_take_all);

  return g_test_run ();
}
