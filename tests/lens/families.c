/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Does everything that the lens looks at, and prints what came of it: results,
 * errno, who held what when it was cancelled. With and without the lens it prints
 * the same. */

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "families.h"

static const struct timespec never = { 1, -1 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void *
with_busy_mutex (void *data)
{
  struct timespec real = in_ms (CLOCK_REALTIME, 5), monotonic = in_ms (CLOCK_MONOTONIC, 5);

  TELL (pthread_mutex_trylock (&mutex));
  TELL (pthread_mutex_timedlock (&mutex, &real));
  TELL (pthread_mutex_timedlock (&mutex, &never));
  TELL (pthread_mutex_clocklock (&mutex, CLOCK_MONOTONIC, &monotonic));
  TELL (pthread_mutex_clocklock (&mutex, CLOCK_PROCESS_CPUTIME_ID, &monotonic));

  return NULL;
}

static void
in_thread (void *(*function) (void *), void *data)
{
  pthread_t thread;

  pthread_create (&thread, NULL, function, data);
  TELL (pthread_join (thread, NULL));
}

static void *
die_with_it (void *data)
{
  TELL (pthread_mutex_lock (data));

  return NULL;
}

static void
do_mutexes (void)
{
  static const int types[] = { PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ERRORCHECK };
  struct timespec soon = in_ms (CLOCK_REALTIME, 5);
  pthread_mutexattr_t attributes;
  pthread_mutex_t own;

  TELL (pthread_mutex_lock (&mutex));
  in_thread (with_busy_mutex, NULL);
  TELL (pthread_mutex_unlock (&mutex));
  TELL (pthread_mutex_timedlock (&mutex, &never));
  TELL (pthread_mutex_unlock (&mutex));
  TELL (pthread_mutex_clocklock (&mutex, CLOCK_PROCESS_CPUTIME_ID, &soon));

  for (unsigned i = 0; i < 3; i++)
    {
      pthread_mutexattr_init (&attributes);
      pthread_mutexattr_settype (&attributes, types[i]);
      TELL (pthread_mutex_init (&own, &attributes));
      TELL (pthread_mutex_lock (&own));
      if (types[i] != PTHREAD_MUTEX_NORMAL)
        TELL (pthread_mutex_lock (&own));
      TELL (pthread_mutex_trylock (&own));
      while (pthread_mutex_unlock (&own) == 0 && types[i] == PTHREAD_MUTEX_RECURSIVE)
        ;
      TELL (pthread_mutex_destroy (&own));
    }

  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setrobust (&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init (&own, &attributes);
  in_thread (die_with_it, &own);
  TELL (pthread_mutex_lock (&own));
  TELL (pthread_mutex_unlock (&own));
  TELL (pthread_mutex_lock (&own));
}

static void *
signal_later (void *data)
{
  pthread_mutex_lock (&mutex);
  TELL (pthread_cond_broadcast (data));
  pthread_mutex_unlock (&mutex);

  return NULL;
}

static void
do_conditions (void)
{
  struct timespec real = in_ms (CLOCK_REALTIME, 5), monotonic = in_ms (CLOCK_MONOTONIC, 5);
  pthread_mutexattr_t attributes;
  pthread_mutex_t strict;
  pthread_cond_t cond;
  pthread_t thread;

  TELL (pthread_cond_init (&cond, NULL));
  TELL (pthread_cond_signal (&cond));
  pthread_mutex_lock (&mutex);
  TELL (pthread_cond_timedwait (&cond, &mutex, &real));
  TELL (pthread_cond_timedwait (&cond, &mutex, &never));
  TELL (pthread_cond_clockwait (&cond, &mutex, CLOCK_MONOTONIC, &monotonic));
  pthread_create (&thread, NULL, signal_later, &cond);
  TELL (pthread_cond_wait (&cond, &mutex));
  pthread_mutex_unlock (&mutex);
  pthread_join (thread, NULL);

  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_settype (&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init (&strict, &attributes);
  TELL (pthread_cond_wait (&cond, &strict));
  TELL (pthread_cond_destroy (&cond));
}

static void *
with_busy_rwlock (void *lock)
{
  struct timespec soon = in_ms (CLOCK_REALTIME, 5);

  TELL (pthread_rwlock_tryrdlock (lock));
  TELL (pthread_rwlock_trywrlock (lock));
  TELL (pthread_rwlock_timedrdlock (lock, &soon));
  TELL (pthread_rwlock_timedwrlock (lock, &soon));
  TELL (pthread_rwlock_timedwrlock (lock, &never));

  return NULL;
}

static void
do_rwlocks (void)
{
  struct timespec soon = in_ms (CLOCK_MONOTONIC, 5);
  pthread_rwlock_t lock;

  TELL (pthread_rwlock_init (&lock, NULL));
  TELL (pthread_rwlock_timedrdlock (&lock, &never));
  TELL (pthread_rwlock_clockrdlock (&lock, CLOCK_PROCESS_CPUTIME_ID, &soon));
  TELL (pthread_rwlock_wrlock (&lock));
  TELL (pthread_rwlock_wrlock (&lock));
  TELL (pthread_rwlock_rdlock (&lock));
  in_thread (with_busy_rwlock, &lock);
  TELL (pthread_rwlock_unlock (&lock));
  TELL (pthread_rwlock_rdlock (&lock));
  TELL (pthread_rwlock_rdlock (&lock));
  TELL (pthread_rwlock_clockwrlock (&lock, CLOCK_MONOTONIC, &soon));
  TELL (pthread_rwlock_unlock (&lock));
  TELL (pthread_rwlock_unlock (&lock));
  TELL (pthread_rwlock_destroy (&lock));
}

static void *
pass (void *barrier)
{
  return (void *) (long) pthread_barrier_wait (barrier);
}

static void
do_barriers (void)
{
  pthread_barrier_t barrier;
  pthread_spinlock_t spin;
  pthread_t threads[3];
  void *value;
  int n_serial = 0;

  TELL (pthread_barrier_init (&barrier, NULL, 0));
  TELL (pthread_barrier_init (&barrier, NULL, 3));
  for (int i = 0; i < 3; i++)
    pthread_create (&threads[i], NULL, pass, &barrier);
  for (int i = 0; i < 3; i++)
    {
      pthread_join (threads[i], &value);
      n_serial += (long) value == PTHREAD_BARRIER_SERIAL_THREAD;
    }
  printf ("%d thread was told to be the one\n", n_serial);
  TELL (pthread_barrier_destroy (&barrier));

  TELL (pthread_spin_init (&spin, PTHREAD_PROCESS_PRIVATE));
  TELL (pthread_spin_lock (&spin));
  TELL (pthread_spin_trylock (&spin));
  TELL (pthread_spin_unlock (&spin));
  TELL (pthread_spin_destroy (&spin));
}

static void
on_alarm (int signum)
{
}

static void
do_semaphores (void)
{
  struct timespec soon = in_ms (CLOCK_REALTIME, 5);
  struct sigaction action = { .sa_handler = on_alarm };
  char name[64];
  sem_t sem, *named;

  TELL (sem_init (&sem, 0, 1));
  TELL (sem_wait (&sem));
  TELL (sem_trywait (&sem));
  TELL (sem_timedwait (&sem, &soon));
  TELL (sem_timedwait (&sem, &never));
  TELL (sem_clockwait (&sem, CLOCK_PROCESS_CPUTIME_ID, &soon));
  TELL (sem_post (&sem));
  TELL (sem_timedwait (&sem, &never));
  TELL (sem_clockwait (&sem, CLOCK_MONOTONIC, &soon));

  sigaction (SIGALRM, &action, NULL);
  ualarm (5000, 5000);
  while (sem_trywait (&sem) == 0)
    ;
  TELL (sem_wait (&sem));
  ualarm (0, 0);
  TELL (sem_destroy (&sem));

  snprintf (name, sizeof name, "/apm-families-%d", (int) getpid ());
  named = sem_open (name, O_CREAT | O_EXCL, 0600, 2);
  printf ("named: %s\n", named == SEM_FAILED ? "not made" : "made");
  TELL (sem_wait (named));
  TELL (sem_close (named));
  TELL (sem_unlink (name));
  printf ("%s\n", sem_open (name, 0) == SEM_FAILED ? strerror (errno) : "still there");
}

int
main (void)
{
  setvbuf (stdout, NULL, _IOLBF, 0);
  do_mutexes ();
  do_conditions ();
  do_rwlocks ();
  do_barriers ();
  do_semaphores ();
  do_cancellation ();
  do_threads ();
  do_processes ();

  return 5;
}
