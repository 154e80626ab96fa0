/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <setjmp.h>
#include <signal.h>

/* A ring waits by its semaphores, which no poll() knows: so that one can interrupt, it
 * waits a tenth of a second at a time. */
#define SLICE_US 100000

/* A stranger may make the memory smaller at any moment: to touch what is gone is SIGBUS,
 * which is told here as any other problem, and only of what we were touching. */
static _Thread_local sigjmp_buf *touching;
static struct sigaction other_bus;

static void
on_bus_error (int        signum,
              siginfo_t *info,
              void      *context)
{
  if (touching)
    siglongjmp (*touching, 1);
  if (other_bus.sa_flags & SA_SIGINFO)
    other_bus.sa_sigaction (signum, info, context);
  else if (other_bus.sa_handler != SIG_DFL && other_bus.sa_handler != SIG_IGN)
    other_bus.sa_handler (signum);
  else
    {
      /* As without us: what went wrong goes wrong again. */
      sigaction (SIGBUS, &other_bus, NULL);
    }
}

static void
heed_bus_errors (void)
{
  static gsize is_done;

  if (g_once_init_enter (&is_done))
    {
      const struct sigaction heed = { .sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO | SA_NODEFER };

      sigaction (SIGBUS, &heed, &other_bus);
      g_once_init_leave (&is_done, 1);
    }
}

/* @result is what @call evaluates to; @otherwise where the memory was not there. */
#define TOUCH(result, call, otherwise) \
  G_STMT_START { \
    sigjmp_buf back; \
    if (sigsetjmp (back, 1) == 0) \
      { touching = &back; result = (call); } \
    else \
      result = (otherwise); \
    touching = NULL; \
  } G_STMT_END

static gboolean
fail (ApmEndpoint  *self,
      int           problem,
      GError      **error)
{
  if (problem == EBADMSG)
    g_set_error (error, APM_ERROR, APM_ERROR_LYING, _("The shared memory “%s” is no ring of messages, or somebody has written over it or made it smaller"),
                 self->name);
  else
    apm_set_error_from_errno (error, problem, _("Could not use the ring “%s”"), self->name);

  return FALSE;
}

static gboolean
ring_open (ApmEndpoint  *self,
           G_GNUC_UNUSED gint64 deadline,
           GError      **error)
{
  volatile int problem;

  heed_bus_errors ();
  TOUCH (problem, shared_ring_open (&self->ring, self->name), EBADMSG);

  if (problem != 0)
    return fail (self, problem, error);
  g_byte_array_set_size (self->buffer, self->ring.slot_size);

  return TRUE;
}

static gint64
get_slice_ns (gint64 deadline)
{
  return MIN (deadline, g_get_monotonic_time () + SLICE_US) * 1000;
}

static gboolean
ring_send (ApmEndpoint   *self,
           const guint8  *message,
           gsize          length,
           G_GNUC_UNUSED guint priority,
           gint64         deadline,
           GError       **error)
{
  volatile int problem;

  if (length > self->ring.slot_size)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A message of %zu bytes is too long for “%s”: at most %u"),
                   length, self->name, self->ring.slot_size);
      return FALSE;
    }
  do
    TOUCH (problem, shared_ring_send (&self->ring, message, (guint32) length, get_slice_ns (deadline)), EBADMSG);
  while (problem == ETIMEDOUT && apm_endpoint_may_wait (self, deadline));

  return problem == 0 || (problem == ETIMEDOUT ? apm_endpoint_set_timeout (self, error) : fail (self, problem, error));
}

static ApmReceived
ring_receive (ApmEndpoint         *self,
              gint64               deadline,
              ApmReceivedMessage  *message,
              GError             **error)
{
  guint32 length = 0;   /* its address is taken: a jump back leaves it what it is */
  volatile int problem;

  do
    TOUCH (problem, shared_ring_receive (&self->ring, self->buffer->data, &length, get_slice_ns (deadline)), EBADMSG);
  while (problem == ETIMEDOUT && apm_endpoint_may_wait (self, deadline));

  if (problem == ETIMEDOUT)
    return APM_RECEIVED_NOTHING;
  if (problem != 0)
    {
      fail (self, problem, error);
      return APM_RECEIVED_ERROR;
    }
  message->bytes = self->buffer->data;
  message->length = length;

  return APM_RECEIVED_MESSAGE;
}

/* Returns: how many messages wait; -1: that cannot be told */
int
apm_endpoint_count_ring (ApmEndpoint *self)
{
  volatile int count;

  TOUCH (count, shared_ring_count (&self->ring), -1);

  return count;
}

static void
ring_close (ApmEndpoint *self)
{
  shared_ring_close (&self->ring);
}

const ApmEndpointFuncs apm_endpoint_ring_funcs = { ring_open, ring_send, ring_receive, ring_close };
