/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Waits of a C library other than ours, or of 32 bits: a thread each, which prints a
 * line, "TID WORD". What is locked is locked by the main thread. */

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <signal.h>

static pthread_mutex_t normal, checked, inheriting;
static pthread_mutex_t own = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static sem_t semaphore;
static FILE *stream;

static void
tell (const char *word)
{
  char line[64];
  int length = snprintf (line, sizeof line, "%d %s\n", (int) syscall (SYS_gettid), word);

  if (write (STDOUT_FILENO, line, (size_t) length) != length)
    _exit (1);
}

static void *
lock_normal (void *data)
{
  tell ("mutex");
  pthread_mutex_lock (&normal);

  return data;
}

static void *
lock_checked (void *data)
{
  tell ("mutex-checked");
  pthread_mutex_lock (&checked);

  return data;
}

static void *
lock_inheriting (void *data)
{
  tell ("mutex-inherit");
  pthread_mutex_lock (&inheriting);

  return data;
}

static void *
lock_timed (void *data)
{
  struct timespec until;

  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_sec += 3600;
  tell ("mutex-timed");
  pthread_mutex_timedlock (&checked, &until);

  return data;
}

static void *
wait_condition (void *data)
{
  pthread_mutex_lock (&own);
  tell ("condition");
  pthread_cond_wait (&condition, &own);

  return data;
}

static void *
wait_semaphore (void *data)
{
  tell ("semaphore");
  while (sem_wait (&semaphore) != 0 && errno == EINTR)
    ;

  return data;
}

static void *
lock_to_read (void *data)
{
  tell ("rwlock-read");
  pthread_rwlock_rdlock (&rwlock);

  return data;
}

static void *
print (void *data)
{
  tell ("stdio");
  fputc ('x', stream);

  return data;
}

static void *
read_pipe (void *data)
{
  int ends[2];
  char byte;

  if (pipe (ends) != 0)
    _exit (1);
  tell ("pipe");
  if (read (ends[0], &byte, 1) < 0)
    _exit (1);

  return data;
}

static void *
sleep_long (void *data)
{
  tell ("sleep");
  sleep (3600);

  return data;
}

int
main (void)
{
  void *(*const runs[]) (void *) = { lock_normal, lock_checked, lock_inheriting, lock_timed, wait_condition,
                                     wait_semaphore, lock_to_read, print, read_pipe, sleep_long };
  pthread_mutexattr_t attr;
  pthread_t thread;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  pthread_mutexattr_init (&attr);
  pthread_mutex_init (&normal, &attr);
  pthread_mutexattr_settype (&attr, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init (&checked, &attr);
  pthread_mutexattr_setprotocol (&attr, PTHREAD_PRIO_INHERIT);
  pthread_mutex_init (&inheriting, &attr);
  sem_init (&semaphore, 0, 0);
  stream = fopen ("/dev/null", "w");
  if (stream == NULL)
    return 1;
  flockfile (stream);
  pthread_mutex_lock (&normal);
  pthread_mutex_lock (&checked);
  pthread_mutex_lock (&inheriting);
  pthread_rwlock_wrlock (&rwlock);
  for (unsigned i = 0; i < sizeof runs / sizeof runs[0]; i++)
    if (pthread_create (&thread, NULL, runs[i], NULL) != 0)
      return 1;
  tell ("join");
  pthread_join (thread, NULL);

  return 0;
}
