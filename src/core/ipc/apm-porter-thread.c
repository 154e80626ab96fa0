/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-porter-private.h"

#include "apm-text.h"

/* What may wait here for the main loop: a turn of it takes all that. */
#define CAME_MOST       2048
#define CAME_MOST_BYTES (1024 * 1024)

/* How long at a time it is tried to reach a receiver. */
#define TRY_US   100000
#define AGAIN_US 20000

static void
set_state (ApmPorter      *self,
           ApmPorterState  state)
{
  if (self->facts.state == state)
    return;
  self->facts.state = state;
  self->facts.since_us = g_get_monotonic_time ();
  apm_porter_poke (self);
}

static gboolean
is_wanted (ApmPorter *self)
{
  return !self->is_held && (self->is_subscribed || self->n_asked > 0 || self->last_words) &&
         self->came->len < CAME_MOST && self->came_bytes < CAME_MOST_BYTES;
}

/* Returns: FALSE: it is over; else how long to wait, with the endpoint in hand */
static gboolean
wait_until_wanted (ApmPorter *self,
                   gint64    *timeout_us)
{
  gboolean goes_on;

  g_mutex_lock (&self->mutex);
  self->is_inside = FALSE;
  while (!self->must_quit && !is_wanted (self))
    {
      if (self->facts.state == APM_PORTER_BUSY)
        set_state (self, APM_PORTER_IDLE);
      g_cond_wait (&self->cond, &self->mutex);
    }
  goes_on = !self->must_quit;
  if (goes_on)
    {
      apm_endpoint_go_on (self->endpoint);
      self->is_inside = TRUE;
      self->is_called = FALSE;
      if (self->last_words)
        *timeout_us = 0;
      else
        *timeout_us = self->is_subscribed || self->deadline_us == G_MAXINT64 ? -1 :
                      MAX (self->deadline_us - g_get_monotonic_time (), 0);
      if (self->facts.state != APM_PORTER_LEFT)
        set_state (self, APM_PORTER_BUSY);
    }
  g_mutex_unlock (&self->mutex);

  return goes_on;
}

/* Read at once, since he may end at any moment. */
static const char *
find_name (ApmPorter *self,
           int        pid)
{
  g_autofree char *path = NULL;
  g_autofree char *comm = NULL;

  if (pid <= 0 || pid == self->pid)
    return pid <= 0 ? NULL : self->name;
  path = g_strdup_printf ("/proc/%d/comm", pid);
  self->pid = pid;
  g_clear_pointer (&self->name, g_free);
  if (g_file_get_contents (path, &comm, NULL, NULL))
    self->name = apm_text_to_utf8 (g_strchomp (comm), -1);

  return self->name;
}

static void
take_message (ApmPorter                *self,
              const ApmReceivedMessage *message)
{
  const ApmPorted came = {
    .data = g_bytes_new (message->bytes, message->length),
    .priority = message->priority,
    .pid = message->pid,
    .name = g_strdup (find_name (self, message->pid)),
    .arrived_us = g_get_monotonic_time (),
  };

  g_mutex_lock (&self->mutex);
  set_state (self, APM_PORTER_BUSY);
  self->n_asked -= self->n_asked > 0;
  self->facts.n++;
  self->facts.bytes += message->length;
  self->came_bytes += message->length;
  g_array_append_val (self->came, came);
  g_mutex_unlock (&self->mutex);
  apm_porter_poke (self);
}

/* @error: taken */
static void
end (ApmPorter *self,
     GError    *error)
{
  g_mutex_lock (&self->mutex);
  self->fault = error;
  self->has_ended = TRUE;
  g_mutex_unlock (&self->mutex);
  apm_porter_poke (self);
}

/* Nothing in time, or somebody has called: only the first is an answer.
 * Returns: FALSE: it is over */
static gboolean
take_nothing (ApmPorter *self)
{
  GError *last_words = NULL;

  g_mutex_lock (&self->mutex);
  if (self->last_words && !self->is_called)
    last_words = g_steal_pointer (&self->last_words);
  else if (!self->is_subscribed && self->n_asked > 0 && g_get_monotonic_time () >= self->deadline_us)
    {
      self->n_nothing += self->n_asked;
      self->n_asked = 0;
      apm_porter_poke (self);
    }
  g_mutex_unlock (&self->mutex);
  if (last_words)
    end (self, last_words);

  return last_words == NULL;
}

/* What came and cannot be taken waits for the main loop as messages do. @error: taken */
static void
take_refusal (ApmPorter *self,
              GError    *error)
{
  const ApmPorterDone done = { NULL, error };

  g_mutex_lock (&self->mutex);
  while (self->done->len >= CAME_MOST && !self->must_quit)
    g_cond_wait (&self->cond, &self->mutex);
  g_array_append_val (self->done, done);
  g_mutex_unlock (&self->mutex);
  apm_porter_poke (self);
}

static gboolean
await_next (ApmPorter *self)
{
  GError *error = NULL;
  gboolean goes_on;

  g_mutex_lock (&self->mutex);
  set_state (self, APM_PORTER_LEFT);
  goes_on = apm_endpoint_await_next (self->endpoint, &error);
  if (!goes_on && self->last_words)
    {
      g_error_free (error);
      error = g_steal_pointer (&self->last_words);
    }
  g_mutex_unlock (&self->mutex);
  if (!goes_on)
    end (self, error);

  return goes_on;
}

static void
receive_all (ApmPorter *self)
{
  gint64 timeout_us;

  while (wait_until_wanted (self, &timeout_us))
    {
      GError *error = NULL;
      ApmReceivedMessage message;

      switch (apm_endpoint_receive (self->endpoint, timeout_us, &message, &error))
        {
        case APM_RECEIVED_MESSAGE:
          take_message (self, &message);
          break;

        case APM_RECEIVED_NOTHING:
          if (!take_nothing (self))
            return;
          break;

        case APM_RECEIVED_END:
          if (!await_next (self))
            return;
          break;

        case APM_RECEIVED_ERROR:
        default:
          if (!apm_endpoint_survives (self->endpoint, error))
            {
              end (self, error);
              return;
            }
          take_refusal (self, error);
          break;
        }
    }
}

/* Nobody receives yet, or no descriptor is left just now. */
static gboolean
is_early (const GError *error)
{
  return g_error_matches (error, APM_ERROR, APM_ERROR_CLOSED) || g_error_matches (error, APM_ERROR, APM_ERROR_FAILED);
}

/* Returns: whether somebody is at the other end; FALSE: it is over */
static gboolean
reach (ApmPorter *self)
{
  while (!self->endpoint)
    {
      GError *error = NULL;
      ApmEndpoint *endpoint = apm_endpoint_open (self->address, TRUE, self->framing, TRY_US, &error);
      gboolean goes_on;

      g_mutex_lock (&self->mutex);
      self->endpoint = endpoint;
      if (!endpoint)
        set_state (self, APM_PORTER_OPENING);
      if (error && is_early (error) && !self->must_quit)
        g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + AGAIN_US);
      goes_on = !self->must_quit;
      g_mutex_unlock (&self->mutex);

      if (goes_on && error && !is_early (error))
        {
          end (self, error);
          return FALSE;
        }
      g_clear_error (&error);
      if (!goes_on)
        return FALSE;
    }

  return TRUE;
}

static ApmPorterJob *
wait_for_job (ApmPorter *self)
{
  ApmPorterJob *job;

  g_mutex_lock (&self->mutex);
  if (g_queue_is_empty (&self->jobs))
    set_state (self, APM_PORTER_IDLE);
  while (!self->must_quit && g_queue_is_empty (&self->jobs))
    g_cond_wait (&self->cond, &self->mutex);
  job = self->must_quit ? NULL : g_queue_pop_head (&self->jobs);
  if (job)
    {
      self->facts.state = APM_PORTER_BUSY;
      self->facts.since_us = g_get_monotonic_time ();
    }
  g_mutex_unlock (&self->mutex);

  return job;
}

/* @error: (nullable): taken: why it was not sent */
static void
account (ApmPorter    *self,
         ApmPorterJob *job,
         GError       *error)
{
  const ApmPorterDone done = { g_bytes_ref (job->data), error };

  g_mutex_lock (&self->mutex);
  self->queued -= g_bytes_get_size (job->data);
  self->facts.n += error == NULL;
  self->facts.bytes += error ? 0 : g_bytes_get_size (job->data);
  g_array_append_val (self->done, done);
  g_mutex_unlock (&self->mutex);
  apm_porter_poke (self);
  apm_porter_job_free (job);
}

/* Nobody reads any more, and nothing of the message was taken: it waits for who comes next. */
static gboolean
keep_for_next (ApmPorter    *self,
               ApmPorterJob *job,
               const GError *error)
{
  if (!self->is_named || !g_error_matches (error, APM_ERROR, APM_ERROR_CLOSED))
    return FALSE;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->endpoint, apm_endpoint_free);
  g_queue_push_head (&self->jobs, job);
  set_state (self, APM_PORTER_OPENING);
  g_mutex_unlock (&self->mutex);

  return TRUE;
}

static gboolean
send_one (ApmPorter    *self,
          ApmPorterJob *job)
{
  GError *error = NULL;
  GError *why = NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (job->data, &length);
  gboolean is_over;

  if (apm_endpoint_send (self->endpoint, bytes, length, job->priority, -1, &error))
    {
      account (self, job, NULL);
      return TRUE;
    }
  if (keep_for_next (self, job, error))
    {
      g_error_free (error);
      return TRUE;
    }

  is_over = !self->is_named && g_error_matches (error, APM_ERROR, APM_ERROR_CLOSED);
  if (is_over)
    why = g_error_copy (error);
  account (self, job, error);
  if (why)
    end (self, why);

  return !is_over;
}

static void
send_all (ApmPorter *self)
{
  ApmPorterJob *job;

  while (reach (self) && (job = wait_for_job (self)) && send_one (self, job))
    ;
}

gpointer
apm_porter_main (gpointer data)
{
  ApmPorter *self = data;

  if (self->sends)
    send_all (self);
  else
    receive_all (self);

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->endpoint, apm_endpoint_free);
  g_mutex_unlock (&self->mutex);
  apm_porter_unref (self);

  return NULL;
}
