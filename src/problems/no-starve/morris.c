/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* One at a time, and everybody has a turn (Morris, 1979). There are two rooms
 * before the critical section. While the second is emptied, one visitor after
 * the other, nobody comes in from the first, so who has left queues behind all
 * who were there. */

#include <semaphore.h>

#include "problem.h"

static sem_t mutex, door1, door2;
static int visits, stay_ms, room1, room2;

static void
visitor (int self)
{
  (void) self;

  for (int i = 0; visits == 0 || i < visits; i++)
    {
      problem_does ("wants");
      sem_wait (&mutex);
      room1++;
      sem_post (&mutex);

      sem_wait (&door1);
      room2++;
      sem_wait (&mutex);
      int last = --room1 == 0;
      sem_post (&mutex);
      if (last)
        sem_post (&door2);
      else
        sem_post (&door1);

      sem_wait (&door2);
      room2--;
      problem_does ("inside");
      problem_sleep (stay_ms);
      problem_does ("outside");
      if (room2 == 0)
        sem_post (&door1);
      else
        sem_post (&door2);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  visits = problem_parameter ("visits", 10);
  stay_ms = problem_parameter ("stay_ms", 50);
  sem_init (&mutex, 0, 1);
  sem_init (&door1, 0, 1);
  sem_init (&door2, 0, 0);

  problem_start ("V", problem_parameter ("visitors", 3), visitor);
  problem_wait ();
  return problem_close ();
}
