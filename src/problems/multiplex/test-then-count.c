/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* At most so many guests are inside as there are places. WRONG: a guest looks
 * whether there is room, and counts itself in afterwards. While it is on its
 * way in, the next one looks and sees the same room. */

#include <semaphore.h>

#include "problem.h"

static sem_t mutex;
static int places, visits, stay_ms;
static int n_inside;

static void
guest (int self)
{
  (void) self;

  for (int i = 0; i < visits; i++)
    {
      problem_does ("outside");
      problem_delay ();
      problem_does ("wants");
      for (;;)
        {
          sem_wait (&mutex);
          int there_is_room = n_inside < places;
          sem_post (&mutex);
          if (there_is_room)
            break;
          problem_sleep (1);
        }
      problem_sleep (1);         /* whoever looks now sees the same room */
      sem_wait (&mutex);
      n_inside++;
      sem_post (&mutex);
      problem_does ("inside");
      problem_sleep (stay_ms);
      problem_does ("outside");
      sem_wait (&mutex);
      n_inside--;
      sem_post (&mutex);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  places = problem_parameter ("places", 3);
  visits = problem_parameter ("visits", 5);
  stay_ms = problem_parameter ("stay_ms", 200);
  sem_init (&mutex, 0, 1);

  problem_start ("G", problem_parameter ("guests", 6), guest);
  problem_wait ();
  return problem_close ();
}
