/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <sys/eventfd.h>

/* An eventfd, eventfd(2): a number in the kernel. Who sends adds to it, and waits while
 * it would grow beyond 2⁶⁴ − 2; who receives takes all of it, and waits while it is 0. */

static gboolean
parse (const guint8 *message,
       gsize         length,
       guint64      *value)
{
  g_autofree char *text = g_strndup ((const char *) message, length);

  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT64 - 1, value, NULL);
}

static gboolean
counter_send (ApmEndpoint   *self,
              const guint8  *message,
              gsize          length,
              G_GNUC_UNUSED guint priority,
              gint64         deadline,
              GError       **error)
{
  guint64 value;

  if (!parse (message, length, &value))
    {
      g_set_error_literal (error, APM_ERROR, APM_ERROR_INVALID, _("An eventfd carries a number from 1 on, and nothing else"));
      return FALSE;
    }
  while (eventfd_write (self->fd, value) < 0)
    {
      if (errno != EAGAIN && errno != EINTR)
        {
          apm_set_error_from_errno (error, errno, _("Could not send to “%s”"), self->name);
          return FALSE;
        }
      if (apm_endpoint_wait (self, self->fd, POLLOUT, MIN (deadline, g_get_monotonic_time () + 10000)) <= 0 &&
          !apm_endpoint_may_wait (self, deadline))
        return apm_endpoint_set_timeout (self, error);
    }

  return TRUE;
}

static ApmReceived
counter_receive (ApmEndpoint         *self,
                 gint64               deadline,
                 ApmReceivedMessage  *message,
                 GError             **error)
{
  eventfd_t value;

  while (eventfd_read (self->fd, &value) < 0)
    {
      if (errno != EAGAIN && errno != EINTR)
        {
          apm_set_error_from_errno (error, errno, _("Could not receive from “%s”"), self->name);
          return APM_RECEIVED_ERROR;
        }
      if (apm_endpoint_wait (self, self->fd, POLLIN, deadline) <= 0)
        return APM_RECEIVED_NOTHING;
    }
  g_byte_array_set_size (self->buffer, 24);
  message->length = (gsize) g_snprintf ((char *) self->buffer->data, 24, "%" G_GUINT64_FORMAT, (guint64) value);
  message->bytes = self->buffer->data;

  return APM_RECEIVED_MESSAGE;
}

/* Never opened by a name. */
const ApmEndpointFuncs apm_endpoint_counter_funcs = { NULL, counter_send, counter_receive, NULL };
