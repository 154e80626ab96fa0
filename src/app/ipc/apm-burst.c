/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-burst.h"

#include "apm-priority.h"

#define BUDGET_US 2000

typedef struct {
  ApmPost *post;
  ApmWorker *sender;
  ApmWorker *receiver;
  GBytes *data;
  guint left;
  ApmBurstFailed failed;
  GWeakRef user_data;
} Burst;

static void
burst_free (gpointer data)
{
  Burst *burst = data;

  g_clear_object (&burst->post);
  g_clear_object (&burst->sender);
  g_clear_object (&burst->receiver);
  g_bytes_unref (burst->data);
  g_weak_ref_clear (&burst->user_data);
  g_free (burst);
}

static gboolean
burst_go_on (gpointer data)
{
  Burst *burst = data;
  gint64 until = g_get_monotonic_time () + BUDGET_US;
  g_autoptr(GError) error = NULL;

  do
    {
      if (!apm_post_send (burst->post, burst->sender, burst->receiver, burst->data, &error))
        {
          g_autoptr(GObject) user_data = g_weak_ref_get (&burst->user_data);

          if (user_data != NULL)
            burst->failed (user_data, error);

          return G_SOURCE_REMOVE;
        }
    }
  while (--burst->left > 0 && g_get_monotonic_time () < until);

  return burst->left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * apm_burst_start:
 * @sender: (nullable): %NULL for this program
 * @receiver: (nullable): %NULL for this program
 * @times: at least 1; the first few are sent before this returns
 * @failed: told why, once, if the post refuses one; the rest is not sent then
 * @user_data: the one told, if it still lives
 */
void
apm_burst_start (ApmPost        *post,
                 ApmWorker      *sender,
                 ApmWorker      *receiver,
                 GBytes         *data,
                 guint           times,
                 ApmBurstFailed  failed,
                 GObject        *user_data)
{
  Burst *burst;

  g_return_if_fail (APM_IS_POST (post));
  g_return_if_fail (times > 0);

  burst = g_new0 (Burst, 1);
  burst->post = g_object_ref (post);
  g_set_object (&burst->sender, sender);
  g_set_object (&burst->receiver, receiver);
  burst->data = g_bytes_ref (data);
  burst->left = times;
  burst->failed = failed;
  g_weak_ref_init (&burst->user_data, user_data);

  if (burst_go_on (burst) == G_SOURCE_CONTINUE)
    g_idle_add_full (APM_PRIORITY_SOURCE, burst_go_on, burst, burst_free);
  else
    burst_free (burst);
}
