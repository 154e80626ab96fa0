/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-porter-private.h"

#include "apm-priority.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>

/* The main thread's half; the thread itself is apm-porter-thread.c. */

static void
ported_clear (gpointer data)
{
  ApmPorted *message = data;

  g_clear_pointer (&message->data, g_bytes_unref);
  g_clear_pointer (&message->name, g_free);
}

static GArray *
ported_new (void)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (ApmPorted));

  g_array_set_clear_func (array, ported_clear);

  return array;
}

static void
done_clear (gpointer data)
{
  ApmPorterDone *done = data;

  g_clear_pointer (&done->data, g_bytes_unref);
  g_clear_error (&done->error);
}

static GArray *
done_new (void)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (ApmPorterDone));

  g_array_set_clear_func (array, done_clear);

  return array;
}

void
apm_porter_job_free (ApmPorterJob *job)
{
  g_bytes_unref (job->data);
  g_free (job);
}

static void
porter_clear (gpointer data)
{
  ApmPorter *self = data;

  g_clear_pointer (&self->endpoint, apm_endpoint_free);
  g_array_unref (self->came);
  g_array_unref (self->done);
  g_queue_clear_full (&self->jobs, (GDestroyNotify) apm_porter_job_free);
  g_clear_error (&self->fault);
  g_clear_error (&self->last_words);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->address);
  g_free (self->name);
}

void
apm_porter_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, porter_clear);
}

/* All that the thread has brought since the last time. */
typedef struct {
  GArray   *came, *done;
  guint     n_nothing;
  GError   *fault;
  gboolean  has_ended;
} Load;

static void
take_load (ApmPorter *self,
           Load      *load)
{
  g_mutex_lock (&self->mutex);
  *load = (Load) { self->came, self->done, self->n_nothing, g_steal_pointer (&self->fault), self->has_ended };
  self->came = ported_new ();
  self->came_bytes = 0;
  self->done = done_new ();
  self->n_nothing = 0;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static void
tell (ApmPorter  *self,
      const Load *load)
{
  const ApmPorterFuncs *funcs = self->funcs;

  for (guint i = 0; i < load->came->len && !self->is_dead; i++)
    funcs->arrived (&g_array_index (load->came, ApmPorted, i), self->user_data);
  if (load->came->len > 0 && !self->is_dead)
    funcs->flush (self->user_data);
  for (guint i = 0; i < load->done->len && !self->is_dead; i++)
    {
      const ApmPorterDone *done = &g_array_index (load->done, ApmPorterDone, i);

      if (done->error)
        funcs->refused (done->data, done->error, self->user_data);
      else
        funcs->sent (done->data, self->user_data);
    }
  for (guint i = 0; i < load->n_nothing && !self->is_dead; i++)
    funcs->nothing (self->user_data);
  if (!self->is_dead)
    funcs->changed (self->user_data);
  if (load->has_ended && !self->is_dead && !self->is_closed)
    {
      self->is_closed = TRUE;
      funcs->closed (load->fault, self->user_data);
    }
}

static gboolean
on_poked (gpointer data)
{
  ApmPorter *self = data;
  Load load;

  g_atomic_int_set (&self->is_poked, FALSE);
  if (self->is_dead)
    return G_SOURCE_REMOVE;

  take_load (self, &load);
  tell (self, &load);
  g_array_unref (load.came);
  g_array_unref (load.done);
  g_clear_error (&load.fault);

  return G_SOURCE_REMOVE;
}

/**
 * apm_porter_poke:
 *
 * The main loop looks at what was brought. Any thread.
 */
void
apm_porter_poke (ApmPorter *self)
{
  if (g_atomic_int_compare_and_exchange (&self->is_poked, FALSE, TRUE))
    g_idle_add_full (APM_PRIORITY_SOURCE, on_poked, g_atomic_rc_box_acquire (self), apm_porter_unref);
}

static ApmPorter *
porter_new (gboolean              sends,
            const ApmPorterFuncs *funcs,
            gpointer              user_data)
{
  ApmPorter *self = g_atomic_rc_box_new0 (ApmPorter);

  self->sends = sends;
  self->funcs = funcs;
  self->user_data = user_data;
  self->facts = (ApmPorterFacts) { .state = APM_PORTER_IDLE, .since_us = g_get_monotonic_time (), .fill = { -1, -1, FALSE } };
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->jobs);
  self->came = ported_new ();
  self->done = done_new ();

  return self;
}

static void
start (ApmPorter *self)
{
  g_thread_unref (g_thread_new (self->sends ? "sends" : "receives", apm_porter_main, g_atomic_rc_box_acquire (self)));
}

/**
 * apm_porter_new:
 * @address: as apm_endpoint_open() takes it
 * @funcs: static
 *
 * Whoever sends to a FIFO or socket waits in the thread for a receiver to come; all else
 * is opened at once.
 *
 * Returns: (transfer full): NULL and @error where it cannot be opened
 */
ApmPorter *
apm_porter_new (const char            *address,
                gboolean               sends,
                ApmFraming             framing,
                const ApmPorterFuncs  *funcs,
                gpointer               user_data,
                GError               **error)
{
  g_autoptr(ApmEndpoint) endpoint = NULL;
  ApmPorter *self;
  ApmMedium medium;
  const char *name;

  if (!apm_endpoint_parse (address, &medium, &name, error))
    return NULL;
  if (!sends || !(apm_medium_is_socket (medium) || medium == APM_MEDIUM_FIFO))
    {
      endpoint = apm_endpoint_open (address, sends, framing, 0, error);
      if (!endpoint)
        return NULL;
    }

  self = porter_new (sends, funcs, user_data);
  self->address = g_strdup (address);
  self->is_named = TRUE;
  self->framing = framing;
  self->endpoint = g_steal_pointer (&endpoint);
  start (self);

  return self;
}

/**
 * apm_porter_adopt:
 * @endpoint: (transfer full): one without a name
 */
ApmPorter *
apm_porter_adopt (ApmEndpoint          *endpoint,
                  gboolean              sends,
                  const ApmPorterFuncs *funcs,
                  gpointer              user_data)
{
  ApmPorter *self = porter_new (sends, funcs, user_data);

  self->endpoint = endpoint;
  start (self);

  return self;
}

/* With the mutex: whoever waits looks again at what is wanted of him. */
static void
call_back (ApmPorter *self)
{
  self->is_called = TRUE;
  if (self->endpoint)
    apm_endpoint_interrupt (self->endpoint);
  g_cond_signal (&self->cond);
}

/**
 * apm_porter_free:
 *
 * Calls back no more. The thread closes the endpoint as soon as it hears of it.
 */
void
apm_porter_free (ApmPorter *self)
{
  self->is_dead = TRUE;
  g_mutex_lock (&self->mutex);
  self->must_quit = TRUE;
  call_back (self);
  g_mutex_unlock (&self->mutex);

  apm_porter_unref (self);
}

/**
 * apm_porter_send:
 *
 * Queues it; ::sent tells when the channel has taken it. Never waits.
 */
void
apm_porter_send (ApmPorter *self,
                 GBytes    *data,
                 guint      priority)
{
  ApmPorterJob *job = g_new0 (ApmPorterJob, 1);

  g_return_if_fail (self->sends);

  job->data = g_bytes_ref (data);
  job->priority = priority;
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->jobs, job);
  self->queued += g_bytes_get_size (data);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_porter_get_queued:
 *
 * Returns: bytes that wait in our memory to be sent
 */
gsize
apm_porter_get_queued (ApmPorter *self)
{
  gsize queued;

  g_mutex_lock (&self->mutex);
  queued = self->queued;
  g_mutex_unlock (&self->mutex);

  return queued;
}

/**
 * apm_porter_receive:
 * @timeout_us: 0: only if there is one already; negative: whenever it comes
 *
 * Asks for one message: ::arrived or ::nothing answers.
 */
void
apm_porter_receive (ApmPorter *self,
                    gint64     timeout_us)
{
  g_return_if_fail (!self->sends);

  g_mutex_lock (&self->mutex);
  self->n_asked++;
  self->deadline_us = timeout_us < 0 ? G_MAXINT64 : g_get_monotonic_time () + timeout_us;
  call_back (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_porter_set_subscribed:
 *
 * While subscribed it takes every message as it comes.
 */
void
apm_porter_set_subscribed (ApmPorter *self,
                           gboolean   subscribed)
{
  g_mutex_lock (&self->mutex);
  self->is_subscribed = subscribed;
  call_back (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_porter_set_held:
 *
 * While held it takes nothing, whatever was asked for.
 */
void
apm_porter_set_held (ApmPorter *self,
                     gboolean   held)
{
  g_mutex_lock (&self->mutex);
  self->is_held = held;
  call_back (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_porter_finish:
 * @error: (transfer full): what is told by ::closed
 *
 * Nobody of ours sends any more: what is there is taken, asked for or not, and then it
 * is over.
 */
void
apm_porter_finish (ApmPorter *self,
                   GError    *error)
{
  g_return_if_fail (!self->sends);

  g_mutex_lock (&self->mutex);
  g_clear_error (&self->last_words);
  self->last_words = error;
  call_back (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_porter_read_facts:
 * @facts: (out): the fill of a socket that is being received from is not told: its thread
 *   has it in hand, and takes all that comes
 */
void
apm_porter_read_facts (ApmPorter      *self,
                       ApmPorterFacts *facts)
{
  g_mutex_lock (&self->mutex);
  *facts = self->facts;
  if (self->endpoint && !(self->is_inside && apm_endpoint_has_peers (self->endpoint)))
    apm_endpoint_read_fill (self->endpoint, &facts->fill);
  g_mutex_unlock (&self->mutex);
}

/**
 * apm_porter_set_room:
 *
 * See apm_pipe_set_capacity().
 */
gboolean
apm_porter_set_room (ApmPorter  *self,
                     gint64      bytes,
                     GError    **error)
{
  gboolean done = FALSE;

  g_mutex_lock (&self->mutex);
  if (self->endpoint)
    done = apm_endpoint_set_room (self->endpoint, bytes, error);
  else
    g_set_error_literal (error, APM_ERROR, APM_ERROR_CLOSED, _("Nobody is at the other end yet"));
  g_mutex_unlock (&self->mutex);

  return done;
}

/**
 * apm_porter_get_fd:
 *
 * Returns: the descriptor that leads to the channel; -1: there is none
 */
int
apm_porter_get_fd (ApmPorter *self)
{
  int fd;

  g_mutex_lock (&self->mutex);
  fd = self->endpoint ? apm_endpoint_get_fd (self->endpoint) : -1;
  g_mutex_unlock (&self->mutex);

  return fd;
}
