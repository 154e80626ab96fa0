/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Everybody adds to one number, without a lock. To add is to read, to compute
 * and to write: two that read the same number both write the same sum, and one
 * addition is lost. Round after round, until that is seen. */

#include "problem.h"

static struct shared {
  volatile long counter;   /* volatile: each read and each write really happens */
} *shared;

static int workers, increments;

static void
worker (int self)
{
  (void) self;

  for (int i = 0; i < increments; i++)
    {
      long seen = shared->counter;

      problem_delay ();   /* whoever comes in between is overwritten */

      shared->counter = seen + 1;
    }
}

int
main (int argc, char *argv[])
{
  long expected;

  problem_open (argc, argv);
  workers = problem_parameter ("workers", 2);
  increments = problem_parameter ("increments", 10000);
  expected = (long) workers * increments;

  shared = problem_share (sizeof *shared);
  problem_watch (&shared->counter);

  while (problem_round (expected))
    {
      shared->counter = 0;
      problem_start ("W", workers, worker);
      problem_wait ();
      problem_sum (expected, shared->counter);
    }

  return problem_close ();
}
