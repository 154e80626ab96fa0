/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* At most so many guests are inside as there are places. A semaphore that
 * begins at the number of places is a bowl of tokens: who takes one may go in,
 * and puts it back when leaving. */

#include <semaphore.h>

#include "problem.h"

static sem_t place;
static int places, visits, stay_ms;

static void
guest (int self)
{
  (void) self;

  for (int i = 0; i < visits; i++)
    {
      problem_does ("outside");
      problem_delay ();
      problem_does ("wants");
      sem_wait (&place);
      problem_does ("inside");
      problem_sleep (stay_ms);
      problem_does ("outside");
      sem_post (&place);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  places = problem_parameter ("places", 3);
  visits = problem_parameter ("visits", 5);
  stay_ms = problem_parameter ("stay_ms", 200);
  sem_init (&place, 0, places);

  problem_start ("G", problem_parameter ("guests", 6), guest);
  problem_wait ();
  return problem_close ();
}
