/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Nobody passes before all have arrived. WRONG: who waits at the turnstile
 * still holds the mutex, so nobody else can arrive. */

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

  sem_wait (&turn);   /* with the mutex in the hand */
  sem_post (&turn);
  sem_post (&mutex);

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
