/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Deadlocks within one process, and mutexes that nobody will ever unlock. */

#include "deadlocks.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define MAX 64

pthread_mutex_t locks[MAX];

static pthread_rwlock_t rwlocks[2] = { PTHREAD_RWLOCK_INITIALIZER, PTHREAD_RWLOCK_INITIALIZER };
static pthread_barrier_t barrier;
static int n_threads = 2;
static FILE *streams[2];

void
init_locks (pthread_mutex_t *mutexes,
            int              n,
            int              type,
            int              protocol,
            int              robust,
            int              shared)
{
  pthread_mutexattr_t attr;

  pthread_mutexattr_init (&attr);
  pthread_mutexattr_settype (&attr, type);
  pthread_mutexattr_setprotocol (&attr, protocol);
  pthread_mutexattr_setrobust (&attr, robust);
  pthread_mutexattr_setpshared (&attr, shared);
  for (int i = 0; i < n; i++)
    pthread_mutex_init (&mutexes[i], &attr);
}

/* Takes its own lock, waits until everybody has, and asks for the next one's. */
static void *
philosopher (void *data)
{
  int i = (int) (long) data;

  pthread_mutex_lock (&locks[i]);
  pthread_barrier_wait (&barrier);
  pthread_mutex_lock (&locks[(i + 1) % n_threads]);

  return NULL;
}

static void *
writer (void *data)
{
  int i = (int) (long) data;

  pthread_rwlock_wrlock (&rwlocks[i]);
  pthread_barrier_wait (&barrier);
  if (i == 0)
    pthread_rwlock_wrlock (&rwlocks[1]);
  else
    pthread_rwlock_rdlock (&rwlocks[0]);

  return NULL;
}

static void *
streamer (void *data)
{
  int i = (int) (long) data;

  flockfile (streams[i]);
  pthread_barrier_wait (&barrier);
  flockfile (streams[1 - i]);

  return NULL;
}

static void
run_threads (int    n,
             void *(*func) (void *))
{
  pthread_t threads[MAX];

  n_threads = n;
  pthread_barrier_init (&barrier, NULL, (unsigned) n);
  for (long i = 0; i < n; i++)
    if (pthread_create (&threads[i], NULL, func, (void *) i) != 0)
      fail ("pthread_create");
  for (int i = 0; i < n; i++)
    pthread_join (threads[i], NULL);
}

static void
meet (const char *type)
{
  int n = 2;

  init_locks (locks, MAX, strcmp (type, "recursive") == 0 ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_DEFAULT,
              PTHREAD_PRIO_NONE, strcmp (type, "robust") == 0 ? PTHREAD_MUTEX_ROBUST : PTHREAD_MUTEX_STALLED,
              PTHREAD_PROCESS_PRIVATE);
  if (strcmp (type, "philosophers-5") == 0)
    n = 5;
  else if (strcmp (type, "philosophers-60") == 0)
    n = 60;
  run_threads (n, philosopher);
}

void *
lock_first (void *data)
{
  pthread_mutex_lock (&locks[0]);

  return data;
}

/* With priority inheritance the kernel knows the owners, and would refuse a circle
 * of such locks alone. */
static void
join_with_lock (int protocol)
{
  pthread_t thread;

  init_locks (locks, 1, PTHREAD_MUTEX_DEFAULT, protocol, PTHREAD_MUTEX_STALLED, PTHREAD_PROCESS_PRIVATE);
  pthread_mutex_lock (&locks[0]);
  pthread_create (&thread, NULL, lock_first, NULL);
  pthread_join (thread, NULL);
}

static void
relock (void)
{
  pthread_mutex_lock (&locks[0]);
  pthread_mutex_lock (&locks[0]);
}

static void *
lock_and_end (void *data)
{
  pthread_mutex_lock (&locks[0]);

  return data;
}

static void
orphan (void)
{
  pthread_t thread;

  pthread_create (&thread, NULL, lock_and_end, NULL);
  pthread_join (thread, NULL);
  pthread_mutex_lock (&locks[0]);
}

static void *
lock_and_stay (void *data)
{
  pthread_mutex_lock (&locks[0]);
  pthread_barrier_wait (&barrier);
  pause ();

  return data;
}

static void
fork_copy (void)
{
  pthread_t thread;

  pthread_barrier_init (&barrier, NULL, 2);
  pthread_create (&thread, NULL, lock_and_stay, NULL);
  pthread_barrier_wait (&barrier);
  if (make_child () == 0)
    pthread_mutex_lock (&locks[0]);
  pause ();
}

/* Returns: 0 if this is no deadlock of threads */
int
run_in_threads (const char *kind)
{
  if (strcmp (kind, "join") == 0)
    join_with_lock (PTHREAD_PRIO_NONE);
  else if (strcmp (kind, "pi") == 0)
    join_with_lock (PTHREAD_PRIO_INHERIT);
  else if (strcmp (kind, "relock") == 0)
    relock ();
  else if (strcmp (kind, "rwlock") == 0)
    run_threads (2, writer);
  else if (strcmp (kind, "stdio") == 0)
    {
      streams[0] = fopen ("/dev/null", "w");
      streams[1] = fopen ("/dev/null", "w");
      run_threads (2, streamer);
    }
  else if (strcmp (kind, "orphan") == 0)
    orphan ();
  else if (strcmp (kind, "fork-copy") == 0)
    fork_copy ();
  else if (strcmp (kind, "abba") == 0 || strcmp (kind, "recursive") == 0 || strcmp (kind, "robust") == 0
           || strncmp (kind, "philosophers", 12) == 0)
    meet (kind);
  else
    return 0;

  return 1;
}
