/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Many may read at the same time, a writer must be alone (Courtois, Heymans
 * and Parnas, 1971, second problem). The first writer shuts the door for
 * readers, the last one opens it. As long as there is always a writer who
 * wants in, no reader ever comes in: readers starve. */

#include <semaphore.h>

#include "problem.h"

static sem_t door, mutex, mutex2, room;
static int n_readers, n_writers;
static int rounds, read_ms, write_ms;

static void
reader (int self)
{
  (void) self;

  for (int i = 0; rounds == 0 || i < rounds; i++)
    {
      problem_delay ();
      problem_does ("wants");
      sem_wait (&door);
      sem_wait (&mutex);
      if (++n_readers == 1)
        sem_wait (&room);
      sem_post (&mutex);
      sem_post (&door);
      problem_does ("reads");
      problem_sleep (read_ms);
      problem_does ("rests");
      sem_wait (&mutex);
      if (--n_readers == 0)
        sem_post (&room);
      sem_post (&mutex);
    }
}

static void
writer (int self)
{
  (void) self;

  for (int i = 0; rounds == 0 || i < rounds; i++)
    {
      problem_delay ();
      problem_does ("wants");
      sem_wait (&mutex2);
      if (++n_writers == 1)
        sem_wait (&door);
      sem_post (&mutex2);
      sem_wait (&room);
      problem_does ("writes");
      problem_sleep (write_ms);
      problem_does ("rests");
      sem_post (&room);
      sem_wait (&mutex2);
      if (--n_writers == 0)
        sem_post (&door);
      sem_post (&mutex2);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  rounds = problem_parameter ("rounds", 5);
  read_ms = problem_parameter ("read_ms", 300);
  write_ms = problem_parameter ("write_ms", 300);
  sem_init (&door, 0, 1);
  sem_init (&mutex, 0, 1);
  sem_init (&mutex2, 0, 1);
  sem_init (&room, 0, 1);

  problem_start ("R", problem_parameter ("readers", 3), reader);
  problem_start ("W", problem_parameter ("writers", 2), writer);
  problem_wait ();
  return problem_close ();
}
