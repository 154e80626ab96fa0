/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* All meet at the end of every lap. WRONG: with one turnstile a fast runner
 * comes round again while it is still open, and runs laps ahead of a slow one. */

#include <semaphore.h>

#include "problem.h"

static sem_t mutex, turn;
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
        sem_post (&turn);
      sem_post (&mutex);
      sem_wait (&turn);
      sem_post (&turn);

      if (self == 0)
        problem_sleep (slow_ms);   /* the turnstile is open until I count myself out */

      sem_wait (&mutex);
      if (--n_arrived == 0)
        sem_wait (&turn);
      sem_post (&mutex);
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

  problem_start ("R", threads, runner);
  problem_wait ();
  return problem_close ();
}
