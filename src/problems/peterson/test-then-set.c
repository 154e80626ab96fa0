/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* One at a time, without any lock. WRONG: each looks whether the other is
 * inside before it says that it goes in. Both look, both see nobody, both go
 * in. */

#include <sched.h>
#include <stdatomic.h>

#include "problem.h"

static atomic_int inside[2];
static int rounds, gap_ms;

static void
visitor (int self)
{
  int other = 1 - self;

  for (int i = 0; i < rounds; i++)
    {
      problem_does ("outside");
      problem_delay ();
      problem_does ("wants");
      while (inside[other])
        sched_yield ();
      problem_sleep (gap_ms);   /* the other looks now, and sees nobody */
      inside[self] = 1;
      problem_does ("inside");
      problem_sleep (gap_ms);
      problem_does ("outside");
      inside[self] = 0;
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  rounds = problem_parameter ("rounds", 10);
  gap_ms = problem_parameter ("gap_ms", 50);

  problem_start ("V", 2, visitor);
  problem_wait ();
  return problem_close ();
}
