/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Threads that wait in functions that are known: a line for each, "TID FUNCTION LINE",
 * LINE 0 where none can be told. SIGUSR1 lets the one in go_first() go on. */

#include "place.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#define KEPT __attribute__ ((noinline))

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t telling = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static sem_t never, soon;
static volatile int n_returned;

static void
tell (const char *function,
      int         line)
{
  pthread_mutex_lock (&telling);
  printf ("%d %s %d\n", gettid (), function, line);
  fflush (stdout);
  pthread_mutex_unlock (&telling);
}

KEPT static void
transfer (void)
{
  tell (__func__, __LINE__ + 1);
  pthread_mutex_lock (&mutex);
  n_returned++;
}

KEPT static void
await_news (void)
{
  pthread_mutex_lock (&other);
  tell (__func__, __LINE__ + 1);
  pthread_cond_wait (&condition, &other);
  n_returned++;
}

KEPT static void
go_first (void)
{
  tell (__func__, __LINE__ + 1);
  while (sem_wait (&soon) != 0)
    n_returned++;
}

KEPT static void
go_second (void)
{
  while (sem_wait (&never) != 0)
    n_returned++;
}

/* One frame of the stack with whoever calls it. */
__attribute__ ((always_inline)) static inline void
lend (void)
{
  tell (__func__, __LINE__ + 1);
  pthread_mutex_lock (&mutex);
  n_returned++;
}

static void *
run_lend (void *data)
{
  lend ();

  return data;
}

static void *
run_transfer (void *data)
{
  transfer ();
  n_returned++;

  return data;
}

static void *
run_news (void *data)
{
  await_news ();
  n_returned++;

  return data;
}

static void *
run_both (void *data)
{
  go_first ();
  go_second ();
  n_returned++;

  return data;
}

static void *
run_undescribed (void *data)
{
  tell ("wait_undescribed", 0);
  wait_undescribed (&never);
  n_returned++;

  return data;
}

static void
on_signal (int number)
{
  sem_post (&soon);
}

int
main (void)
{
  void *(*const runs[]) (void *) = { run_transfer, run_lend, run_news, run_both, run_undescribed };
  pthread_t thread;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  signal (SIGUSR1, on_signal);
  sem_init (&never, 0, 0);
  sem_init (&soon, 0, 0);
  pthread_mutex_lock (&mutex);
  for (unsigned i = 0; i < sizeof runs / sizeof runs[0]; i++)
    if (pthread_create (&thread, NULL, runs[i], NULL) != 0)
      return 1;
  pthread_join (thread, NULL);

  return 0;
}
