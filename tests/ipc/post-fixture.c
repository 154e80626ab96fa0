/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "post-fixture.h"

#include <string.h>
#include <sys/wait.h>

static void
on_arrived (ApmPost                  *post,
            const ApmMessage *const  *messages,
            guint                     n,
            Fixture                  *fixture)
{
  fixture->n_batches++;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (fixture->arrived, apm_message_dup_data (messages[i]));
  fixture->sender = messages[n - 1]->sender;
  fixture->receiver = messages[n - 1]->receiver;
  fixture->latency_us = messages[n - 1]->latency_us;
}

static void
on_channel_closed (ApmPost    *post,
                   ApmChannel *channel,
                   const char *sentence,
                   Fixture    *fixture)
{
  g_assert_false (apm_channel_get_open (channel));
  g_assert_cmpstr (apm_channel_get_closed_reason (channel), ==, sentence);
  g_ptr_array_add (fixture->sentences, g_strdup (sentence));
}

static void
on_refused (ApmPost    *post,
            ApmChannel *channel,
            const char *sentence,
            Fixture    *fixture)
{
  g_ptr_array_add (fixture->refused, g_strdup (sentence));
}

static void
on_reported (ApmPost    *post,
             ApmWorker  *worker,
             const char *text,
             Fixture    *fixture)
{
  g_ptr_array_add (fixture->reports, g_strdup (text));
}

static void
on_nothing (ApmPost    *post,
            ApmChannel *channel,
            Fixture    *fixture)
{
  fixture->n_nothing++;
}

static void
on_sent (ApmPost    *post,
         ApmChannel *channel,
         GBytes     *data,
         Fixture    *fixture)
{
  fixture->n_sent++;
}

static void
on_worker_ended (ApmPost   *post,
                 ApmWorker *worker,
                 int        wait_status,
                 Fixture   *fixture)
{
  fixture->n_ended++;
}

void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->post = apm_post_new ();
  fixture->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  fixture->sentences = g_ptr_array_new_with_free_func (g_free);
  fixture->reports = g_ptr_array_new_with_free_func (g_free);
  fixture->refused = g_ptr_array_new_with_free_func (g_free);

  g_signal_connect (fixture->post, "arrived", G_CALLBACK (on_arrived), fixture);
  g_signal_connect (fixture->post, "channel-closed", G_CALLBACK (on_channel_closed), fixture);
  g_signal_connect (fixture->post, "reported", G_CALLBACK (on_reported), fixture);
  g_signal_connect (fixture->post, "refused", G_CALLBACK (on_refused), fixture);
  g_signal_connect (fixture->post, "nothing", G_CALLBACK (on_nothing), fixture);
  g_signal_connect (fixture->post, "sent", G_CALLBACK (on_sent), fixture);
  g_signal_connect (fixture->post, "worker-ended", G_CALLBACK (on_worker_ended), fixture);
}

void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  g_clear_object (&fixture->post);
  test_until (count_children () == 0);

  g_ptr_array_unref (fixture->arrived);
  g_ptr_array_unref (fixture->sentences);
  g_ptr_array_unref (fixture->reports);
  g_ptr_array_unref (fixture->refused);
}

/* @size bytes of every value, different for each @seed. */
GBytes *
make_bytes (gsize size,
            guint seed)
{
  guint8 *bytes = g_malloc (size);
  guint32 x = seed * 2654435761u + 1;

  for (gsize i = 0; i < size; i++)
    {
      x = x * 1664525u + 1013904223u;
      bytes[i] = x >> 24;
    }

  return g_bytes_new_take (bytes, size);
}

/* apm-worker processes whose parent we are, zombies and all. */
guint
count_children (void)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *text = NULL;
  g_auto(GStrv) pids = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  pids = g_strsplit (text, " ", -1);
  for (guint i = 0; pids[i]; i++)
    {
      g_autofree char *stat_path = g_strdup_printf ("/proc/%s/stat", pids[i]);
      g_autofree char *stat = NULL;

      if (*pids[i] && g_file_get_contents (stat_path, &stat, NULL, NULL) && !strstr (stat, "(apm-guard)"))
        n++;
    }

  return n;
}
