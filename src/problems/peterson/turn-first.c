/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* One at a time, without any lock. WRONG: the two lines of Peterson's
 * algorithm in the other order. Who gives the turn away before saying that it
 * wants in is not seen by the other in between. */

#include <sched.h>
#include <stdatomic.h>

#include "problem.h"

static atomic_int wants[2], turn;
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
      turn = other;
      problem_delay ();         /* the other gives the turn back, sees nobody and goes in */
      wants[self] = 1;
      while (wants[other] && turn == other)
        sched_yield ();
      problem_does ("inside");
      problem_sleep (gap_ms);
      problem_does ("outside");
      wants[self] = 0;
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
