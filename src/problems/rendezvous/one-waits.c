/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Two meet at the end of each lap. WRONG: only A waits for B. If B is the
 * faster one it is laps ahead before A has come once. */

#include <semaphore.h>

#include "problem.h"

static sem_t a_came, b_came;
static int rounds, late_ms;

static void
first (int self)
{
  (void) self;

  for (int lap = 1; lap <= rounds; lap++)
    {
      problem_sleep (late_ms);
      problem_delay ();
      problem_show ("lap", lap);
      sem_post (&a_came);
      sem_wait (&b_came);
    }
}

static void
second (int self)
{
  (void) self;

  for (int lap = 1; lap <= rounds; lap++)
    {
      problem_delay ();
      problem_show ("lap", lap);
      sem_post (&b_came);   /* and goes on */
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  rounds = problem_parameter ("rounds", 5);
  late_ms = problem_parameter ("late_ms", 0);
  sem_init (&a_came, 0, 0);
  sem_init (&b_came, 0, 0);

  problem_start ("A", 1, first);
  problem_start ("B", 1, second);
  problem_wait ();
  return problem_close ();
}
