/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* All meet at the end of every lap. Two turnstiles: while the first is open
 * the second is shut and the other way round, so nobody can run a lap ahead
 * through a turnstile that is still open. */

#include <semaphore.h>

#include "problem.h"

static sem_t mutex, turn, turn2;
static int threads, laps, slow_ms, n_arrived;

static void
runner (int self)
{
  for (int lap = 1; lap <= laps; lap++)
    {
      problem_delay ();
      problem_show ("lap", lap);

      sem_wait (&mutex);
      if (++n_arrived == threads)
        {
          sem_wait (&turn2);   /* shut the second, */
          sem_post (&turn);    /* open the first */
        }
      sem_post (&mutex);
      sem_wait (&turn);
      sem_post (&turn);

      if (self == 0)
        problem_sleep (slow_ms);

      sem_wait (&mutex);
      if (--n_arrived == 0)
        {
          sem_wait (&turn);
          sem_post (&turn2);
        }
      sem_post (&mutex);
      sem_wait (&turn2);
      sem_post (&turn2);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  threads = problem_parameter ("threads", 3);
  laps = problem_parameter ("laps", 5);
  slow_ms = problem_parameter ("slow_ms", 0);
  sem_init (&mutex, 0, 1);
  sem_init (&turn, 0, 0);
  sem_init (&turn2, 0, 1);

  problem_start ("R", threads, runner);
  problem_wait ();
  return problem_close ();
}
