/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A bridge has one lane: many may cross in one direction at the same time,
 * none in the other. All pass a turnstile. The first in a direction waits for
 * the bridge in it, and so holds up those who would follow the others. */

#include <semaphore.h>

#include "problem.h"

static sem_t turn, bridge, east_mtx, west_mtx;
static int n_east, n_west, crossings, cross_ms;

static void
enter (sem_t *mutex, int *n)
{
  sem_wait (&turn);
  sem_wait (mutex);
  if (++*n == 1)
    sem_wait (&bridge);
  sem_post (mutex);
  sem_post (&turn);
}

static void
leave (sem_t *mutex, int *n)
{
  sem_wait (mutex);
  if (--*n == 0)
    sem_post (&bridge);
  sem_post (mutex);
}

static void
go_east (int self)
{
  (void) self;

  for (int i = 0; crossings == 0 || i < crossings; i++)
    {
      problem_delay ();
      problem_does ("wants");
      enter (&east_mtx, &n_east);
      problem_does ("east");
      problem_sleep (cross_ms);
      problem_does ("away");
      leave (&east_mtx, &n_east);
    }
}

static void
go_west (int self)
{
  (void) self;

  for (int i = 0; crossings == 0 || i < crossings; i++)
    {
      problem_delay ();
      problem_does ("wants");
      enter (&west_mtx, &n_west);
      problem_does ("west");
      problem_sleep (cross_ms);
      problem_does ("away");
      leave (&west_mtx, &n_west);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  crossings = problem_parameter ("crossings", 5);
  cross_ms = problem_parameter ("cross_ms", 300);
  sem_init (&turn, 0, 1);
  sem_init (&bridge, 0, 1);
  sem_init (&east_mtx, 0, 1);
  sem_init (&west_mtx, 0, 1);

  problem_start ("E", problem_parameter ("eastward", 3), go_east);
  problem_start ("W", problem_parameter ("westward", 2), go_west);
  problem_wait ();
  return problem_close ();
}
