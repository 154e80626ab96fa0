/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* One at a time, through a semaphore. WRONG if everybody is to have a turn: a
 * semaphore promises nothing about whom it lets in. Who has just left takes it
 * again before those who sleep on it have woken up. */

#include <semaphore.h>

#include "problem.h"

static sem_t sem;
static int visits, stay_ms;

static void
visitor (int self)
{
  (void) self;

  for (int i = 0; visits == 0 || i < visits; i++)
    {
      problem_does ("wants");
      sem_wait (&sem);
      problem_does ("inside");
      problem_sleep (stay_ms);
      problem_does ("outside");
      sem_post (&sem);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  visits = problem_parameter ("visits", 10);
  stay_ms = problem_parameter ("stay_ms", 50);
  sem_init (&sem, 0, 1);

  problem_start ("V", problem_parameter ("visitors", 3), visitor);
  problem_wait ();
  return problem_close ();
}
