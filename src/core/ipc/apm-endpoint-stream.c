/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-endpoint-private.h"

#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* FIFOs and stream sockets: bytes, in which a framing tells messages apart. */

#define CHUNK    65536
#define AGAIN_US 10000

void
apm_endpoint_add_peer (ApmEndpoint *self,
                       int          fd,
                       int          pid)
{
  const ApmEndpointPeer peer = { fd, pid, apm_unframer_new (self->framing) };

  g_array_append_val (self->peers, peer);
}

static gboolean
check_fifo (ApmEndpoint  *self,
            GError      **error)
{
  struct stat status;

  if (fstat (self->fd, &status) == 0 && S_ISFIFO (status.st_mode))
    return TRUE;
  g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("“%s” is no FIFO"), self->name);

  return FALSE;
}

/* No call waits for a reader for some time only: it is tried again. */
static gboolean
open_fifo (ApmEndpoint  *self,
           gint64        deadline,
           GError      **error)
{
  for (;;)
    {
      self->fd = open (self->name, (self->sends ? O_WRONLY : O_RDONLY) | O_NONBLOCK | O_CLOEXEC);
      if (self->fd >= 0 || errno != ENXIO)
        break;
      if (!apm_endpoint_may_wait (self, deadline))
        return apm_endpoint_set_timeout (self, error);
      apm_endpoint_wait (self, -1, 0, MIN (deadline, g_get_monotonic_time () + AGAIN_US));
    }
  if (self->fd < 0)
    {
      apm_set_error_from_errno (error, errno, _("Could not open “%s”"), self->name);
      return FALSE;
    }
  if (!check_fifo (self, error))
    return FALSE;
  if (!self->sends)
    apm_endpoint_add_peer (self, self->fd, 0);

  return TRUE;
}

/* Opened anew, a FIFO does not say any more that its writers have gone; whoever came
 * meanwhile is there, since the old end is closed last. */
gboolean
apm_endpoint_reopen_fifo (ApmEndpoint  *self,
                          GError      **error)
{
  int fd = open (self->name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  struct stat before, now;

  if (fd < 0 || fstat (self->fd, &before) < 0 || fstat (fd, &now) < 0 || before.st_ino != now.st_ino || before.st_dev != now.st_dev)
    {
      apm_clear_fd (&fd);
      g_set_error (error, APM_ERROR, APM_ERROR_CLOSED,
                   _("All who wrote to “%s” have closed it, and its name was removed: nobody else can come"), self->name);
      return FALSE;
    }
  apm_clear_fd (&self->fd);
  self->fd = fd;
  apm_endpoint_add_peer (self, fd, 0);

  return TRUE;
}

static gboolean
stream_open (ApmEndpoint  *self,
             gint64        deadline,
             GError      **error)
{
  return self->medium == APM_MEDIUM_FIFO ? open_fifo (self, deadline, error) : apm_endpoint_open_socket (self, deadline, error);
}

static gssize
write_some (ApmEndpoint *self,
            gsize        at)
{
  const guint8 *bytes = self->buffer->data + at;
  gsize n = self->buffer->len - at;

  if (self->medium == APM_MEDIUM_FIFO || self->medium == APM_MEDIUM_PIPE)
    return write (self->fd, bytes, n);

  return send (self->fd, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static gboolean
fail_to_write (ApmEndpoint  *self,
               int           saved_errno,
               gsize         at,
               GError      **error)
{
  if (saved_errno == EPIPE || saved_errno == ECONNRESET)
    g_set_error (error, APM_ERROR, at > 0 ? APM_ERROR_TORN : APM_ERROR_CLOSED,
                 at > 0 ? _("Whoever read from “%s” has closed it in the middle of a message") :
                 _("Nobody reads from “%s” any more"), self->name);
  else
    apm_set_error_from_errno (error, saved_errno, _("Could not write to “%s”"), self->name);

  return FALSE;
}

static gboolean
fail_in_time (ApmEndpoint  *self,
              gsize         at,
              GError      **error)
{
  if (at == 0)
    return apm_endpoint_set_timeout (self, error);
  g_set_error (error, APM_ERROR, APM_ERROR_TORN,
               _("Only %zu of %u bytes found room in “%s” in the time that was given"),
               at, self->buffer->len, self->name);

  return FALSE;
}

static gboolean
stream_send (ApmEndpoint   *self,
             const guint8  *message,
             gsize          length,
             G_GNUC_UNUSED guint priority,
             gint64         deadline,
             GError       **error)
{
  g_byte_array_set_size (self->buffer, 0);
  if (!apm_framing_append (self->framing, self->buffer, message, length, error))
    return FALSE;

  for (gsize at = 0; at < self->buffer->len;)
    {
      gssize n = write_some (self, at);

      if (n >= 0)
        at += (gsize) n;
      else if (errno == EAGAIN)
        {
          if (apm_endpoint_wait (self, self->fd, POLLOUT, deadline) <= 0)
            return fail_in_time (self, at, error);
        }
      else if (errno != EINTR)
        return fail_to_write (self, errno, at, error);
    }

  return TRUE;
}

/* What one peer sent, while its message is cut out of its bytes. */
typedef struct {
  ApmEndpoint *self;
  int          pid;
} From;

static void
keep_message (const guint8 *message,
              gsize         length,
              gpointer      user_data)
{
  const From *from = user_data;

  g_queue_push_tail (&from->self->waiting, g_bytes_new (message, length));
  g_queue_push_tail (&from->self->waiting_pids, GINT_TO_POINTER (from->pid));
}

void
apm_endpoint_remove_peer (ApmEndpoint *self,
                          guint        i)
{
  ApmEndpointPeer *peer = &g_array_index (self->peers, ApmEndpointPeer, i);

  if (peer->fd != self->fd)
    close (peer->fd);
  apm_unframer_free (peer->unframer);
  g_array_remove_index (self->peers, i);
}

/* Returns: FALSE and @error where what came cannot be read on */
static gboolean
read_peer (ApmEndpoint  *self,
           guint         i,
           GError      **error)
{
  ApmEndpointPeer *peer = &g_array_index (self->peers, ApmEndpointPeer, i);
  From from = { self, peer->pid };
  static _Thread_local guint8 bytes[CHUNK];
  gssize n = read (peer->fd, bytes, sizeof bytes);
  gboolean fits = TRUE;

  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return TRUE;
  if (n > 0)
    {
      self->had_sender = TRUE;
      fits = apm_unframer_feed (peer->unframer, bytes, (gsize) n, keep_message, &from, error);
    }
  else
    fits = apm_unframer_finish (peer->unframer, keep_message, &from, error);
  if (n <= 0 || !fits)
    apm_endpoint_remove_peer (self, i);

  return fits;
}

/* Waits for a byte or a peer. A FIFO is read only where it said that there is something:
 * before its first writer it would look as after its last. Returns: 1, 0 too late,
 * -1 and @error */
static int
look (ApmEndpoint  *self,
      gint64        deadline,
      GError      **error)
{
  if (!apm_endpoint_wait_for_peers (self, deadline))
    return 0;
  apm_endpoint_let_in (self);
  for (guint i = self->peers->len; i > 0; i--)
    if (!read_peer (self, i - 1, error))
      return -1;

  return 1;
}

/* A FIFO whose writers have all gone says so at once, and for ever; before the first
 * one has come it says nothing. */
static ApmReceived
stream_receive (ApmEndpoint         *self,
                gint64               deadline,
                ApmReceivedMessage  *message,
                GError             **error)
{
  g_autoptr(GBytes) bytes = NULL;

  while (g_queue_is_empty (&self->waiting))
    {
      int looked;

      if (self->peers->len == 0 && self->had_sender)
        return APM_RECEIVED_END;
      looked = look (self, deadline, error);
      if (looked < 0)
        return APM_RECEIVED_ERROR;
      if (looked == 0 && g_queue_is_empty (&self->waiting))
        return APM_RECEIVED_NOTHING;
      if (self->medium != APM_MEDIUM_STREAM && self->peers->len == 0)
        self->had_sender = TRUE;
    }

  bytes = g_queue_pop_head (&self->waiting);
  message->pid = GPOINTER_TO_INT (g_queue_pop_head (&self->waiting_pids));
  g_byte_array_set_size (self->buffer, 0);
  g_byte_array_append (self->buffer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  message->bytes = self->buffer->data;
  message->length = self->buffer->len;

  return APM_RECEIVED_MESSAGE;
}

const ApmEndpointFuncs apm_endpoint_stream_funcs = { stream_open, stream_send, stream_receive, NULL };
