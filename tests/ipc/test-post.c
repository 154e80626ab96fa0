/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "post-mail.h"

#include <signal.h>
#include <string.h>

static void
test_runs (Fixture       *fixture,
           gconstpointer  data)
{
  ApmWorker *worker = create (fixture, "w1");
  g_autofree char *expected = g_strdup_printf ("Worker “w1” runs (PID %d)", apm_worker_get_pid (worker));

  test_until (fixture->reports->len == 1);
  g_assert_cmpstr (fixture->reports->pdata[0], ==, expected);
  g_assert_true (apm_worker_get_running (worker));
  g_assert_cmpuint (g_list_model_get_n_items (apm_post_get_workers (fixture->post)), ==, 1);

  apm_worker_ask_to_exit (worker);
  test_until (fixture->n_ended == 1);
  g_assert_cmpuint (g_list_model_get_n_items (apm_post_get_workers (fixture->post)), ==, 0);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const bad[] = { "", "\xff", "0123456789012345678901234567890123456789012345678901234567890123456789" };
  g_autoptr(GError) error = NULL;

  create (fixture, "w1");
  g_assert_null (apm_post_create_worker (fixture->post, "w1", &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_EXISTS);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_clear_error (&error);
      g_assert_null (apm_post_create_worker (fixture->post, bad[i], &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
    }

  g_assert_cmpstr (apm_worker_get_name (create (fixture, NULL)), ==, "worker-1");
  g_assert_cmpstr (apm_worker_get_name (create (fixture, NULL)), ==, "worker-2");
}

static void
test_both_ways (Fixture       *fixture,
                gconstpointer  data)
{
  ApmWorker *worker = create (fixture, "w1");
  ApmChannel *to = get_channel (fixture, NULL, worker);
  ApmChannel *from = get_channel (fixture, worker, NULL);

  g_assert_cmpstr (apm_channel_get_title (to), ==, "this program → w1");
  g_assert_true (get_channel (fixture, NULL, worker) == to);

  apm_channel_set_subscribed (to, TRUE);
  send_text (fixture, NULL, worker, "down");
  test_until (fixture->arrived->len == 1);
  assert_arrived (fixture, 0, "down");
  g_assert_cmpstr (fixture->receiver, ==, "w1");
  g_assert_cmpint (fixture->latency_us, >=, 0);
  g_assert_cmpint (fixture->latency_us, <, 60 * G_USEC_PER_SEC);

  apm_channel_set_subscribed (from, TRUE);
  send_text (fixture, worker, NULL, "up");
  test_until (fixture->arrived->len == 2 && fixture->n_sent == 2);
  assert_arrived (fixture, 1, "up");
  g_assert_cmpstr (fixture->sender, ==, "w1");

  test_until (apm_channel_get_n_received (to) == 1 && apm_channel_get_n_sent (from) == 1);
  g_assert_cmpuint (apm_channel_get_n_sent (to), ==, 1);
  g_assert_cmpuint (apm_channel_get_bytes_sent (to), ==, 4);
  g_assert_cmpuint (apm_channel_get_bytes_received (from), ==, 2);
  test_until (apm_channel_get_waiting (to) == 0 && apm_channel_get_waiting (from) == 0);
}

static void
test_worker_to_worker (Fixture       *fixture,
                       gconstpointer  data)
{
  ApmWorker *w1 = create (fixture, "w1");
  ApmWorker *w2 = create (fixture, "w2");
  ApmChannel *channel = get_channel (fixture, w1, w2);

  send_text (fixture, w1, w2, "one");
  send_text (fixture, w1, w2, "two");
  test_until (fixture->n_sent == 2);
  test_until (apm_channel_get_waiting (channel) == 2 * (32 + 3));
  g_assert_cmpuint (fixture->arrived->len, ==, 0);

  apm_channel_set_subscribed (channel, TRUE);
  test_until (fixture->arrived->len == 2);
  assert_arrived (fixture, 0, "one");
  assert_arrived (fixture, 1, "two");
  g_assert_cmpstr (fixture->sender, ==, "w1");
  g_assert_cmpstr (fixture->receiver, ==, "w2");
  test_until (apm_channel_get_n_received (channel) == 2);
  test_until (apm_channel_get_waiting (channel) == 0);
}

/* One at a time, in order, never two glued together; then there is none. */
static void
test_receive (Fixture       *fixture,
              gconstpointer  data)
{
  ApmWorker *worker = create (fixture, "w1");
  ApmWorker *parties[][2] = { { worker, NULL }, { NULL, worker } };

  for (guint i = 0; i < G_N_ELEMENTS (parties); i++)
    {
      ApmChannel *channel = get_channel (fixture, parties[i][0], parties[i][1]);

      g_ptr_array_set_size (fixture->arrived, 0);
      fixture->n_nothing = fixture->n_sent = 0;
      apm_post_receive (fixture->post, channel, 0);
      test_until (fixture->n_nothing == 1);

      send_text (fixture, parties[i][0], parties[i][1], "first");
      send_text (fixture, parties[i][0], parties[i][1], "");
      send_text (fixture, parties[i][0], parties[i][1], "third");
      test_until (fixture->n_sent == 3);

      for (guint k = 1; k <= 3; k++)
        {
          apm_post_receive (fixture->post, channel, 0);
          test_until (fixture->arrived->len == k);
        }
      assert_arrived (fixture, 0, "first");
      assert_arrived (fixture, 1, "");
      assert_arrived (fixture, 2, "third");

      apm_post_receive (fixture->post, channel, 0);
      test_until (fixture->n_nothing == 2);
      g_assert_cmpuint (fixture->arrived->len, ==, 3);
    }
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  data)
{
  static const gsize sizes[] = {
    0, 1, 4063, 4064, 4065, 4095, 4096, 4097, 65503, 65504, 65505, 65535, 65536, 65537, 262144, 1000003,
    APM_MESSAGE_MAX
  };
  ApmWorker *w1 = create (fixture, "w1");
  ApmWorker *w2 = create (fixture, "w2");
  ApmWorker *parties[][2] = { { w1, NULL }, { NULL, w1 }, { w1, w2 } };

  for (guint p = 0; p < G_N_ELEMENTS (parties); p++)
    {
      g_ptr_array_set_size (fixture->arrived, 0);
      apm_channel_set_subscribed (get_channel (fixture, parties[p][0], parties[p][1]), TRUE);

      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          g_autoptr(GBytes) bytes = make_bytes (sizes[i], i);

          send_bytes (fixture, parties[p][0], parties[p][1], bytes);
        }

      test_until (fixture->arrived->len == G_N_ELEMENTS (sizes));
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          g_autoptr(GBytes) bytes = make_bytes (sizes[i], i);

          g_assert_cmpuint (g_bytes_get_size (fixture->arrived->pdata[i]), ==, sizes[i]);
          g_assert_true (g_bytes_equal (fixture->arrived->pdata[i], bytes));
        }
    }
}

/* A message longer than the pipe, taken by one receive. */
static void
test_receive_long (Fixture       *fixture,
                   gconstpointer  data)
{
  ApmWorker *w1 = create (fixture, "w1");
  ApmChannel *channel = get_channel (fixture, w1, NULL);
  g_autoptr(GBytes) bytes = make_bytes (1000000, 7);

  send_bytes (fixture, w1, NULL, bytes);
  send_text (fixture, w1, NULL, "next");
  test_until (apm_channel_get_blocked_since_us (channel) != 0);

  apm_post_receive (fixture->post, channel, 0);
  test_until (fixture->arrived->len == 1);
  g_assert_true (g_bytes_equal (fixture->arrived->pdata[0], bytes));

  test_until (fixture->n_sent == 2);
  test_until (apm_channel_get_waiting (channel) == 32 + 4);
  g_assert_cmpuint (fixture->arrived->len, ==, 1);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  ApmWorker *worker = create (fixture, "w1");
  g_autoptr(GBytes) too_long = make_bytes (APM_MESSAGE_MAX + 1, 0);
  g_autoptr(GBytes) text = text_bytes ("hello");
  g_autoptr(GError) error = NULL;

  g_assert_false (apm_post_send (fixture->post, NULL, worker, too_long, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "A message is at most 16 MiB long");
  g_clear_error (&error);

  g_assert_false (apm_post_send (fixture->post, worker, worker, text, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);

  g_object_ref (worker);
  apm_worker_ask_to_exit (worker);
  test_until (fixture->n_ended == 1);
  g_assert_false (apm_post_send (fixture->post, NULL, worker, text, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_GONE);
  g_assert_cmpstr (error->message, ==, "w1 has ended");
  g_object_unref (worker);
}

static gboolean
count_turn (gpointer data)
{
  (*(guint *) data)++;

  return G_SOURCE_CONTINUE;
}

/* A full pipe: its sender really waits, this is told, and the loop goes on. */
static void
test_full_pipe (Fixture       *fixture,
                gconstpointer  data)
{
  ApmWorker *w1 = create (fixture, "w1");
  ApmWorker *w2 = create (fixture, "w2");
  ApmWorker *parties[][2] = { { w1, NULL }, { NULL, w1 }, { w1, w2 } };

  for (guint p = 0; p < G_N_ELEMENTS (parties); p++)
    {
      ApmChannel *channel = get_channel (fixture, parties[p][0], parties[p][1]);
      g_autoptr(GBytes) bytes = make_bytes (30000, p);
      guint n_turns = 0;
      guint id = g_timeout_add (1, count_turn, &n_turns);

      g_ptr_array_set_size (fixture->arrived, 0);
      fixture->n_sent = 0;
      for (guint i = 0; i < 10; i++)
        send_bytes (fixture, parties[p][0], parties[p][1], bytes);

      test_until (apm_channel_get_blocked_since_us (channel) != 0);
      test_until (n_turns >= 50);
      g_assert_cmpint (apm_channel_get_blocked_since_us (channel), <=, g_get_monotonic_time ());
      g_assert_cmpint (apm_channel_get_capacity (channel), >=, 4096);
      g_assert_cmpint (apm_channel_get_waiting (channel), >, apm_channel_get_capacity (channel) * 3 / 4);
      g_assert_cmpuint (fixture->n_sent, <, 10);
      g_assert_cmpuint (fixture->arrived->len, ==, 0);

      apm_channel_set_subscribed (channel, TRUE);
      test_until (fixture->arrived->len == 10 && fixture->n_sent == 10);
      test_until (apm_channel_get_blocked_since_us (channel) == 0);
      g_source_remove (id);
    }
}

static void
kill_worker (ApmWorker *worker)
{
  g_autoptr(GError) error = NULL;

  apm_child_signal (apm_worker_get_child (worker), SIGKILL, FALSE, &error);
  g_assert_no_error (error);
}

/* Killed while it writes: what was whole arrives, and the rest is told. */
static void
test_killed_in_message (Fixture       *fixture,
                        gconstpointer  data)
{
  ApmWorker *w2 = create (fixture, "w2");
  ApmWorker *receivers[] = { NULL, w2 };

  for (guint i = 0; i < G_N_ELEMENTS (receivers); i++)
    {
      ApmWorker *w1 = create (fixture, "w1");
      ApmChannel *channel = get_channel (fixture, w1, receivers[i]);
      g_autoptr(GBytes) bytes = make_bytes (100000, i);

      g_ptr_array_set_size (fixture->arrived, 0);
      fixture->n_sent = 0;
      send_text (fixture, w1, receivers[i], "whole");
      test_until (fixture->n_sent == 1);
      send_bytes (fixture, w1, receivers[i], bytes);
      test_until (apm_channel_get_blocked_since_us (channel) != 0);
      kill_worker (w1);

      test_until (fixture->sentences->len == i + 1);
      g_assert_true (g_str_has_prefix (fixture->sentences->pdata[i], "w1 ended in the middle of a message: "));
      g_assert_true (g_str_has_suffix (fixture->sentences->pdata[i], " of 100000 bytes had arrived"));
      g_assert_cmpuint (fixture->arrived->len, ==, 1);
      assert_arrived (fixture, 0, "whole");
      test_until (fixture->n_ended == i + 1);
    }

  /* And nothing else was touched. */
  fixture->n_sent = 0;
  send_text (fixture, NULL, w2, "still here");
  test_until (fixture->n_sent == 1);
}

static void
test_receiver_ends (Fixture       *fixture,
                    gconstpointer  data)
{
  ApmWorker *w1 = create (fixture, "w1");
  ApmWorker *senders[] = { NULL, w1 };

  for (guint i = 0; i < G_N_ELEMENTS (senders); i++)
    {
      ApmWorker *w2 = create (fixture, "w2");
      g_autoptr(GBytes) bytes = make_bytes (100000, i);
      ApmChannel *channel = get_channel (fixture, senders[i], w2);

      send_bytes (fixture, senders[i], w2, bytes);
      test_until (apm_channel_get_blocked_since_us (channel) != 0);
      kill_worker (w2);

      test_until (fixture->sentences->len == i + 1);
      g_assert_cmpstr (fixture->sentences->pdata[i], ==, "w2 has ended");
      g_assert_cmpint (apm_channel_get_blocked_since_us (channel), ==, 0);
      test_until (fixture->n_ended == i + 1);
    }
}

/* Channels of a worker that leaves in peace: what it had sent still arrives. */
static void
test_sender_exits (Fixture       *fixture,
                   gconstpointer  data)
{
  ApmWorker *w1 = create (fixture, "w1");
  ApmWorker *w2 = create (fixture, "w2");

  get_channel (fixture, NULL, w1);
  send_text (fixture, w1, NULL, "to you");
  send_text (fixture, w1, w2, "to w2");
  test_until (fixture->n_sent == 2);
  apm_worker_ask_to_exit (w1);

  test_until (fixture->sentences->len == 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (fixture->sentences->pdata[i], ==, "w1 has ended");
  g_assert_cmpuint (fixture->arrived->len, ==, 2);
}

static void
test_stopped_worker (Fixture       *fixture,
                     gconstpointer  data)
{
  ApmWorker *w1 = create (fixture, "w1");
  guint n_turns = 0;
  guint id;

  test_until (fixture->reports->len == 1);
  apm_child_signal (apm_worker_get_child (w1), SIGSTOP, FALSE, NULL);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GBytes) bytes = make_bytes (1000000, i);

      send_bytes (fixture, w1, NULL, bytes);
      send_bytes (fixture, NULL, w1, bytes);
    }
  id = g_timeout_add (1, count_turn, &n_turns);
  test_until (n_turns >= 20);
  g_source_remove (id);

  /* It cannot take the order to exit: it is killed after half a second. */
  apm_post_shutdown (fixture->post);
  test_until (fixture->n_ended == 1);
}

static void
test_nothing_left (void)
{
  Fixture fixture = { NULL };
  guint n_before = 0;

  /* The first post may bring what stays: the guard, GLib's own threads. */
  for (guint round = 0; round < 2; round++)
    {
      if (round == 1)
        n_before = test_count_fds ();

      memset (&fixture, 0, sizeof fixture);
      fixture_set_up (&fixture, NULL);
      for (guint i = 0; i < 3; i++)
        create (&fixture, NULL);
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr(ApmWorker) a = g_list_model_get_item (apm_post_get_workers (fixture.post), i);
          g_autoptr(ApmWorker) b = g_list_model_get_item (apm_post_get_workers (fixture.post), (i + 1) % 3);

          send_text (&fixture, a, b, "hello");
          send_text (&fixture, NULL, a, "hello");
          send_text (&fixture, a, NULL, "hello");
        }
      test_until (fixture.n_sent == 9);
      fixture_tear_down (&fixture, NULL);
    }

  test_until (test_count_fds () == n_before);
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *, gconstpointer); } tests[] = {
    { "/post/runs", test_runs },
    { "/post/names", test_names },
    { "/post/both-ways", test_both_ways },
    { "/post/worker-to-worker", test_worker_to_worker },
    { "/post/receive", test_receive },
    { "/post/receive-long", test_receive_long },
    { "/post/sizes", test_sizes },
    { "/post/refused", test_refused },
    { "/post/full-pipe", test_full_pipe },
    { "/post/killed-in-message", test_killed_in_message },
    { "/post/receiver-ends", test_receiver_ends },
    { "/post/sender-exits", test_sender_exits },
    { "/post/stopped-worker", test_stopped_worker },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  g_test_add_func ("/post/nothing-left", test_nothing_left);

  return g_test_run ();
}
