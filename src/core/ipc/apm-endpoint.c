/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include "apm-text.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
  const char             *id;
  const ApmEndpointFuncs *funcs;
  gboolean                is_stream;    /* bytes, which only a framing tells apart */
  gboolean                is_named;     /* any program can join it */
} media[APM_N_MEDIA] = {
  [APM_MEDIUM_FIFO] = { "fifo", &apm_endpoint_stream_funcs, TRUE, TRUE },
  [APM_MEDIUM_STREAM] = { "stream", &apm_endpoint_stream_funcs, TRUE, TRUE },
  [APM_MEDIUM_SEQPACKET] = { "seqpacket", &apm_endpoint_packet_funcs, FALSE, TRUE },
  [APM_MEDIUM_DATAGRAM] = { "datagram", &apm_endpoint_packet_funcs, FALSE, TRUE },
  [APM_MEDIUM_QUEUE] = { "queue", &apm_endpoint_queue_funcs, FALSE, TRUE },
  [APM_MEDIUM_RING] = { "ring", &apm_endpoint_ring_funcs, FALSE, TRUE },
  [APM_MEDIUM_SIGNAL] = { "signal", &apm_endpoint_signal_funcs, FALSE, TRUE },
  [APM_MEDIUM_PIPE] = { "pipe", &apm_endpoint_stream_funcs, TRUE, FALSE },
  [APM_MEDIUM_PAIR] = { "pair", &apm_endpoint_stream_funcs, TRUE, FALSE },
  [APM_MEDIUM_EVENTFD] = { "eventfd", &apm_endpoint_counter_funcs, FALSE, FALSE },
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
 * apm_medium_is_named:
 *
 * Returns: whether any program can join it by its name; else only who is given a descriptor
 */
gboolean
apm_medium_is_named (ApmMedium medium)
{
  g_return_val_if_fail (medium < APM_N_MEDIA, FALSE);

  return media[medium].is_named;
}

/**
 * apm_medium_is_socket:
 *
 * Returns: whether its name is a socket's, which its receiver makes
 */
gboolean
apm_medium_is_socket (ApmMedium medium)
{
  return medium == APM_MEDIUM_STREAM || medium == APM_MEDIUM_SEQPACKET || medium == APM_MEDIUM_DATAGRAM;
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
    if (media[i].is_named && strlen (media[i].id) == (gsize) (colon - address) && strncmp (media[i].id, address, colon - address) == 0)
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
  gboolean is_full = self->peers->len >= APM_ENDPOINT_MOST_PEERS;
  gboolean is_short = g_get_monotonic_time () < self->let_in_us;
  int n;

  polled[0] = (struct pollfd) { self->stop_fd, POLLIN, 0 };
  polled[1] = (struct pollfd) { is_full || is_short ? -1 : self->fd, POLLIN, 0 };
  for (guint i = 0; i < self->peers->len; i++)
    polled[i + 2] = (struct pollfd) { g_array_index (self->peers, ApmEndpointPeer, i).fd, POLLIN, 0 };
  n = poll (polled, self->peers->len + 2, get_rest_ms (is_short ? MIN (deadline, self->let_in_us) : deadline));

  return (n < 0 && errno == EINTR) || (n == 0 && is_short && g_get_monotonic_time () < deadline) || (n > 0 && !polled[0].revents);
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

static ApmEndpoint *
endpoint_new (ApmMedium    medium,
              const char  *name,
              gboolean     sends,
              ApmFraming   framing,
              GError     **error)
{
  ApmEndpoint *self;
  int stop_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);

  if (stop_fd < 0)
    {
      apm_set_error_from_errno (error, errno, _("Could not open “%s”"), name);
      return NULL;
    }
  self = g_new0 (ApmEndpoint, 1);
  self->medium = medium;
  self->funcs = media[medium].funcs;
  self->name = g_strdup (name);
  self->sends = sends;
  self->framing = framing;
  self->fd = -1;
  self->stop_fd = stop_fd;
  self->buffer = g_byte_array_new ();
  self->peers = g_array_new (FALSE, FALSE, sizeof (ApmEndpointPeer));
  g_queue_init (&self->waiting);
  g_queue_init (&self->waiting_pids);

  return self;
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
  self = endpoint_new (medium, name, sends, framing, error);

  return self && self->funcs->open (self, get_deadline (timeout_us), error) ? g_steal_pointer (&self) : NULL;
}

/**
 * apm_endpoint_adopt:
 * @medium: one that is not named
 * @name: what it is called in sentences
 * @fd: taken in any case; that end of it which @sends, or does not; -1: it was lost on the
 *   way, since no descriptor was left
 *
 * Returns: (transfer full): NULL and @error if no descriptor is left
 */
ApmEndpoint *
apm_endpoint_adopt (ApmMedium    medium,
                    const char  *name,
                    int          fd,
                    gboolean     sends,
                    ApmFraming   framing,
                    GError     **error)
{
  ApmEndpoint *self;

  g_return_val_if_fail (!media[medium].is_named, NULL);

  self = fd >= 0 ? endpoint_new (medium, name, sends, framing, error) : NULL;
  if (!self)
    {
      if (fd < 0)
        apm_set_error_from_errno (error, EMFILE, _("Could not open “%s”"), name);
      apm_clear_fd (&fd);
      return NULL;
    }
  self->fd = fd;
  g_unix_set_fd_nonblocking (fd, TRUE, NULL);
  if (!sends && media[medium].is_stream)
    apm_endpoint_add_peer (self, fd, 0);

  return self;
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

/* Of the socket that we have made, unless it is another one by now. */
static void
remove_name (ApmEndpoint *self)
{
  struct stat status;

  if (lstat (self->name, &status) == 0 && status.st_ino == self->inode && status.st_dev == self->device)
    unlink (self->name);
}

void
apm_endpoint_free (ApmEndpoint *self)
{
  if (self->funcs->close)
    self->funcs->close (self);
  close_peers (self);
  if (self->inode != 0)
    remove_name (self);   /* while it is open no other file gets its number */
  apm_clear_fd (&self->fd);
  apm_clear_fd (&self->stop_fd);
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
 *   reads any more, and nothing of it was taken; %APM_ERROR_TORN: only some of it was;
 *   %APM_ERROR_FAILED: no room in time…
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

/**
 * apm_endpoint_go_on:
 *
 * Whoever waits may wait again after apm_endpoint_interrupt().
 */
void
apm_endpoint_go_on (ApmEndpoint *self)
{
  eventfd_t ignored;

  g_atomic_int_set (&self->is_stopped, FALSE);
  eventfd_read (self->stop_fd, &ignored);
}

/**
 * apm_endpoint_await_next:
 *
 * After %APM_RECEIVED_END: the next sender may come.
 *
 * Returns: FALSE and %APM_ERROR_CLOSED where nobody can: its name is gone, or it never had one
 */
gboolean
apm_endpoint_await_next (ApmEndpoint  *self,
                         GError      **error)
{
  if (!media[self->medium].is_named)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_CLOSED, _("All who sent to “%s” have closed it"), self->name);
      return FALSE;
    }
  self->had_sender = FALSE;

  return self->medium != APM_MEDIUM_FIFO || apm_endpoint_reopen_fifo (self, error);
}

/**
 * apm_endpoint_survives:
 * @error: of apm_endpoint_receive()
 *
 * Returns: whether that was one message, or one sender, and others may be received
 */
gboolean
apm_endpoint_survives (ApmEndpoint  *self,
                       const GError *error)
{
  return self->medium != APM_MEDIUM_RING &&
         (g_error_matches (error, APM_ERROR, APM_ERROR_LYING) || g_error_matches (error, APM_ERROR, APM_ERROR_TORN) ||
          g_error_matches (error, APM_ERROR, APM_ERROR_INVALID));
}

/**
 * apm_endpoint_has_peers:
 *
 * Returns: whether those who send are connected to it one by one
 */
gboolean
apm_endpoint_has_peers (ApmEndpoint *self)
{
  return !self->sends && (self->medium == APM_MEDIUM_STREAM || self->medium == APM_MEDIUM_SEQPACKET);
}
