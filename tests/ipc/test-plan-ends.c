/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "post-mail.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What becomes of a channel, and of what is in it, when somebody who has it ends. */

static const char *program;

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
  test_until (apm_channel_get_n_sent (channel) == 3);
  apm_child_signal (apm_worker_get_child (worker), SIGKILL, FALSE, NULL);
  test_until (fixture->n_ended == n_ended + 1);
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
        test_until (!apm_channel_get_open (channel));
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
      test_until (!apm_channel_get_open (channel));
      g_assert_cmpstr (apm_channel_get_closed_reason (channel), ==, "sender has ended");
    }
}

static const ApmMedium named[] = {
  APM_MEDIUM_FIFO, APM_MEDIUM_STREAM, APM_MEDIUM_SEQPACKET, APM_MEDIUM_DATAGRAM, APM_MEDIUM_QUEUE, APM_MEDIUM_RING,
};

static gboolean
is_there (ApmMedium   medium,
          const char *name)
{
  g_autofree char *address = g_strdup_printf ("%s:%s", apm_medium_get_id (medium), name);
  g_autoptr(ApmEndpoint) endpoint = NULL;

  if (medium != APM_MEDIUM_QUEUE && medium != APM_MEDIUM_RING)
    return g_access (name, F_OK) == 0;
  endpoint = apm_endpoint_open (address, TRUE, APM_FRAMING_RAW, 0, NULL);

  return endpoint != NULL;
}

/* What has a name is gone with the post. */
static void
test_ends_clean (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      g_ptr_array_add (names, dup_name (named[i]));
      open_plan (fixture, &(ApmChannelPlan) {
        .medium = named[i], .name = names->pdata[i], .n_messages = 2, .message_size = 16, .is_sender_far = TRUE });
      g_assert_true (is_there (named[i], names->pdata[i]));
    }
  apm_post_shutdown (fixture->post);
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    g_assert_false (is_there (named[i], names->pdata[i]));
}

/* A window: opens one of each, received by itself or by a worker, and waits to be killed. */
static int
be_window (char **names)
{
  Fixture fixture = { NULL };
  ApmWorker *worker;

  fixture_set_up (&fixture, NULL);
  worker = create (&fixture, "receiver");
  for (guint i = 0; names[i]; i++)
    open_plan (&fixture, &(ApmChannelPlan) {
      .medium = named[i % G_N_ELEMENTS (named)], .name = names[i], .n_messages = 2, .message_size = 16, .is_sender_far = TRUE,
      .receiver = i < G_N_ELEMENTS (named) ? NULL : worker });
  for (;;)
    {
      guint n_there = 0;

      for (guint i = 0; names[i]; i++)
        n_there += is_there (named[i % G_N_ELEMENTS (named)], names[i]);
      if (n_there == g_strv_length (names))
        break;
      g_main_context_iteration (NULL, TRUE);
    }
  g_print ("ready");
  for (;;)
    pause ();

  return 0;
}

/* A worker that has no descriptor left for its end says so, whichever end it is. */
static void
test_worker_without_room (Fixture       *fixture,
                          gconstpointer  data)
{
  struct rlimit none;
  ApmWorker *w1 = create (fixture, "w1");

  test_until (fixture->reports->len == 1);
  g_assert_cmpint (prlimit (apm_worker_get_pid (w1), RLIMIT_NOFILE, NULL, &none), ==, 0);
  none.rlim_cur = 0;
  for (gboolean is_used = TRUE; is_used; none.rlim_cur += is_used)
    {
      g_autofree char *path = g_strdup_printf ("/proc/%d/fd/%d", apm_worker_get_pid (w1), (int) none.rlim_cur);
      struct stat status;

      is_used = lstat (path, &status) == 0;
    }
  g_assert_cmpint (prlimit (apm_worker_get_pid (w1), RLIMIT_NOFILE, &none, NULL), ==, 0);
  for (guint is_sender = 0; is_sender < 2; is_sender++)
    for (guint is_planned = 0; is_planned < 2; is_planned++)
      {
        ApmWorker *sender = is_sender ? w1 : NULL, *receiver = is_sender ? NULL : w1;
        ApmChannel *channel = is_planned ? open_plan (fixture, &(ApmChannelPlan) {
          .medium = APM_MEDIUM_PIPE, .name = "pipe", .sender = sender, .receiver = receiver })
                                         : get_channel (fixture, sender, receiver);

        test_until (!apm_channel_get_open (channel));
        g_assert_nonnull (strstr (apm_channel_get_closed_reason (channel), g_strerror (EMFILE)));
      }
}

/* Killed, so that it can take nothing away itself. */
static void
test_window_killed (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  char ready[5];
  int pid, fd;

  g_ptr_array_add (argv, g_strdup (program));
  g_ptr_array_add (argv, g_strdup ("--window"));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (named); i++)
    g_ptr_array_add (argv, dup_name (named[i % G_N_ELEMENTS (named)]));
  g_ptr_array_add (argv, NULL);
  g_spawn_async_with_pipes (NULL, (char **) argv->pdata, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &fd, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (fd, ready, sizeof ready), ==, sizeof ready);
  close (fd);
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (named); i++)
    test_until (!is_there (named[i % G_N_ELEMENTS (named)], argv->pdata[i + 2]));
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
    { "/ipc/plan/worker-without-room", test_worker_without_room },
    { "/ipc/plan/window-killed", test_window_killed },
  };

  program = argv[0];
  if (argc > 1 && g_str_equal (argv[1], "--window"))
    return be_window (argv + 2);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);

  return g_test_run ();
}
