/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Nobody passes before all have arrived. WRONG: the last one opens the way
 * once, one of those who wait goes through, and the others wait for ever. */

#include <semaphore.h>

#include "problem.h"

static sem_t mutex, turn;
static int threads, n_arrived;

static void
runner (int self)
{
  (void) self;
  problem_delay ();
  problem_does ("arrives");

  sem_wait (&mutex);
  n_arrived++;
  if (n_arrived == threads)
    sem_post (&turn);
  sem_post (&mutex);

  sem_wait (&turn);   /* and nobody holds the door for the next */

  problem_does ("passes");
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  threads = problem_parameter ("threads", 4);
  sem_init (&mutex, 0, 1);
  sem_init (&turn, 0, 0);

  problem_start ("R", threads, runner);
  problem_wait ();
  return problem_close ();
}
