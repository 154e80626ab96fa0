/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ways.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define RING_SLOTS 64
#define QUEUE_MESSAGES 10

static int
make_pipe (Way    *there,
           Way    *back,
           size_t  size)
{
  (void) size;

  return pipe2 (there->fds, O_CLOEXEC) < 0 || pipe2 (back->fds, O_CLOEXEC) < 0 ? errno : 0;
}

static int
make_fifo_one (Way *way)
{
  const char *where = getenv ("TMPDIR");
  char folder[PATH_MAX], path[PATH_MAX + 8];
  int problem = 0;

  snprintf (folder, sizeof folder, "%s/apm-measure-XXXXXX", where && *where ? where : "/tmp");
  if (mkdtemp (folder) == NULL)
    return errno;
  snprintf (path, sizeof path, "%s/fifo", folder);
  if (mkfifo (path, 0600) < 0 || (way->fds[0] = open (path, O_RDWR | O_CLOEXEC)) < 0 ||
      (way->fds[1] = open (path, O_WRONLY | O_CLOEXEC)) < 0)
    problem = errno;
  unlink (path);
  rmdir (folder);

  return problem;
}

static int
make_fifo (Way    *there,
           Way    *back,
           size_t  size)
{
  int problem = make_fifo_one (there);

  (void) size;

  return problem ? problem : make_fifo_one (back);
}

static int
make_sockets (Way *there,
              Way *back,
              int  type)
{
  int there_fds[2], back_fds[2];

  if (socketpair (AF_UNIX, type | SOCK_CLOEXEC, 0, there_fds) < 0)
    return errno;
  memcpy (there->fds, there_fds, sizeof there_fds);
  if (socketpair (AF_UNIX, type | SOCK_CLOEXEC, 0, back_fds) < 0)
    return errno;
  memcpy (back->fds, back_fds, sizeof back_fds);

  return 0;
}

static int
make_stream (Way    *there,
             Way    *back,
             size_t  size)
{
  (void) size;

  return make_sockets (there, back, SOCK_STREAM);
}

static int
make_seqpacket (Way    *there,
                Way    *back,
                size_t  size)
{
  (void) size;

  return make_sockets (there, back, SOCK_SEQPACKET);
}

static int
make_datagram (Way    *there,
               Way    *back,
               size_t  size)
{
  (void) size;

  return make_sockets (there, back, SOCK_DGRAM);
}

static int
make_queue_one (Way        *way,
                const char *end,
                size_t      size)
{
  struct mq_attr shape = { .mq_maxmsg = QUEUE_MESSAGES, .mq_msgsize = (long) size };
  char name[64];

  snprintf (name, sizeof name, "/apm-measure-%d-%s", getpid (), end);
  way->fds[0] = (int) mq_open (name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, &shape);
  if (way->fds[0] < 0)
    return errno;
  mq_unlink (name);

  return 0;
}

static int
make_queue (Way    *there,
            Way    *back,
            size_t  size)
{
  int problem = make_queue_one (there, "there", size);

  return problem ? problem : make_queue_one (back, "back", size);
}

static int
make_ring (Way    *there,
           Way    *back,
           size_t  size)
{
  char name[64];
  int problem;

  snprintf (name, sizeof name, "/apm-measure-%d", getpid ());
  problem = shared_ring_create (&there->ring, name, RING_SLOTS, (uint32_t) size);
  if (problem == 0)
    shm_unlink (name);
  if (problem == 0)
    problem = shared_ring_create (&back->ring, name, RING_SLOTS, (uint32_t) size);
  if (problem == 0)
    shm_unlink (name);

  return problem;
}

/* One signal a direction, blocked so that it waits for who takes it. */
static int
make_signal (Way    *there,
             Way    *back,
             size_t  size)
{
  sigset_t set;

  (void) size;
  there->signum = SIGRTMIN + 1;
  back->signum = SIGRTMIN + 2;
  sigemptyset (&set);
  sigaddset (&set, there->signum);
  sigaddset (&set, back->signum);

  return sigprocmask (SIG_BLOCK, &set, NULL) < 0 ? errno : 0;
}

static int
make_eventfd (Way    *there,
              Way    *back,
              size_t  size)
{
  (void) size;
  there->fds[0] = eventfd (0, EFD_CLOEXEC | EFD_SEMAPHORE);
  back->fds[0] = eventfd (0, EFD_CLOEXEC | EFD_SEMAPHORE);

  return there->fds[0] < 0 || back->fds[0] < 0 ? errno : 0;
}

static int
send_bytes (Way        *way,
            const void *bytes,
            size_t      size)
{
  for (size_t at = 0; at < size;)
    {
      ssize_t n = write (way->fds[1], (const char *) bytes + at, size - at);

      if (n < 0 && errno != EINTR)
        return errno;
      at += n > 0 ? (size_t) n : 0;
    }

  return 0;
}

static int
receive_bytes (Way    *way,
               void   *bytes,
               size_t  size)
{
  for (size_t at = 0; at < size;)
    {
      ssize_t n = read (way->fds[0], (char *) bytes + at, size - at);

      if (n == 0)
        return EPIPE;
      if (n < 0 && errno != EINTR)
        return errno;
      at += n > 0 ? (size_t) n : 0;
    }

  return 0;
}

static int
send_queue (Way        *way,
            const void *bytes,
            size_t      size)
{
  return mq_send ((mqd_t) way->fds[0], bytes, size, 0) < 0 ? errno : 0;
}

static int
receive_queue (Way    *way,
               void   *bytes,
               size_t  size)
{
  return mq_receive ((mqd_t) way->fds[0], bytes, size, NULL) < 0 ? errno : 0;
}

static int
send_ring (Way        *way,
           const void *bytes,
           size_t      size)
{
  return shared_ring_send (&way->ring, bytes, (uint32_t) size, INT64_MAX);
}

static int
receive_ring (Way    *way,
              void   *bytes,
              size_t  size)
{
  uint32_t length;

  (void) size;

  return shared_ring_receive (&way->ring, bytes, &length, INT64_MAX);
}

/* The kernel keeps so many and no more; who sends faster tries again. */
static int
send_signal (Way        *way,
             const void *bytes,
             size_t      size)
{
  union sigval value = { .sival_int = 1 };

  (void) bytes;
  (void) size;
  while (sigqueue (way->target, way->signum, value) < 0)
    {
      if (errno != EAGAIN)
        return errno;
      sched_yield ();
    }

  return 0;
}

static int
receive_signal (Way    *way,
                void   *bytes,
                size_t  size)
{
  sigset_t set;
  siginfo_t info;

  (void) bytes;
  (void) size;
  sigemptyset (&set);
  sigaddset (&set, way->signum);
  while (sigwaitinfo (&set, &info) < 0)
    if (errno != EINTR)
      return errno;

  return 0;
}

static int
send_eventfd (Way        *way,
              const void *bytes,
              size_t      size)
{
  (void) bytes;
  (void) size;

  return eventfd_write (way->fds[0], 1) < 0 ? errno : 0;
}

static int
receive_eventfd (Way    *way,
                 void   *bytes,
                 size_t  size)
{
  eventfd_t value;

  (void) bytes;
  (void) size;

  return eventfd_read (way->fds[0], &value) < 0 ? errno : 0;
}

const WayKind way_kinds[] = {
  { "pipe", 0, 1 << 24, make_pipe, send_bytes, receive_bytes },
  { "fifo", 0, 1 << 24, make_fifo, send_bytes, receive_bytes },
  { "stream", 0, 1 << 24, make_stream, send_bytes, receive_bytes },
  { "seqpacket", 0, 100000, make_seqpacket, send_bytes, receive_bytes },
  { "datagram", 0, 100000, make_datagram, send_bytes, receive_bytes },
  { "queue", 0, 8192, make_queue, send_queue, receive_queue },
  { "ring", 0, 1 << 20, make_ring, send_ring, receive_ring },
  { "signal", sizeof (int), 0, make_signal, send_signal, receive_signal },
  { "eventfd", sizeof (eventfd_t), 0, make_eventfd, send_eventfd, receive_eventfd },
};

const unsigned n_way_kinds = sizeof way_kinds / sizeof way_kinds[0];

void
way_unmake (Way *way)
{
  for (int i = 0; i < 2; i++)
    if (way->fds[i] >= 0)
      close (way->fds[i]);
  shared_ring_close (&way->ring);
}
