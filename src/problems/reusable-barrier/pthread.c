/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* All meet at the end of every lap: a barrier of the library can be used again
 * and again. */

#include <pthread.h>

#include "problem.h"

static pthread_barrier_t barrier;
static int threads, laps, slow_ms;

static void
runner (int self)
{
  for (int lap = 1; lap <= laps; lap++)
    {
      problem_delay ();
      problem_show ("lap", lap);

      pthread_barrier_wait (&barrier);
      if (self == 0)
        problem_sleep (slow_ms);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  threads = problem_parameter ("threads", 3);
  laps = problem_parameter ("laps", 5);
  slow_ms = problem_parameter ("slow_ms", 0);
  pthread_barrier_init (&barrier, NULL, (unsigned) threads);

  problem_start ("R", threads, runner);
  problem_wait ();
  return problem_close ();
}
