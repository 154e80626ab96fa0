/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "post-mail.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Channels of every kind, between this program, workers and any program: which is this
 * test, with the plain calls, or with an endpoint of its own. */

#define LONG (60 * G_USEC_PER_SEC)

/* What each kind carries; numbers where it carries nothing else. */
static void
test_between_ours (Fixture       *fixture,
                   gconstpointer  data)
{
  static const ApmMedium media[] = {
    APM_MEDIUM_FIFO, APM_MEDIUM_STREAM, APM_MEDIUM_SEQPACKET, APM_MEDIUM_DATAGRAM, APM_MEDIUM_QUEUE, APM_MEDIUM_RING,
    APM_MEDIUM_PIPE, APM_MEDIUM_PAIR, APM_MEDIUM_EVENTFD,
  };
  ApmWorker *worker = create (fixture, "w1");
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    for (guint way = 0; way < 3; way++)
      {
        g_autofree char *name = dup_name (media[i]);
        ApmWorker *const sender = way == 1 ? worker : NULL, *const receiver = way == 2 ? worker : NULL;
        ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) {
          .medium = media[i], .name = name, .n_messages = 8, .message_size = 100, .framing = APM_FRAMING_LINES,
          .sender = sender, .receiver = receiver });

        say (fixture, channel, "42");
        apm_post_receive (fixture->post, channel, LONG);
        test_until (fixture->arrived->len == n + 1);
        assert_arrived (fixture, n++, "42");
        g_assert_cmpint (fixture->latency_us, >=, 0);
        test_until (apm_channel_get_n_sent (channel) == 1 && apm_channel_get_n_received (channel) == 1);
        apm_post_close_channel (fixture->post, channel);
        g_assert_cmpint (g_access (name, F_OK), <, 0);
      }
}

/* A stranger writes lines into our FIFO, goes, and the next one comes. */
static void
test_strangers_write (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *name = dup_name (APM_MEDIUM_FIFO);
  ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) { .medium = APM_MEDIUM_FIFO, .name = name, .is_sender_far = TRUE });

  apm_channel_set_subscribed (channel, TRUE);
  for (int round = 0; round < 3; round++)
    {
      int fd = open (name, O_WRONLY | O_CLOEXEC);

      g_assert_cmpint (fd, >=, 0);
      g_assert_cmpint (write (fd, "one\ntwo\xff\n", 9), ==, 9);
      close (fd);
      test_until (fixture->arrived->len == 2 * (guint) round + 2);
      test_until (apm_channel_get_receiver_state (channel) == APM_PORTER_LEFT);
    }
  g_assert_cmpint (fixture->latency_us, ==, G_MININT64);
  g_assert_true (apm_channel_get_open (channel));
}

/* Once its name is gone and the last writer has closed, nobody can come. */
static void
test_removed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *name = dup_name (APM_MEDIUM_FIFO);
  ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) { .medium = APM_MEDIUM_FIFO, .name = name, .is_sender_far = TRUE });
  int fd = open (name, O_WRONLY | O_CLOEXEC);

  apm_channel_set_subscribed (channel, TRUE);
  g_assert_cmpint (g_unlink (name), ==, 0);
  g_assert_cmpint (write (fd, "kept\n", 5), ==, 5);
  test_until (fixture->arrived->len == 1);
  close (fd);
  test_until (!apm_channel_get_open (channel));
  g_assert_nonnull (strstr (apm_channel_get_closed_reason (channel), "removed"));
}

/* Nothing is taken that was not asked for: the stranger waits, and nothing is lost. */
static void
test_back_pressure (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *name = dup_name (APM_MEDIUM_FIFO);
  ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) { .medium = APM_MEDIUM_FIFO, .name = name, .is_sender_far = TRUE });
  int fd = open (name, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
  guint n = 0;

  while (write (fd, "0123456789abcde\n", 16) == 16)
    n++;
  g_assert_cmpint (errno, ==, EAGAIN);
  g_assert_cmpuint (n, ==, 65536 / 16);
  apm_channel_refresh (channel);
  g_assert_cmpint (apm_channel_get_waiting (channel), ==, 65536);
  apm_post_receive (fixture->post, channel, 0);
  test_until (fixture->arrived->len == 1);
  test_until (apm_channel_get_capacity (channel) == 65536);
  apm_channel_set_subscribed (channel, TRUE);
  test_until (fixture->arrived->len == n);
  close (fd);
}

/* A time limit ends; no limit at all takes only what is there. */
static void
test_time_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  static const ApmMedium media[] = { APM_MEDIUM_FIFO, APM_MEDIUM_STREAM, APM_MEDIUM_DATAGRAM, APM_MEDIUM_QUEUE, APM_MEDIUM_RING };

  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    {
      g_autofree char *name = dup_name (media[i]);
      ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) {
        .medium = media[i], .name = name, .n_messages = 4, .message_size = 10, .is_sender_far = TRUE });

      apm_post_receive (fixture->post, channel, 0);
      test_until (fixture->n_nothing == 2 * i + 1);
      apm_post_receive (fixture->post, channel, 50000);
      test_until (fixture->n_nothing == 2 * i + 2);
      apm_post_close_channel (fixture->post, channel);
    }
}

/* Sending waits for a reader; one that goes loses nothing that was not begun. */
static void
test_strangers_read (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *name = dup_name (APM_MEDIUM_FIFO);
  ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) { .medium = APM_MEDIUM_FIFO, .name = name, .is_receiver_far = TRUE });
  char got[8] = { 0 };

  say (fixture, channel, "one");
  test_until (apm_channel_get_sender_state (channel) == APM_PORTER_OPENING);
  for (int round = 0; round < 2; round++)
    {
      int fd = open (name, O_RDONLY | O_CLOEXEC);

      test_until (apm_channel_get_n_sent (channel) == 1 + (guint64) round);
      g_assert_cmpint (read (fd, got, 4), ==, 4);
      g_assert_cmpstr (got, ==, round == 0 ? "one\n" : "two\n");
      close (fd);
      say (fixture, channel, "two");
    }
}

/* Two who lie: each is told of, and the third is heard. */
static void
test_lies (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *name = dup_name (APM_MEDIUM_STREAM);
  g_autofree char *address = g_strdup_printf ("stream:%s", name);
  ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) {
    .medium = APM_MEDIUM_STREAM, .name = name, .framing = APM_FRAMING_LENGTH, .is_sender_far = TRUE });
  static const char *const lies[] = { "\xff\xff\xff\xff", "\x01\x00\x00\x01" "torn" };

  apm_channel_set_subscribed (channel, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr(ApmEndpoint) liar = apm_endpoint_open (address, TRUE, APM_FRAMING_RAW, LONG, NULL);

      g_assert_true (apm_endpoint_send (liar, (const guint8 *) lies[i], i == 0 ? 4 : 8, 0, LONG, NULL));
      g_clear_pointer (&liar, apm_endpoint_free);
      test_until (fixture->refused->len == i + 1);
    }
  {
    g_autoptr(ApmEndpoint) third = apm_endpoint_open (address, TRUE, APM_FRAMING_LENGTH, LONG, NULL);

    g_assert_true (apm_endpoint_send (third, (const guint8 *) "a\0\xfe", 3, 0, LONG, NULL));
    test_until (fixture->arrived->len == 1);
    g_assert_nonnull (strchr (fixture->sender, '('));
  }
}

/* What cannot be made is said, and nothing of it is left. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *fifo = dup_name (APM_MEDIUM_FIFO), *queue = dup_name (APM_MEDIUM_QUEUE);
  const ApmChannelPlan plans[] = {
    { .medium = APM_MEDIUM_FIFO, .name = fifo, .is_sender_far = TRUE, .is_receiver_far = TRUE },
    { .medium = APM_MEDIUM_FIFO, .name = fifo, .is_sender_far = TRUE, .attaches = TRUE },
    { .medium = APM_MEDIUM_FIFO, .name = "/nowhere/at/all", .is_sender_far = TRUE },
    { .medium = APM_MEDIUM_EVENTFD, .name = "counter", .is_sender_far = TRUE },
    { .medium = APM_MEDIUM_QUEUE, .name = "no-slash", .n_messages = 1, .message_size = 1, .is_sender_far = TRUE },
    { .medium = APM_MEDIUM_QUEUE, .name = queue, .n_messages = 1000000000, .message_size = 8, .is_sender_far = TRUE },
    { .medium = APM_MEDIUM_QUEUE, .name = queue, .attaches = TRUE, .is_receiver_far = TRUE },
    { .medium = APM_MEDIUM_SIGNAL, .name = "SIGKILL", .is_sender_far = TRUE },
  };
  guint n_descriptors = test_count_fds ();

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (apm_post_open_channel (fixture->post, &plans[i], &error));
      g_assert_nonnull (error);
    }
  g_assert_cmpint (g_access (fifo, F_OK), <, 0);
  g_assert_cmpuint (test_count_fds (), <=, n_descriptors);   /* those of the test before may go meanwhile */
}

/* Of too many that are the same, and of bytes that ran together, no time is told; then it is again. */
static void
test_times (Fixture       *fixture,
            gconstpointer  data)
{
  ApmChannel *pipe = open_plan (fixture, &(ApmChannelPlan) { .medium = APM_MEDIUM_PIPE, .name = "pipe" });
  ApmChannel *counter = open_plan (fixture, &(ApmChannelPlan) { .medium = APM_MEDIUM_EVENTFD, .name = "counter" });

  for (guint i = 0; i < 5000; i++)
    say (fixture, pipe, "x");
  apm_channel_set_subscribed (pipe, TRUE);
  test_until (fixture->arrived->len == 5000);
  g_assert_cmpint (fixture->latency_us, ==, G_MININT64);
  say (fixture, pipe, "x");
  test_until (fixture->arrived->len == 5001);
  g_assert_cmpint (fixture->latency_us, >=, 0);

  for (guint i = 0; i < 3; i++)
    say (fixture, counter, "1");
  test_until (apm_channel_get_n_sent (counter) == 3);
  apm_post_receive (fixture->post, counter, LONG);
  test_until (fixture->arrived->len == 5002);
  assert_arrived (fixture, 5001, "3");
  g_assert_cmpint (fixture->latency_us, ==, G_MININT64);
  say (fixture, counter, "1");
  test_until (apm_channel_get_n_sent (counter) == 4);
  apm_post_receive (fixture->post, counter, LONG);
  test_until (fixture->arrived->len == 5003);
  g_assert_cmpint (fixture->latency_us, >=, 0);
}

/* A socket that somebody else receives from stays his, whoever of ours was to receive there. */
static void
test_not_ours (Fixture       *fixture,
               gconstpointer  data)
{
  static const ApmMedium media[] = { APM_MEDIUM_STREAM, APM_MEDIUM_SEQPACKET, APM_MEDIUM_DATAGRAM };
  ApmWorker *const receivers[] = { NULL, create (fixture, "w1") };

  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    for (guint k = 0; k < G_N_ELEMENTS (receivers); k++)
      {
        g_autofree char *name = dup_name (media[i]);
        g_autofree char *address = g_strdup_printf ("%s:%s", apm_medium_get_id (media[i]), name);
        g_autoptr(ApmEndpoint) stranger = apm_endpoint_open (address, FALSE, APM_FRAMING_LINES, 0, NULL);
        const ApmChannelPlan plan = { .medium = media[i], .name = name, .is_sender_far = TRUE, .receiver = receivers[k] };
        g_autoptr(GError) error = NULL;

        g_assert_nonnull (stranger);
        g_assert_null (apm_post_open_channel (fixture->post, &plan, &error));
        g_assert_nonnull (error);
        g_assert_cmpint (g_access (name, F_OK), ==, 0);
      }
}

/* A pipe is made larger, and not larger than the system allows or smaller than what waits. */
static void
test_capacity (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *name = dup_name (APM_MEDIUM_FIFO);
  g_autofree char *much = g_strnfill (20000, 'x');
  ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) { .medium = APM_MEDIUM_FIFO, .name = name });
  g_autoptr(GError) error = NULL;

  g_assert_true (apm_channel_set_capacity (channel, 16384, &error));
  test_until (apm_channel_get_capacity (channel) == 16384);
  g_assert_true (apm_channel_set_capacity (channel, 32768, &error));
  say (fixture, channel, much);
  test_until (apm_channel_get_n_sent (channel) == 1);
  g_assert_false (apm_channel_set_capacity (channel, 4096, &error));
  g_assert_error (error, APM_ERROR, APM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (apm_channel_set_capacity (channel, 0, &error));
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/ipc/plan/between-ours", test_between_ours },
    { "/ipc/plan/strangers-write", test_strangers_write },
    { "/ipc/plan/removed", test_removed },
    { "/ipc/plan/back-pressure", test_back_pressure },
    { "/ipc/plan/time-limit", test_time_limit },
    { "/ipc/plan/strangers-read", test_strangers_read },
    { "/ipc/plan/lies", test_lies },
    { "/ipc/plan/refused", test_refused },
    { "/ipc/plan/times", test_times },
    { "/ipc/plan/not-ours", test_not_ours },
    { "/ipc/plan/capacity", test_capacity },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);

  return g_test_run ();
}
