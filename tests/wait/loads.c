/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs that wait for each other all the time and are never deadlocked. Each
 * does the load that it is told by name until it is ended. */

#include "child.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define N_THREADS 8
#define N_WORKERS 16
#define N_PAIRS 4

typedef struct {
  pthread_mutex_t locks[2];
  volatile long   count;
} Shared;

static Shared own = { { PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER }, 0 };

static void
work (void)
{
  for (volatile int i = 0; i < 200; i++)
    own.count++;
}

static void *
in_order (void *data)
{
  Shared *shared = data;

  for (;;)
    {
      pthread_mutex_lock (&shared->locks[0]);
      pthread_mutex_lock (&shared->locks[1]);
      work ();
      pthread_mutex_unlock (&shared->locks[1]);
      pthread_mutex_unlock (&shared->locks[0]);
      work ();
      if (shared->count % 3 == 0)
        {
          pthread_mutex_lock (&shared->locks[1]);
          work ();
          pthread_mutex_unlock (&shared->locks[1]);
        }
    }

  return NULL;
}

static void *
back_off (void *data)
{
  int first = (int) (long) data % 2;

  for (;;)
    {
      pthread_mutex_lock (&own.locks[first]);
      work ();
      if (pthread_mutex_trylock (&own.locks[1 - first]) == 0)
        pthread_mutex_unlock (&own.locks[1 - first]);
      pthread_mutex_unlock (&own.locks[first]);
    }

  return NULL;
}

static void *
timed (void *data)
{
  int first = (int) (long) data % 2;

  for (;;)
    {
      struct timespec until;

      pthread_mutex_lock (&own.locks[first]);
      clock_gettime (CLOCK_REALTIME, &until);
      until.tv_nsec += 2000000;
      if (until.tv_nsec >= 1000000000)
        {
          until.tv_sec++;
          until.tv_nsec -= 1000000000;
        }
      if (pthread_mutex_timedlock (&own.locks[1 - first], &until) == 0)
        pthread_mutex_unlock (&own.locks[1 - first]);
      pthread_mutex_unlock (&own.locks[first]);
    }

  return NULL;
}

static void
run_threads (void *(*func) (void *),
             int    by_number)
{
  pthread_t thread;

  for (long i = 1; i < N_THREADS; i++)
    if (pthread_create (&thread, NULL, func, by_number ? (void *) i : &own) != 0)
      fail ("pthread_create");
  func (by_number ? NULL : &own);
}

static void
run_processes (void)
{
  Shared *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t attr;

  pthread_mutexattr_init (&attr);
  pthread_mutexattr_setpshared (&attr, PTHREAD_PROCESS_SHARED);
  for (int i = 0; i < 2; i++)
    pthread_mutex_init (&shared->locks[i], &attr);
  for (int i = 1; i < N_THREADS; i++)
    if (make_child () == 0)
      in_order (shared);
  in_order (shared);
}

static void
ping_pong (int from,
           int to,
           int begins)
{
  char bytes[64] = "";

  if (begins && write (to, bytes, sizeof bytes) < 0)
    fail ("write");
  while (read (from, bytes, sizeof bytes) > 0)
    if (write (to, bytes, sizeof bytes) < 0)
      fail ("write");
}

static void
connect_tcp (int *pair)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM, 0);

  if (bind (listener, (struct sockaddr *) &address, sizeof address) != 0 || listen (listener, 1) != 0)
    fail ("listen");
  getsockname (listener, (struct sockaddr *) &address, &length);
  pair[0] = socket (AF_INET, SOCK_STREAM, 0);
  if (connect (pair[0], (struct sockaddr *) &address, sizeof address) != 0)
    fail ("connect");
  pair[1] = accept (listener, NULL, NULL);
  close (listener);
}

static void
play (const char *kind)
{
  int there[2], back[2];

  if (strcmp (kind, "pipes") == 0)
    {
      if (pipe (there) != 0 || pipe (back) != 0)
        fail ("pipe");
      if (make_child () == 0)
        {
          close (there[1]);
          close (back[0]);
          ping_pong (there[0], back[1], 0);
        }
      close (there[0]);
      close (back[1]);
      ping_pong (back[0], there[1], 1);
    }
  if (strcmp (kind, "tcp") == 0)
    connect_tcp (there);
  else if (socketpair (AF_UNIX, SOCK_STREAM, 0, there) != 0)
    fail ("socketpair");
  if (make_child () == 0)
    {
      close (there[0]);
      ping_pong (there[1], there[1], 0);
    }
  close (there[1]);
  ping_pong (there[0], there[0], 1);
}

static pthread_cond_t has_work = PTHREAD_COND_INITIALIZER;
static int queue[256];
static unsigned n_put, n_taken;

static void *
serve (void *data)
{
  for (;;)
    {
      char byte;
      int fd;

      pthread_mutex_lock (&own.locks[0]);
      while (n_put == n_taken)
        pthread_cond_wait (&has_work, &own.locks[0]);
      fd = queue[n_taken++ % 256];
      pthread_mutex_unlock (&own.locks[0]);
      if (read (fd, &byte, 1) == 1 && write (fd, &byte, 1) != 1)
        return data;
    }
}

/* A server with workers, and as many clients. */
static void
run_server (void)
{
  int poll_fd = epoll_create1 (0);
  pthread_t thread;

  for (int i = 0; i < N_WORKERS; i++)
    {
      struct epoll_event event = { .events = EPOLLIN | EPOLLET };
      int pair[2];

      if (socketpair (AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        fail ("socketpair");
      if (i % 4 == 0 && make_child () == 0)
        {
          close (pair[0]);
          ping_pong (pair[1], pair[1], 1);
          _exit (0);
        }
      if (i % 4 != 0)
        continue;
      close (pair[1]);
      event.data.fd = pair[0];
      epoll_ctl (poll_fd, EPOLL_CTL_ADD, pair[0], &event);
    }
  for (int i = 0; i < N_WORKERS; i++)
    pthread_create (&thread, NULL, serve, NULL);
  for (;;)
    {
      struct epoll_event events[8];
      int n = epoll_wait (poll_fd, events, 8, -1);

      pthread_mutex_lock (&own.locks[0]);
      for (int i = 0; i < n; i++)
        queue[n_put++ % 256] = events[i].data.fd;
      pthread_cond_broadcast (&has_work);
      pthread_mutex_unlock (&own.locks[0]);
    }
}

static void *
sleep_in_call (void *data)
{
  int fds[2];
  char byte;

  if (socketpair (AF_UNIX, SOCK_STREAM, 0, fds) != 0)
    fail ("socketpair");
  if ((long) data == 0)
    {
      struct epoll_event event;

      epoll_wait (epoll_create1 (0), &event, 1, -1);
    }
  else if ((long) data == 1)
    {
      sigset_t set;

      sigemptyset (&set);
      sigaddset (&set, SIGUSR1);
      sigprocmask (SIG_BLOCK, &set, NULL);
      sigwaitinfo (&set, NULL);
    }
  else
    {
      struct timeval limit = { .tv_sec = 500 };

      setsockopt (fds[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
      recv (fds[0], &byte, 1, 0);
    }

  /* Only a tracer gets anybody here. */
  _exit (3);
}

static void
run_sleepers (void)
{
  pthread_t thread;

  for (long i = 0; i < 3; i++)
    pthread_create (&thread, NULL, sleep_in_call, (void *) i);
  if (write (STDOUT_FILENO, "ready", 5) != 5)
    fail ("write");
  pthread_join (thread, NULL);
}

int
main (int    argc,
      char **argv)
{
  const char *kind = argc == 2 ? argv[1] : "";

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  alarm (3600);
  if (strcmp (kind, "in-order") == 0)
    run_threads (in_order, 0);
  else if (strcmp (kind, "back-off") == 0)
    run_threads (back_off, 1);
  else if (strcmp (kind, "timed") == 0)
    run_threads (timed, 1);
  else if (strcmp (kind, "processes") == 0)
    run_processes ();
  else if (strcmp (kind, "sleepers") == 0)
    run_sleepers ();
  else if (strcmp (kind, "server") == 0)
    run_server ();
  else if (strcmp (kind, "pipes") == 0 || strcmp (kind, "sockets") == 0 || strcmp (kind, "tcp") == 0)
    {
      for (int i = 1; i < N_PAIRS; i++)
        if (make_child () == 0)
          play (kind);
      play (kind);
    }

  return 1;
}
