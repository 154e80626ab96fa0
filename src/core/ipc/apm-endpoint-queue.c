/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <mqueue.h>
#include <poll.h>
#include <unistd.h>

/* POSIX message queues. On Linux such a queue is a descriptor, so it can be waited
 * for like any other. */

static guint
read_limit (const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/sys/fs/mqueue/%s", name);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

/* What errno alone does not say. */
static gboolean
set_queue_error (int           saved_errno,
                 const char   *name,
                 GError      **error)
{
  guint most = read_limit ("msg_max"), size = read_limit ("msgsize_max");

  if (saved_errno == ENOSYS)
    g_set_error_literal (error, APM_ERROR, APM_ERROR_FAILED, _("This kernel has no message queues"));
  else if (saved_errno == EINVAL && most > 0)
    g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                 _("Could not make the queue “%s”: this system allows at most %u messages of %u bytes (/proc/sys/fs/mqueue)"),
                 name, most, size);
  else if (saved_errno == EMFILE || saved_errno == ENOSPC)
    g_set_error (error, APM_ERROR, APM_ERROR_FAILED,
                 _("Could not make the queue “%s”: there are as many, or as large ones, as this system allows (ulimit -q, "
                   "/proc/sys/fs/mqueue/queues_max)"), name);
  else
    apm_set_error_from_errno (error, saved_errno, _("Could not open the queue “%s”"), name);

  return FALSE;
}

gboolean
apm_endpoint_make_queue (const char  *name,
                         guint        n_messages,
                         guint        message_size,
                         GError     **error)
{
  struct mq_attr shape = { .mq_maxmsg = n_messages, .mq_msgsize = message_size };
  mqd_t queue = mq_open (name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, &shape);

  if (queue == (mqd_t) -1)
    return set_queue_error (errno, name, error);
  mq_close (queue);

  return TRUE;
}

static gboolean
queue_open (ApmEndpoint  *self,
            G_GNUC_UNUSED gint64 deadline,
            GError      **error)
{
  struct mq_attr shape;
  mqd_t queue = mq_open (self->name, (self->sends ? O_WRONLY : O_RDONLY) | O_NONBLOCK | O_CLOEXEC);

  if (queue == (mqd_t) -1)
    return set_queue_error (errno, self->name, error);
  self->fd = (int) queue;
  if (mq_getattr (queue, &shape) < 0)
    return set_queue_error (errno, self->name, error);
  g_byte_array_set_size (self->buffer, (guint) shape.mq_msgsize);

  return TRUE;
}

static gboolean
queue_send (ApmEndpoint   *self,
            const guint8  *message,
            gsize          length,
            guint          priority,
            gint64         deadline,
            GError       **error)
{
  if (length > self->buffer->len)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("A message of %zu bytes is too long for “%s”: at most %u"),
                   length, self->name, self->buffer->len);
      return FALSE;
    }
  while (mq_send ((mqd_t) self->fd, (const char *) message, length, priority) < 0)
    {
      if (errno != EAGAIN && errno != EINTR)
        {
          apm_set_error_from_errno (error, errno, _("Could not send to “%s”"), self->name);
          return FALSE;
        }
      if (apm_endpoint_wait (self, self->fd, POLLOUT, deadline) <= 0)
        return apm_endpoint_set_timeout (self, error);
    }

  return TRUE;
}

static ApmReceived
queue_receive (ApmEndpoint         *self,
               gint64               deadline,
               ApmReceivedMessage  *message,
               GError             **error)
{
  for (;;)
    {
      gssize n = mq_receive ((mqd_t) self->fd, (char *) self->buffer->data, self->buffer->len, &message->priority);

      if (n >= 0)
        {
          message->bytes = self->buffer->data;
          message->length = (gsize) n;
          return APM_RECEIVED_MESSAGE;
        }
      if (errno != EAGAIN && errno != EINTR)
        {
          apm_set_error_from_errno (error, errno, _("Could not receive from “%s”"), self->name);
          return APM_RECEIVED_ERROR;
        }
      if (apm_endpoint_wait (self, self->fd, POLLIN, deadline) <= 0)
        return APM_RECEIVED_NOTHING;
    }
}

static void
queue_close (ApmEndpoint *self)
{
  if (self->fd >= 0)
    mq_close ((mqd_t) g_steal_fd (&self->fd));
}

const ApmEndpointFuncs apm_endpoint_queue_funcs = { queue_open, queue_send, queue_receive, queue_close };
