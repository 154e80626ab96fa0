/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "post-mail.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

/* What becomes of a channel, and of what is in it, when somebody who has it ends. */

/* @worker is killed, after it has sent three numbers. */
static void
say_and_die (Fixture    *fixture,
             ApmChannel *channel,
             ApmWorker  *worker)
{
  guint n_ended = fixture->n_ended;

  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      say (fixture, channel, text);
    }
  wait_until (apm_channel_get_n_sent (channel) == 3);
  apm_child_signal (apm_worker_get_child (worker), SIGKILL, FALSE, NULL);
  wait_until (fixture->n_ended == n_ended + 1);
}

/* What was sent and nobody has asked for yet arrives, though its sender was killed. */
static void
test_sender_killed (Fixture       *fixture,
                    gconstpointer  data)
{
  static const ApmMedium media[] = {
    APM_MEDIUM_FIFO, APM_MEDIUM_STREAM, APM_MEDIUM_SEQPACKET, APM_MEDIUM_DATAGRAM, APM_MEDIUM_QUEUE, APM_MEDIUM_RING,
    APM_MEDIUM_PIPE, APM_MEDIUM_PAIR, APM_MEDIUM_EVENTFD,
  };
  ApmWorker *const receivers[] = { NULL, create (fixture, "receiver") };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    for (guint k = 0; k < G_N_ELEMENTS (receivers); k++)
      {
        g_autofree char *name = dup_name (media[i]);
        ApmWorker *worker = create (fixture, "sender");
        ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) {
          .medium = media[i], .name = name, .n_messages = 8, .message_size = 100, .framing = APM_FRAMING_LINES,
          .sender = worker, .receiver = receivers[k] });

        say_and_die (fixture, channel, worker);
        wait_until (!apm_channel_get_open (channel));
        if (media[i] == APM_MEDIUM_EVENTFD)
          assert_arrived (fixture, n++, "6");
        else
          for (guint m = 0; m < 3; m++)
            assert_arrived (fixture, n++, ((const char *[]) { "1", "2", "3" })[m]);
        g_assert_cmpuint (fixture->arrived->len, ==, n);
        g_assert_cmpstr (apm_channel_get_closed_reason (channel), ==, "sender has ended");
        g_assert_cmpint (g_access (name, F_OK), <, 0);
      }
}

/* A queue and a ring keep what a worker of ours left there, until any program has it. */
static void
test_left_behind (Fixture       *fixture,
                  gconstpointer  data)
{
  static const ApmMedium media[] = { APM_MEDIUM_QUEUE, APM_MEDIUM_RING };

  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    {
      g_autofree char *name = dup_name (media[i]);
      g_autofree char *address = g_strdup_printf ("%s:%s", apm_medium_get_id (media[i]), name);
      ApmWorker *worker = create (fixture, "sender");
      ApmChannel *channel = open_plan (fixture, &(ApmChannelPlan) {
        .medium = media[i], .name = name, .n_messages = 8, .message_size = 100, .sender = worker, .is_receiver_far = TRUE });
      g_autoptr(ApmEndpoint) stranger = NULL;
      g_autoptr(GBytes) more = text_bytes ("4");
      g_autoptr(GError) error = NULL;
      ApmReceivedMessage message;

      say_and_die (fixture, channel, worker);
      g_assert_false (apm_post_send_through (fixture->post, channel, more, 0, &error));
      g_assert_error (error, APM_ERROR, APM_ERROR_CLOSED);
      g_assert_cmpint (apm_channel_get_waiting (channel), ==, 3);

      stranger = apm_endpoint_open (address, FALSE, APM_FRAMING_RAW, 0, NULL);
      for (guint m = 0; m < 3; m++)
        {
          g_assert_true (apm_channel_get_open (channel));
          g_assert_cmpint (apm_endpoint_receive (stranger, 0, &message, NULL), ==, APM_RECEIVED_MESSAGE);
          g_assert_cmpmem (message.bytes, message.length, &"123"[m], 1);
        }
      wait_until (!apm_channel_get_open (channel));
      g_assert_cmpstr (apm_channel_get_closed_reason (channel), ==, "sender has ended");
    }
}

/* What has a name is gone with the post. */
static void
test_ends_clean (Fixture       *fixture,
                 gconstpointer  data)
{
  static const ApmMedium media[] = { APM_MEDIUM_FIFO, APM_MEDIUM_STREAM, APM_MEDIUM_DATAGRAM, APM_MEDIUM_QUEUE, APM_MEDIUM_RING };
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    {
      g_ptr_array_add (names, dup_name (media[i]));
      open_plan (fixture, &(ApmChannelPlan) {
        .medium = media[i], .name = names->pdata[i], .n_messages = 2, .message_size = 16, .is_sender_far = TRUE });
    }
  apm_post_shutdown (fixture->post);
  for (guint i = 0; i < G_N_ELEMENTS (media); i++)
    {
      g_autofree char *address = g_strdup_printf ("%s:%s", apm_medium_get_id (media[i]), (char *) names->pdata[i]);

      g_assert_false (apm_endpoint_unmake (address, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *path;
    void      (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/ipc/plan/sender-killed", test_sender_killed },
    { "/ipc/plan/left-behind", test_left_behind },
    { "/ipc/plan/ends-clean", test_ends_clean },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);

  return g_test_run ();
}
