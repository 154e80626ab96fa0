/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-burst.h"

#include "apm-priority.h"

#include <string.h>

#define BUDGET_US 2000
#define PAUSE_MS  10

/* What may wait to be sent before the next one is handed over. */
#define QUEUED_MOST (1024 * 1024)

struct _ApmBurst
{
  ApmPost       *post;
  ApmChannel    *channel;
  ApmBurstPlan   plan;
  guint64        n;
  gint64         began_us;
  guint          source_id;
  ApmBurstEnded  ended;
  gpointer       user_data;
};

static gboolean on_turn (gpointer data);

/**
 * apm_burst_stop:
 *
 * Hands over nothing more, and calls back no more.
 */
void
apm_burst_stop (ApmBurst *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_object (&self->post);
  g_clear_object (&self->channel);
  g_clear_pointer (&self->plan.data, g_bytes_unref);
  g_free (self);
}

static GBytes *
make_random (guint n)
{
  guint8 *bytes = g_malloc (MAX (n, 1));

  for (guint i = 0; i < n; i += 4)
    {
      guint32 random = g_random_int ();

      memcpy (bytes + i, &random, MIN (4, n - i));
    }

  return g_bytes_new_take (bytes, n);
}

static gboolean
send_one (ApmBurst  *self,
          GError   **error)
{
  g_autoptr(GBytes) data = self->plan.data ? g_bytes_ref (self->plan.data) : make_random (self->plan.n_random);

  return apm_post_send_through (self->post, self->channel, data, self->plan.priority, error);
}

static gboolean
is_done (ApmBurst *self)
{
  return self->plan.times > 0 && self->n >= self->plan.times;
}

static gboolean
is_due (ApmBurst *self,
        gint64    now)
{
  return apm_channel_get_queued (self->channel) <= QUEUED_MOST &&
         (self->plan.per_second <= 0 || self->n <= (now - self->began_us) * self->plan.per_second / G_USEC_PER_SEC);
}

/* Until the next one of a slow stream nothing is looked at; whether a full channel has
 * room again is. */
static guint
get_pause_ms (ApmBurst *self,
              gint64    now)
{
  double left_us;

  if (self->plan.per_second <= 0 || apm_channel_get_queued (self->channel) > QUEUED_MOST)
    return PAUSE_MS;
  left_us = self->began_us + self->n * (G_USEC_PER_SEC / self->plan.per_second) - now;

  return (guint) CLAMP (left_us / 1000 + 1, PAUSE_MS, G_MAXINT);
}

static void
go_on_later (ApmBurst *self,
             gint64    now)
{
  self->source_id = is_due (self, now) ? g_idle_add_full (APM_PRIORITY_SOURCE, on_turn, self, NULL)
                                       : g_timeout_add_full (APM_PRIORITY_SOURCE, get_pause_ms (self, now), on_turn, self, NULL);
}

static gboolean
on_turn (gpointer data)
{
  ApmBurst *self = data;
  gint64 now = g_get_monotonic_time ();
  gint64 until = now + BUDGET_US;
  g_autoptr(GError) error = NULL;

  self->source_id = 0;
  for (; !is_done (self) && is_due (self, now) && now < until; now = g_get_monotonic_time ())
    {
      if (!send_one (self, &error))
        {
          self->ended (self->user_data, error);
          return G_SOURCE_REMOVE;
        }
      self->n++;
    }

  if (is_done (self))
    self->ended (self->user_data, NULL);
  else
    go_on_later (self, now);

  return G_SOURCE_REMOVE;
}

/**
 * apm_burst_start:
 * @plan: copied
 * @ended: called once, in a later turn, unless it is stopped; is to stop it, which frees it
 *
 * Returns: (transfer full): to be given to apm_burst_stop()
 */
ApmBurst *
apm_burst_start (ApmPost            *post,
                 ApmChannel         *channel,
                 const ApmBurstPlan *plan,
                 ApmBurstEnded       ended,
                 gpointer            user_data)
{
  ApmBurst *self = g_new0 (ApmBurst, 1);

  self->post = g_object_ref (post);
  self->channel = g_object_ref (channel);
  self->plan = *plan;
  if (plan->data)
    g_bytes_ref (plan->data);
  self->began_us = g_get_monotonic_time ();
  self->ended = ended;
  self->user_data = user_data;
  go_on_later (self, self->began_us);

  return self;
}
