/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-fd-source.h"

#include "apm-priority.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define BLOCK (64 * 1024)
#define TIME_BUDGET_US 2000
#define FRAME_US 16000

/* So many wake-ups, each within a frame of the one before, make a stream. */
#define STREAM_STREAK 4

/* The first rest of a stream; no rest is worth less than the shortest. */
#define FIRST_REST_US 1000
#define SHORTEST_REST_US 100

/* So many rests in a row, then one wake-up without, to see what that brings. */
#define MOST_RESTS 16

/* So many wake-ups at first, and at most, before a rest is tried again where it was vain. */
#define FIRST_PATIENCE 512
#define MOST_PATIENCE 4096

/* What a socket surely takes of short messages before its writer has to wait. */
#define SOCKET_ROOM (16 * 1024)

/* Descriptors that one wake-up may bring. */
#define MAX_FDS 16

typedef struct {
  GSource  source;
  int      fd;
  gpointer tag;
  GIOCondition mask;        /* what the tag listens to */
  gboolean is_socket;
  gsize    appetite;
  GArray  *fds;             /* of int: came along and have not been taken */
  int      timer_fd;        /* -1 before the first rest */
  gboolean is_timing;
  gint64   last_us;
  gint64   delay_us;
  guint    streak;
  gboolean has_rested;      /* before this wake-up */
  guint    n_rests;         /* in a row */
  gsize    usual;           /* what a wake-up without a rest brought last */
  guint    patience;
  guint    n_awake;         /* wake-ups until a rest is tried again */
  int      saved_errno;
  ApmFdFunc func;
  gpointer  user_data;
} ApmFdSource;

static ssize_t
receive (ApmFdSource *self,
         guint8      *buffer,
         gsize        size)
{
  _Alignas (struct cmsghdr) char control[CMSG_SPACE (MAX_FDS * sizeof (int))];
  struct iovec iov = { buffer, size };
  struct msghdr message = {
    .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control
  };
  ssize_t n = recvmsg (self->fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  const int lost = -1;

  if (n < 0)
    return n;

  for (struct cmsghdr *c = CMSG_FIRSTHDR (&message); c; c = CMSG_NXTHDR (&message, c))
    if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS)
      for (gsize i = 0; i < (c->cmsg_len - CMSG_LEN (0)) / sizeof (int); i++)
        {
          int fd;

          memcpy (&fd, CMSG_DATA (c) + i * sizeof fd, sizeof fd);
          g_array_append_val (self->fds, fd);
        }

  /* One came along, and there was no descriptor for it: those that follow are not it. */
  if (message.msg_flags & MSG_CTRUNC)
    g_array_append_val (self->fds, lost);

  return n;
}

/* Reads until the descriptor is empty, the appetite or the budget is used up.
 * Returns the number of bytes; *state tells whether more can come. */
static gsize
drain (ApmFdSource *self,
       guint8      *buffer,
       ApmFdState  *state)
{
  gsize budget = MIN (self->appetite, APM_FD_BUDGET);
  gint64 deadline = g_get_monotonic_time () + TIME_BUDGET_US;
  gsize length = 0;

  while (length < budget)
    {
      gsize size = MIN (budget - length, BLOCK);
      ssize_t n = self->is_socket ? receive (self, buffer + length, size) : read (self->fd, buffer + length, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == EAGAIN)
        break;
      if (n <= 0)
        {
          self->saved_errno = n < 0 ? errno : 0;
          *state = APM_FD_ENDED;
          break;
        }

      length += n;

      /* A pipe gives all it has. */
      if ((!self->is_socket && (gsize) n < size) || g_get_monotonic_time () > deadline)
        break;
    }

  return length;
}

/* Changing what is polled wakes the loop, which costs as much as a message. */
static void
listen_to (ApmFdSource  *self,
           GIOCondition  mask)
{
  if (self->tag == NULL && mask != 0)
    self->tag = g_source_add_unix_fd (&self->source, self->fd, mask);
  else if (self->tag != NULL && self->mask != mask)
    g_source_modify_unix_fd (&self->source, self->tag, mask);
  self->mask = mask;
}

/* A timer of the kernel: GLib counts in whole milliseconds, in which a fast writer
 * fills its pipe twice. 0 stops it.
 * Returns: whether it runs */
static gboolean
set_timer (ApmFdSource *self,
           gint64       us)
{
  const struct itimerspec when = { .it_value.tv_nsec = us * 1000 };

  if (us == 0 && !self->is_timing)
    return FALSE;

  if (self->timer_fd < 0)
    {
      self->timer_fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC);
      if (self->timer_fd < 0)
        return FALSE;
      g_source_add_unix_fd (&self->source, self->timer_fd, G_IO_IN);
    }
  self->is_timing = timerfd_settime (self->timer_fd, 0, &when, NULL) == 0 && us > 0;

  return self->is_timing;
}

static void
listen_now (ApmFdSource *self)
{
  set_timer (self, 0);
  listen_to (self, self->appetite > 0 ? G_IO_IN : 0);
}

/* What may gather until the next wake-up can take it all. */
static gint64
get_room (ApmFdSource *self)
{
  int capacity = self->is_socket ? SOCKET_ROOM : fcntl (self->fd, F_GETPIPE_SZ);

  return MIN (capacity > 0 ? capacity : BLOCK, (gint64) MIN (self->appetite, APM_FD_BUDGET));
}

/* How long to rest follows from how much came in the time since the last wake-up: a
 * pipe must not fill meanwhile. Where a rest brought no more than a wake-up without,
 * the other side waits for an answer to each message or for room, and a rest only
 * makes it wait. */
static void
choose_delay (ApmFdSource *self,
              gsize        length,
              gint64       passed_us)
{
  if (self->streak < STREAM_STREAK)
    self->delay_us = 0;
  else if (self->has_rested && length <= self->usual)
    {
      self->delay_us = 0;
      self->patience = CLAMP (self->patience * 4, FIRST_PATIENCE, MOST_PATIENCE);
      self->n_awake = self->patience;
    }
  else if (self->n_awake > 0)
    self->n_awake--;
  else
    {
      gint64 half_full_us = passed_us * get_room (self) / 2 / MAX ((gint64) length, 1);

      self->delay_us = MIN (half_full_us, CLAMP (self->delay_us * 2, FIRST_REST_US, FRAME_US));
    }
}

/* A stream is left alone until the next frame. */
static void
rest (ApmFdSource *self,
      gsize        length)
{
  gint64 now = g_get_monotonic_time ();
  gint64 passed_us = now - self->last_us;

  self->streak = passed_us < 2 * FRAME_US ? self->streak + 1 : 0;
  self->last_us = now;
  if (!self->has_rested)
    self->usual = length;
  else if (length > self->usual)
    self->patience = 0;
  choose_delay (self, length, passed_us);

  self->has_rested = self->delay_us >= SHORTEST_REST_US && self->n_rests < MOST_RESTS &&
                     set_timer (self, self->delay_us);
  self->n_rests = self->has_rested ? self->n_rests + 1 : 0;
  if (self->has_rested)
    listen_to (self, 0);
  else
    listen_now (self);
}

/* Told once: a hang-up that nobody reads would wake us for ever. */
static void
tell_hangup (ApmFdSource *self)
{
  GIOCondition condition = self->tag ? g_source_query_unix_fd (&self->source, self->tag) : 0;

  if (!(condition & (G_IO_HUP | G_IO_ERR | G_IO_NVAL)))
    return;

  g_source_remove_unix_fd (&self->source, g_steal_pointer (&self->tag));
  self->func (NULL, 0, APM_FD_HANGUP, self->user_data);
}

static gboolean
apm_fd_source_dispatch (GSource     *source,
                        GSourceFunc  callback,
                        gpointer     user_data)
{
  ApmFdSource *self = (ApmFdSource *) source;
  ApmFdState state = APM_FD_OPEN;
  static __thread guint8 *buffer;
  gsize length;

  if (self->appetite == 0)
    {
      tell_hangup (self);
      return G_SOURCE_CONTINUE;
    }

  if (buffer == NULL)
    buffer = g_malloc (APM_FD_BUDGET);

  length = drain (self, buffer, &state);
  if (length > 0 || state == APM_FD_ENDED)
    self->func (buffer, length, state, self->user_data);

  if (state == APM_FD_ENDED)
    return G_SOURCE_REMOVE;
  if (!g_source_is_destroyed (source) && self->appetite > 0)
    rest (self, length);

  return G_SOURCE_CONTINUE;
}

static void
apm_fd_source_finalize (GSource *source)
{
  ApmFdSource *self = (ApmFdSource *) source;

  for (guint i = 0; i < self->fds->len; i++)
    apm_clear_fd (&g_array_index (self->fds, int, i));
  g_array_unref (self->fds);
  apm_clear_fd (&self->timer_fd);
}

static GSourceFuncs apm_fd_source_funcs = {
  .dispatch = apm_fd_source_dispatch,
  .finalize = apm_fd_source_finalize,
};

/**
 * apm_fd_source_new:
 * @fd: stays the caller's, open as long as the source is attached; made
 *   non-blocking here
 * @is_socket: whether descriptors may come along
 * @func: called once a wake-up
 *
 * Returns: (transfer full): attached to the thread's default context; destroy it
 *   and drop the reference when done
 */
GSource *
apm_fd_source_new (int        fd,
                   gboolean   is_socket,
                   ApmFdFunc  func,
                   gpointer   user_data)
{
  GSource *source;
  ApmFdSource *self;

  g_return_val_if_fail (fd >= 0 && func != NULL, NULL);

  g_unix_set_fd_nonblocking (fd, TRUE, NULL);

  source = g_source_new (&apm_fd_source_funcs, sizeof (ApmFdSource));
  self = (ApmFdSource *) source;
  self->fd = fd;
  self->is_socket = is_socket;
  self->appetite = APM_FD_BUDGET;
  self->fds = g_array_new (FALSE, FALSE, sizeof (int));
  self->timer_fd = -1;
  self->func = func;
  self->user_data = user_data;
  listen_to (self, G_IO_IN);

  g_source_set_static_name (source, "ApmFdSource");
  g_source_set_priority (source, APM_PRIORITY_SOURCE);

  /* No callback runs a loop of its own. To keep it out of one, GLib would take the
   * descriptor out of the poll and put it in again, and wake itself up both times. */
  g_source_set_can_recurse (source, TRUE);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

/**
 * apm_fd_source_set_appetite:
 * @n_bytes: the most to read at a wake-up; 0 reads nothing, so that what comes
 *   stays in the pipe, and only tells when the other side has closed
 */
void
apm_fd_source_set_appetite (GSource *source,
                            gsize    n_bytes)
{
  ApmFdSource *self = (ApmFdSource *) source;
  gboolean was_hungry = self->appetite > 0;

  if (g_source_is_destroyed (source))
    return;

  self->appetite = n_bytes;
  if (was_hungry != (n_bytes > 0))
    listen_now (self);
}

/**
 * apm_fd_source_take_fd:
 *
 * Returns: the oldest descriptor that came along, now the caller's, or -1: there is
 *   none, or it was lost since no descriptor was left for it
 */
int
apm_fd_source_take_fd (GSource *source)
{
  ApmFdSource *self = (ApmFdSource *) source;
  int fd;

  if (self->fds->len == 0)
    return -1;

  fd = g_array_index (self->fds, int, 0);
  g_array_remove_index (self->fds, 0);

  return fd;
}

/**
 * apm_fd_source_get_errno:
 *
 * Returns: why reading failed, 0 where the stream just ended
 */
int
apm_fd_source_get_errno (GSource *source)
{
  return ((ApmFdSource *) source)->saved_errno;
}
