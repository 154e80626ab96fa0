/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Everybody adds to one number with an atomic addition: the processor reads,
 * computes and writes in one step that nobody can come in between of, and
 * nobody waits for a lock. */

#include "problem.h"

static struct shared {
  volatile long counter;   /* volatile for problem_watch () alone */
} *shared;

static int workers, increments, rounds;

static void
worker (int self)
{
  (void) self;

  for (int i = 0; i < increments; i++)
    {
      problem_delay ();
      __atomic_fetch_add (&shared->counter, 1, __ATOMIC_SEQ_CST);
    }
}

int
main (int argc, char *argv[])
{
  long expected;

  problem_open (argc, argv);
  workers = problem_parameter ("workers", 2);
  increments = problem_parameter ("increments", 10000);
  rounds = problem_parameter ("rounds", 10);
  expected = (long) workers * increments;

  shared = problem_share (sizeof *shared);
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
