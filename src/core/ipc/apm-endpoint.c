/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include "apm-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <mqueue.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
  const char             *id;
  const ApmEndpointFuncs *funcs;
  gboolean                is_stream;    /* bytes, which only a framing tells apart */
} media[APM_N_MEDIA] = {
  [APM_MEDIUM_FIFO] = { "fifo", &apm_endpoint_stream_funcs, TRUE },
  [APM_MEDIUM_STREAM] = { "stream", &apm_endpoint_stream_funcs, TRUE },
  [APM_MEDIUM_SEQPACKET] = { "seqpacket", &apm_endpoint_packet_funcs, FALSE },
  [APM_MEDIUM_DATAGRAM] = { "datagram", &apm_endpoint_packet_funcs, FALSE },
  [APM_MEDIUM_QUEUE] = { "queue", &apm_endpoint_queue_funcs, FALSE },
  [APM_MEDIUM_RING] = { "ring", &apm_endpoint_ring_funcs, FALSE },
  [APM_MEDIUM_SIGNAL] = { "signal", &apm_endpoint_signal_funcs, FALSE },
};

const char *
apm_medium_get_id (ApmMedium medium)
{
  g_return_val_if_fail (medium < APM_N_MEDIA, NULL);

  return media[medium].id;
}

/**
 * apm_medium_is_stream:
 *
 * Returns: whether it carries bytes, and messages only by a framing
 */
gboolean
apm_medium_is_stream (ApmMedium medium)
{
  g_return_val_if_fail (medium < APM_N_MEDIA, FALSE);

  return media[medium].is_stream;
}

/**
 * apm_endpoint_parse:
 * @address: "fifo:/tmp/orders"
 * @name: (out) (transfer none): what stands behind the colon
 *
 * Returns: FALSE and %APM_ERROR_INVALID if that is no address
 */
gboolean
apm_endpoint_parse (const char   *address,
                    ApmMedium    *medium,
                    const char  **name,
                    GError      **error)
{
  const char *colon = strchr (address, ':');

  for (guint i = 0; colon && i < APM_N_MEDIA; i++)
    if (strlen (media[i].id) == (gsize) (colon - address) && strncmp (media[i].id, address, colon - address) == 0)
      {
        *medium = i;
        *name = colon + 1;
        if ((i == APM_MEDIUM_QUEUE || i == APM_MEDIUM_RING) && (**name != '/' || strchr (*name + 1, '/') || !(*name)[1]))
          {
            g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s”: such a name begins with “/” and has no other one"), *name);
            return FALSE;
          }
        if (**name)
          return TRUE;
      }
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
               _("“%s” is no channel: fifo:PATH, stream:PATH, seqpacket:PATH, datagram:PATH, queue:/NAME, ring:/NAME or signal:PID"),
               address);

  return FALSE;
}

static gboolean
make_ring (const char  *name,
           guint        n_messages,
           guint        message_size,
           GError     **error)
{
  struct shared_ring ring;
  int problem = shared_ring_create (&ring, name, n_messages, message_size);

  shared_ring_close (&ring);
  if (problem == 0)
    return TRUE;
  apm_set_error_from_errno (error, problem, _("Could not make the ring “%s”"), name);

  return FALSE;
}

/**
 * apm_endpoint_make:
 * @n_messages: of a queue or ring: how many find room
 * @message_size: the same: bytes of the longest one
 *
 * Makes a FIFO, queue or ring, for its owner alone; apm_endpoint_unmake() takes it away.
 * A socket lives with its receiver: apm_endpoint_open() makes it.
 *
 * Returns: FALSE and %APM_ERROR_EXISTS, %APM_ERROR_INVALID, %APM_ERROR_DENIED…
 */
gboolean
apm_endpoint_make (const char  *address,
                   guint        n_messages,
                   guint        message_size,
                   GError     **error)
{
  ApmMedium medium;
  const char *name;

  if (!apm_endpoint_parse (address, &medium, &name, error))
    return FALSE;

  switch (medium)
    {
    case APM_MEDIUM_FIFO:
      if (mkfifo (name, 0600) == 0)
        return TRUE;
      apm_set_error_from_errno (error, errno, _("Could not make the FIFO “%s”"), name);
      return FALSE;

    case APM_MEDIUM_QUEUE:
      return apm_endpoint_make_queue (name, n_messages, message_size, error);

    case APM_MEDIUM_RING:
      return make_ring (name, n_messages, message_size, error);

    default:
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("“%s” need not be made: it is there while somebody receives from it"), address);
      return FALSE;
    }
}

static int
unlink_fifo (const char *path)
{
  struct stat status;

  if (lstat (path, &status) < 0)
    return -1;
  if (S_ISFIFO (status.st_mode))
    return unlink (path);
  errno = EEXIST;

  return -1;
}

/**
 * apm_endpoint_unmake:
 *
 * Takes away the name that apm_endpoint_make() has made, and nothing that stands there
 * instead by now. Who has it open keeps it.
 */
gboolean
apm_endpoint_unmake (const char  *address,
                     GError     **error)
{
  ApmMedium medium;
  const char *name;
  int done;

  if (!apm_endpoint_parse (address, &medium, &name, error))
    return FALSE;

  done = medium == APM_MEDIUM_QUEUE ? mq_unlink (name) :
         medium == APM_MEDIUM_RING ? shm_unlink (name) : unlink_fifo (name);
  if (done == 0)
    return TRUE;
  apm_set_error_from_errno (error, errno, _("Could not remove “%s”"), name);

  return FALSE;
}

static gint64
get_deadline (gint64 timeout_us)
{
  return timeout_us < 0 ? G_MAXINT64 : g_get_monotonic_time () + timeout_us;
}

/* A millisecond too long rather than a loop at the end. */
static int
get_rest_ms (gint64 deadline)
{
  gint64 rest;

  if (deadline == G_MAXINT64)
    return -1;
  rest = (deadline - g_get_monotonic_time () + 999) / 1000;

  return (int) CLAMP (rest, 0, G_MAXINT);
}

int
apm_endpoint_wait (ApmEndpoint *self,
                   int          fd,
                   int          events,
                   gint64       deadline)
{
  struct pollfd polled[] = { { fd, (short) events, 0 }, { self->stop_fd, POLLIN, 0 } };
  int n;

  do
    n = poll (polled, G_N_ELEMENTS (polled), get_rest_ms (deadline));
  while (n < 0 && errno == EINTR);

  return n > 0 && polled[1].revents ? 0 : n > 0 ? 1 : n;
}

/**
 * apm_endpoint_wait_for_peers:
 *
 * Waits until somebody who sends to us has something, or one more comes. Which it is
 * a read that does not block tells.
 *
 * Returns: FALSE: too late, or interrupted
 */
gboolean
apm_endpoint_wait_for_peers (ApmEndpoint *self,
                             gint64       deadline)
{
  g_autofree struct pollfd *polled = g_new (struct pollfd, self->peers->len + 2);
  int n;

  polled[0] = (struct pollfd) { self->stop_fd, POLLIN, 0 };
  polled[1] = (struct pollfd) { self->peers->len < APM_ENDPOINT_MOST_PEERS ? self->fd : -1, POLLIN, 0 };
  for (guint i = 0; i < self->peers->len; i++)
    polled[i + 2] = (struct pollfd) { g_array_index (self->peers, ApmEndpointPeer, i).fd, POLLIN, 0 };
  n = poll (polled, self->peers->len + 2, get_rest_ms (deadline));

  return (n < 0 && errno == EINTR) || (n > 0 && !polled[0].revents);
}

/* Returns: whether the time is not over and nobody has interrupted */
gboolean
apm_endpoint_may_wait (ApmEndpoint *self,
                       gint64       deadline)
{
  return !g_atomic_int_get (&self->is_stopped) && g_get_monotonic_time () < deadline;
}

/* Returns: FALSE */
gboolean
apm_endpoint_set_timeout (ApmEndpoint  *self,
                          GError      **error)
{
  g_set_error (error, APM_ERROR, APM_ERROR_FAILED,
               self->sends ? _("Nobody took it from “%s” in the time that was given") :
               _("Nobody was at the other end of “%s” in the time that was given"), self->name);

  return FALSE;
}

/**
 * apm_endpoint_open:
 * @address: see above
 * @sends: TRUE to send, FALSE to receive
 * @framing: how messages are told apart, where apm_medium_is_stream()
 * @timeout_us: how long to wait for the other side where one must; negative: for ever
 *
 * Returns: (transfer full): NULL and @error where that is not there, not permitted…
 */
ApmEndpoint *
apm_endpoint_open (const char  *address,
                   gboolean     sends,
                   ApmFraming   framing,
                   gint64       timeout_us,
                   GError     **error)
{
  g_autoptr(ApmEndpoint) self = NULL;
  ApmMedium medium;
  const char *name;

  if (!apm_endpoint_parse (address, &medium, &name, error))
    return NULL;
  self = g_new0 (ApmEndpoint, 1);
  self->medium = medium;
  self->funcs = media[medium].funcs;
  self->name = g_strdup (name);
  self->sends = sends;
  self->framing = framing;
  self->fd = -1;
  self->buffer = g_byte_array_new ();
  self->peers = g_array_new (FALSE, FALSE, sizeof (ApmEndpointPeer));
  g_queue_init (&self->waiting);
  g_queue_init (&self->waiting_pids);
  self->stop_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->stop_fd < 0)
    {
      apm_set_error_from_errno (error, errno, _("Could not open “%s”"), name);
      return NULL;
    }

  return self->funcs->open (self, get_deadline (timeout_us), error) ? g_steal_pointer (&self) : NULL;
}

static void
close_peers (ApmEndpoint *self)
{
  for (guint i = 0; i < self->peers->len; i++)
    {
      ApmEndpointPeer *peer = &g_array_index (self->peers, ApmEndpointPeer, i);

      if (peer->fd != self->fd)
        close (peer->fd);
      g_clear_pointer (&peer->unframer, apm_unframer_free);
    }
  g_array_unref (self->peers);
}

void
apm_endpoint_free (ApmEndpoint *self)
{
  if (self->funcs->close)
    self->funcs->close (self);
  close_peers (self);
  apm_clear_fd (&self->fd);
  apm_clear_fd (&self->stop_fd);
  if (self->is_ours)
    unlink (self->name);
  g_byte_array_unref (self->buffer);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_bytes_unref);
  g_queue_clear (&self->waiting_pids);
  g_free (self->name);
  g_free (self);
}

/**
 * apm_endpoint_send:
 * @priority: of a queue, the highest first
 * @timeout_us: how long to wait for room; negative: for ever; 0: not at all
 *
 * A message is accepted whole or not at all, but by a stream whose other side closes
 * or stops reading in the middle of it.
 *
 * Returns: FALSE and %APM_ERROR_INVALID: it cannot travel there; %APM_ERROR_CLOSED: nobody
 *   reads any more; %APM_ERROR_FAILED: no room in time…
 */
gboolean
apm_endpoint_send (ApmEndpoint   *self,
                   const guint8  *message,
                   gsize          length,
                   guint          priority,
                   gint64         timeout_us,
                   GError       **error)
{
  g_return_val_if_fail (self->sends, FALSE);

  return self->funcs->send (self, message, length, priority, get_deadline (timeout_us), error);
}

/**
 * apm_endpoint_receive:
 * @timeout_us: how long to wait; negative: for ever; 0: not at all
 * @message: (out): where it is %APM_RECEIVED_MESSAGE
 */
ApmReceived
apm_endpoint_receive (ApmEndpoint         *self,
                      gint64               timeout_us,
                      ApmReceivedMessage  *message,
                      GError             **error)
{
  g_return_val_if_fail (!self->sends, APM_RECEIVED_ERROR);

  *message = (ApmReceivedMessage) { 0 };

  return self->funcs->receive (self, get_deadline (timeout_us), message, error);
}

/**
 * apm_endpoint_interrupt:
 *
 * Whoever waits here, now or later, finds that the time is over. Any thread, and a
 * signal handler.
 */
void
apm_endpoint_interrupt (ApmEndpoint *self)
{
  int saved_errno = errno;

  g_atomic_int_set (&self->is_stopped, TRUE);
  if (eventfd_write (self->stop_fd, 1) < 0)
    errno = saved_errno;
}
