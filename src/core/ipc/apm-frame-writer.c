/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-frame-writer.h"

#include "apm-priority.h"
#include "apm-text.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#define BUDGET (256 * 1024)
#define TIME_BUDGET_US 2000
#define MAX_IOV 64

typedef struct {
  GSource         source;
  gpointer        tag;
  ApmFrameWriter *writer;
} WriterSource;

typedef struct {
  ApmFrameHead head;
  guint8       head_bytes[APM_FRAME_HEAD_SIZE];
  GBytes      *payload;
  int          fd;
} Queued;

struct _ApmFrameWriter
{
  int                        fd;
  gboolean                   is_socket;
  const ApmFrameWriterFuncs *funcs;
  gpointer                   user_data;
  WriterSource              *source;
  GQueue                     queue;      /* of Queued */
  gsize                      n_written;  /* of the frame at the head of the queue */
  gsize                      n_queued;
  gint64                     blocked_since_us;
  gboolean                   is_closed;
};

static void
queued_free (Queued *queued)
{
  g_clear_pointer (&queued->payload, g_bytes_unref);
  apm_clear_fd (&queued->fd);
  g_free (queued);
}

static gsize
queued_get_size (const Queued *queued)
{
  return APM_FRAME_HEAD_SIZE + queued->head.length;
}

static guint
append_iov (struct iovec *iov,
            const Queued *queued,
            gsize         skip)
{
  guint n = 0;

  if (skip < APM_FRAME_HEAD_SIZE)
    iov[n++] = (struct iovec) { (guint8 *) queued->head_bytes + skip, APM_FRAME_HEAD_SIZE - skip };

  if (queued->head.length > 0)
    {
      gsize done = skip > APM_FRAME_HEAD_SIZE ? skip - APM_FRAME_HEAD_SIZE : 0;
      const guint8 *data = g_bytes_get_data (queued->payload, NULL);

      iov[n++] = (struct iovec) { (guint8 *) data + done, queued->head.length - done };
    }

  return n;
}

/* As many frames as one call takes; one that carries a descriptor begins a call,
 * so that the descriptor comes along with its first byte. */
static guint
gather (ApmFrameWriter *self,
        struct iovec   *iov)
{
  guint n = 0;
  gsize skip = self->n_written;

  for (GList *l = self->queue.head; l && n + 2 <= MAX_IOV; l = l->next)
    {
      Queued *queued = l->data;

      if (queued->fd >= 0 && n > 0)
        break;

      n += append_iov (iov + n, queued, skip);
      skip = 0;
    }

  return n;
}

static ssize_t
write_some (ApmFrameWriter *self)
{
  struct iovec iov[MAX_IOV];
  guint n_iov = gather (self, iov);
  Queued *first = g_queue_peek_head (&self->queue);
  _Alignas (struct cmsghdr) char control[CMSG_SPACE (sizeof (int))];
  struct msghdr message = { .msg_iov = iov, .msg_iovlen = n_iov };
  ssize_t n;

  if (!self->is_socket)
    return writev (self->fd, iov, n_iov);

  if (first->fd >= 0)
    {
      struct cmsghdr *c;

      message.msg_control = control;
      message.msg_controllen = sizeof control;
      c = CMSG_FIRSTHDR (&message);
      c->cmsg_level = SOL_SOCKET;
      c->cmsg_type = SCM_RIGHTS;
      c->cmsg_len = CMSG_LEN (sizeof (int));
      memcpy (CMSG_DATA (c), &first->fd, sizeof (int));
    }

  n = sendmsg (self->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n > 0)
    apm_clear_fd (&first->fd);

  return n;
}

static void
advance (ApmFrameWriter *self,
         gsize           n)
{
  Queued *queued;

  self->n_queued -= n;
  self->n_written += n;

  while ((queued = g_queue_peek_head (&self->queue)) && self->n_written >= queued_get_size (queued))
    {
      self->n_written -= queued_get_size (queued);
      g_queue_pop_head (&self->queue);
      if (self->funcs->written)
        self->funcs->written (self, &queued->head, queued->payload, self->user_data);
      queued_free (queued);
    }
}

static void
update_mask (ApmFrameWriter *self)
{
  GIOCondition mask = !self->is_closed && self->n_queued > 0 ? G_IO_OUT : 0;

  g_source_modify_unix_fd (&self->source->source, self->source->tag, mask);
}

static void
close_writer (ApmFrameWriter *self,
              int             saved_errno)
{
  ApmFault fault = { APM_FAULT_FAILED, saved_errno };

  if (saved_errno == EPIPE || saved_errno == ECONNRESET)
    fault = (ApmFault) { APM_FAULT_ENDED };

  self->is_closed = TRUE;
  self->blocked_since_us = 0;
  self->n_queued = 0;
  g_queue_clear_full (&self->queue, (GDestroyNotify) queued_free);
  g_source_destroy (&self->source->source);
  apm_clear_fd (&self->fd);

  /* Nothing may follow: it may free us. */
  if (self->funcs->closed)
    self->funcs->closed (self, &fault, self->user_data);
}

/* Writes what there is room for. Returns the errno that closes the writer, or 0. */
static int
write_budget (ApmFrameWriter *self)
{
  gint64 deadline = g_get_monotonic_time () + TIME_BUDGET_US;
  gsize total = 0;

  while (self->n_queued > 0 && total < BUDGET)
    {
      ssize_t n = write_some (self);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == EAGAIN)
        {
          if (self->blocked_since_us == 0)
            self->blocked_since_us = g_get_monotonic_time ();
          return 0;
        }
      if (n < 0)
        return errno;

      self->blocked_since_us = 0;
      total += n;
      advance (self, n);
      if (g_get_monotonic_time () > deadline)
        return 0;
    }

  return 0;
}

static gboolean
writer_source_dispatch (GSource     *source,
                        GSourceFunc  callback,
                        gpointer     user_data)
{
  WriterSource *writer_source = (WriterSource *) source;
  ApmFrameWriter *self = writer_source->writer;
  GIOCondition condition = g_source_query_unix_fd (source, writer_source->tag);
  int saved_errno;

  /* The reader of a pipe is gone: POLLERR, even if nothing is to be written. */
  if ((condition & (G_IO_ERR | G_IO_HUP)) && !(condition & G_IO_OUT))
    {
      close_writer (self, EPIPE);
      return G_SOURCE_REMOVE;
    }

  g_source_set_ready_time (source, -1);
  saved_errno = write_budget (self);
  if (saved_errno != 0)
    {
      close_writer (self, saved_errno);
      return G_SOURCE_REMOVE;
    }

  update_mask (self);
  if (self->funcs->moved)
    self->funcs->moved (self, self->user_data);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs writer_source_funcs = {
  .dispatch = writer_source_dispatch,
};

/**
 * apm_frame_writer_new:
 * @fd: the sending end, taken, made non-blocking here. SIGPIPE must be ignored
 *   where it is a pipe.
 * @funcs: static; each may be %NULL, and only closed() may free the writer
 */
ApmFrameWriter *
apm_frame_writer_new (int                        fd,
                      gboolean                   is_socket,
                      const ApmFrameWriterFuncs *funcs,
                      gpointer                   user_data)
{
  ApmFrameWriter *self = g_new0 (ApmFrameWriter, 1);
  GSource *source;

  g_unix_set_fd_nonblocking (fd, TRUE, NULL);

  self->fd = fd;
  self->is_socket = is_socket;
  self->funcs = funcs;
  self->user_data = user_data;
  g_queue_init (&self->queue);

  source = g_source_new (&writer_source_funcs, sizeof (WriterSource));
  self->source = (WriterSource *) source;
  self->source->writer = self;
  self->source->tag = g_source_add_unix_fd (source, fd, 0);
  g_source_set_static_name (source, "ApmFrameWriter");
  g_source_set_priority (source, APM_PRIORITY_SOURCE);
  g_source_attach (source, g_main_context_get_thread_default ());

  return self;
}

void
apm_frame_writer_free (ApmFrameWriter *self)
{
  g_source_destroy (&self->source->source);
  g_source_unref (&self->source->source);
  g_queue_clear_full (&self->queue, (GDestroyNotify) queued_free);
  apm_clear_fd (&self->fd);
  g_free (self);
}

/**
 * apm_frame_writer_queue:
 * @head: its length is that of @payload
 * @payload: (nullable): a reference is taken
 * @take_fd: a descriptor to send along and to close here, or -1
 *
 * Queues a frame; what nobody can read any more is dropped.
 */
void
apm_frame_writer_queue (ApmFrameWriter     *self,
                        const ApmFrameHead *head,
                        GBytes             *payload,
                        int                 take_fd)
{
  Queued *queued = g_new0 (Queued, 1);

  queued->head = *head;
  queued->head.length = payload ? g_bytes_get_size (payload) : 0;
  queued->head.n_fds = take_fd >= 0;
  queued->payload = payload ? g_bytes_ref (payload) : NULL;
  queued->fd = take_fd;
  apm_frame_head_pack (&queued->head, queued->head_bytes);

  if (self->is_closed)
    {
      queued_free (queued);
      return;
    }

  g_queue_push_tail (&self->queue, queued);
  self->n_queued += queued_get_size (queued);
  update_mask (self);

  /* A full pipe raises no event: only trying tells that we wait. */
  if (self->queue.length == 1)
    g_source_set_ready_time (&self->source->source, 0);
}

/**
 * apm_frame_writer_get_queued:
 *
 * Returns: bytes, with their heads, that are not in the pipe yet
 */
gsize
apm_frame_writer_get_queued (ApmFrameWriter *self)
{
  return self->n_queued;
}

/**
 * apm_frame_writer_get_blocked_since_us:
 *
 * Returns: since when (monotonic) there is no room for what is queued; 0 if there is
 */
gint64
apm_frame_writer_get_blocked_since_us (ApmFrameWriter *self)
{
  return self->blocked_since_us;
}

int
apm_frame_writer_get_fd (ApmFrameWriter *self)
{
  return self->fd;
}

/**
 * apm_frame_writer_flush:
 *
 * Writes at once what there is room for: for a last word before the end.
 */
void
apm_frame_writer_flush (ApmFrameWriter *self)
{
  if (!self->is_closed && write_budget (self) == 0)
    update_mask (self);
}
