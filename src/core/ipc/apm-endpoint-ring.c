/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

/* A ring waits by its semaphores, which no poll() knows: so that one can interrupt, it
 * waits a tenth of a second at a time. */
#define SLICE_US 100000

static gboolean
fail (ApmEndpoint  *self,
      int           problem,
      GError      **error)
{
  if (problem == EBADMSG)
    g_set_error (error, APM_ERROR, APM_ERROR_LYING, _("The shared memory “%s” is no ring of messages, or somebody has written over it"),
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
  int problem = shared_ring_open (&self->ring, self->name);

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
  int problem;

  if (length > self->ring.slot_size)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A message of %zu bytes is too long for “%s”: at most %u"),
                   length, self->name, self->ring.slot_size);
      return FALSE;
    }
  do
    problem = shared_ring_send (&self->ring, message, (guint32) length, get_slice_ns (deadline));
  while (problem == ETIMEDOUT && apm_endpoint_may_wait (self, deadline));

  return problem == 0 || (problem == ETIMEDOUT ? apm_endpoint_set_timeout (self, error) : fail (self, problem, error));
}

static ApmReceived
ring_receive (ApmEndpoint         *self,
              gint64               deadline,
              ApmReceivedMessage  *message,
              GError             **error)
{
  guint32 length = 0;
  int problem;

  do
    problem = shared_ring_receive (&self->ring, self->buffer->data, &length, get_slice_ns (deadline));
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

static void
ring_close (ApmEndpoint *self)
{
  shared_ring_close (&self->ring);
}

const ApmEndpointFuncs apm_endpoint_ring_funcs = { ring_open, ring_send, ring_receive, ring_close };
