/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "post-fixture.h"

#include "../turns.h"

#include <stdlib.h>

#define N 1000000
#define SIZE 64

typedef struct {
  guint n;
  guint n_batches;
  Turns turns;
} Count;

static void
on_arrived (ApmPost                 *post,
            const ApmMessage *const *messages,
            guint                    n,
            Count                   *count)
{
  count->n_batches++;
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (messages[i]->size, ==, SIZE);
      g_assert_cmpuint (strtoul (messages[i]->text, NULL, 10), ==, count->n);
      count->n++;
    }
}

/* A million messages: all arrive, in order, and the window would have stayed alive. */
static void
test_million (gconstpointer to_worker)
{
  g_autoptr(ApmPost) post = apm_post_new ();
  ApmWorker *sender = apm_post_create_worker (post, "sender", NULL);
  ApmWorker *receiver = to_worker ? apm_post_create_worker (post, "receiver", NULL) : NULL;
  ApmChannel *channel = apm_post_get_channel (post, sender, receiver, NULL);
  gint64 began_us = g_get_monotonic_time ();
  gint64 deadline = began_us + 300 * G_USEC_PER_SEC;
  gint64 cpu_us = turns_get_cpu_us ();
  Count count = { 0 };

  g_signal_connect (post, "arrived", G_CALLBACK (on_arrived), &count);
  apm_channel_set_subscribed (channel, TRUE);
  g_assert_true (apm_post_flood (post, sender, receiver, N, SIZE, NULL));

  while (count.n < N)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      turns_take (&count.turns, TRUE);
    }

  g_test_message ("%.2f s, %.0f ns of the main thread a message, %u batches, longest turn %.1f ms of CPU",
                  (g_get_monotonic_time () - began_us) / 1e6, (turns_get_cpu_us () - cpu_us) * 1e3 / N,
                  count.n_batches, count.turns.us[0] / 1e3);
  test_until (apm_channel_get_n_sent (channel) == N && apm_channel_get_n_received (channel) == N);
  g_assert_cmpuint (apm_channel_get_bytes_received (channel), ==, (guint64) N * SIZE);
  g_assert_cmpuint (count.n, ==, N);
  g_assert_cmpint (turns_get_longest_us (&count.turns), <, TURNS_LIMIT_US);

  g_clear_object (&post);
  test_until (count_children () == 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/flood/to-this-program", GINT_TO_POINTER (FALSE), test_million);
  g_test_add_data_func ("/flood/to-a-worker", GINT_TO_POINTER (TRUE), test_million);

  return g_test_run ();
}
