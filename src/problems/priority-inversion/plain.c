/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Three tasks share a processor; T1 has the lowest priority, T3 the highest.
 * T1 and T3 use a bus, one at a time (so did the Mars Pathfinder, 1997).
 * WRONG: while T3 waits for T1 to give the bus back, T2, which has nothing to
 * do with it, keeps T1 from running. So the highest priority waits for the
 * middle one. */

#include <pthread.h>

#include "problem.h"

enum { LOW, MIDDLE, HIGH };

/* One processor, shared out in slices: the ready task of the highest priority
 * runs. A model, since a real one takes rights that a student seldom has. */
static pthread_mutex_t cpu = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;
static int priority[3] = { LOW, MIDDLE, HIGH };
static int ready[3], slices, slice_ms;
static int bus_holder = -1;

static int
may_run (int self)
{
  for (int i = 0; i < 3; i++)
    if (ready[i] && priority[i] > priority[self])
      return 0;

  return ready[self];
}

/* Runs for so many slices; gives way to a higher priority after each. */
static void
run (int self, int n)
{
  for (; n > 0; n--)
    {
      while (!may_run (self))
        pthread_cond_wait (&turn, &cpu);
      slices++;
      pthread_mutex_unlock (&cpu);
      problem_sleep (slice_ms);
      pthread_mutex_lock (&cpu);
      pthread_cond_broadcast (&turn);
    }
}

static void
take_bus (int self)
{
  while (bus_holder >= 0)
    {
      ready[self] = 0;
      pthread_cond_broadcast (&turn);
      pthread_cond_wait (&turn, &cpu);
    }
  ready[self] = 1;
  bus_holder = self;
}

static void
give_bus (int self)
{
  bus_holder = -1;
  priority[self] = self;
  pthread_cond_broadcast (&turn);
}

static void
task (int self)
{
  pthread_mutex_lock (&cpu);
  while (self != LOW && slices < 3)       /* the others come when LOW has the bus */
    pthread_cond_wait (&turn, &cpu);
  ready[self] = 1;
  int came = slices;

  if (self == MIDDLE)
    {
      problem_does ("computes");
      run (self, 60);                       /* and never touches the bus */
    }
  else
    {
      problem_does ("wants");
      take_bus (self);
      problem_does ("bus");
      if (self == HIGH)
        problem_show ("waited", slices - came);
      run (self, self == LOW ? 10 : 3);
      give_bus (self);
    }

  ready[self] = 0;
  problem_does ("ended");
  pthread_cond_broadcast (&turn);
  pthread_mutex_unlock (&cpu);
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  slice_ms = problem_parameter ("slice_ms", 50);

  problem_start ("T", 3, task);
  problem_wait ();
  return problem_close ();
}
