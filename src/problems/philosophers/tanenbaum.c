/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Philosophers sit round a table, a fork between two, and each needs both to
 * eat. Nobody takes a fork: who is hungry waits at its own semaphore until
 * neither neighbour eats, and who has eaten looks whether a neighbour can eat
 * now. */

#include <semaphore.h>

#include "problem.h"

static enum { THINKING, HUNGRY, EATING } state[16];
static sem_t mutex, seat[16];
static int philosophers;

static void
test (int i)
{
  int left = (i + philosophers - 1) % philosophers, right = (i + 1) % philosophers;

  if (state[i] == HUNGRY && state[left] != EATING && state[right] != EATING)
    {
      state[i] = EATING;
      sem_post (&seat[i]);
    }
}

static int meals, eat_ms;

static void
philosopher (int self)
{
  int left = (self + philosophers - 1) % philosophers, right = (self + 1) % philosophers;

  for (int i = 0; meals == 0 || i < meals; i++)
    {
      problem_does ("thinks");
      problem_delay ();
      problem_does ("hungry");
      sem_wait (&mutex);
      state[self] = HUNGRY;
      test (self);
      sem_post (&mutex);
      sem_wait (&seat[self]);
      problem_does ("eats");
      problem_sleep (eat_ms);
      problem_does ("thinks");
      sem_wait (&mutex);
      state[self] = THINKING;
      test (left);
      test (right);
      sem_post (&mutex);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  philosophers = problem_parameter ("philosophers", 5);
  meals = problem_parameter ("meals", 5);
  eat_ms = problem_parameter ("eat_ms", 300);
  sem_init (&mutex, 0, 1);
  for (int i = 0; i < philosophers; i++)
    sem_init (&seat[i], 0, 0);

  problem_start ("Ph", philosophers, philosopher);
  problem_wait ();
  return problem_close ();
}
