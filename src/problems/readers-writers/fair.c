/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Many may read at the same time, a writer must be alone. All pass a
 * turnstile; a writer that waits for the room stays in it, so that no reader
 * who comes later slips in before. */

#include <semaphore.h>

#include "problem.h"

static sem_t turn, mutex, room;
static int n_readers;
static int rounds, read_ms, write_ms;

static void
reader (int self)
{
  (void) self;

  for (int i = 0; rounds == 0 || i < rounds; i++)
    {
      problem_delay ();
      problem_does ("wants");
      sem_wait (&turn);
      sem_post (&turn);
      sem_wait (&mutex);
      if (++n_readers == 1)
        sem_wait (&room);
      sem_post (&mutex);
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
      sem_wait (&turn);
      sem_wait (&room);
      problem_does ("writes");
      problem_sleep (write_ms);
      problem_does ("rests");
      sem_post (&turn);
      sem_post (&room);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  rounds = problem_parameter ("rounds", 5);
  read_ms = problem_parameter ("read_ms", 300);
  write_ms = problem_parameter ("write_ms", 300);
  sem_init (&turn, 0, 1);
  sem_init (&mutex, 0, 1);
  sem_init (&room, 0, 1);

  problem_start ("R", problem_parameter ("readers", 3), reader);
  problem_start ("W", problem_parameter ("writers", 2), writer);
  problem_wait ();
  return problem_close ();
}
