/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Everybody adds to one number, one at a time: between lock and unlock nobody
 * else reads or writes it, so no addition is lost. */

#include <pthread.h>

#include "problem.h"

static struct shared {
  pthread_mutex_t mutex;
  volatile long counter;   /* volatile for problem_watch () alone */
} *shared;

static int workers, increments, rounds;

static void
worker (int self)
{
  (void) self;

  for (int i = 0; i < increments; i++)
    {
      pthread_mutex_lock (&shared->mutex);
      long seen = shared->counter;

      problem_delay ();   /* nobody can come in between */

      shared->counter = seen + 1;
      pthread_mutex_unlock (&shared->mutex);
    }
}

int
main (int argc, char *argv[])
{
  pthread_mutexattr_t between_processes;
  long expected;

  problem_open (argc, argv);
  workers = problem_parameter ("workers", 2);
  increments = problem_parameter ("increments", 10000);
  rounds = problem_parameter ("rounds", 10);
  expected = (long) workers * increments;

  shared = problem_share (sizeof *shared);
  pthread_mutexattr_init (&between_processes);
  pthread_mutexattr_setpshared (&between_processes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init (&shared->mutex, &between_processes);
  problem_watch (&shared->counter);

  for (int i = 0; i < rounds && problem_round (expected); i++)
    {
      shared->counter = 0;
      problem_start ("W", workers, worker);
      problem_wait ();
      problem_sum (expected, shared->counter);
    }

  return problem_close ();
}
