/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Philosophers sit round a table, a fork between two, and each needs both to
 * eat. A footman lets one fewer sit down than there are chairs; then at least
 * one of them has a free fork on both sides. */

#include <pthread.h>
#include <semaphore.h>

#include "problem.h"

static pthread_mutex_t forks[16];
static sem_t footman;
static int philosophers, meals, reach_ms, eat_ms;

static void
philosopher (int self)
{
  int left = self, right = (self + 1) % philosophers;

  for (int i = 0; meals == 0 || i < meals; i++)
    {
      problem_does ("thinks");
      problem_delay ();
      problem_does ("hungry");
      sem_wait (&footman);
      pthread_mutex_lock (&forks[left]);
      problem_sleep (reach_ms);
      pthread_mutex_lock (&forks[right]);
      problem_does ("eats");
      problem_sleep (eat_ms);
      problem_does ("thinks");
      pthread_mutex_unlock (&forks[left]);
      pthread_mutex_unlock (&forks[right]);
      sem_post (&footman);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  philosophers = problem_parameter ("philosophers", 5);
  meals = problem_parameter ("meals", 5);
  reach_ms = problem_parameter ("reach_ms", 100);
  eat_ms = problem_parameter ("eat_ms", 300);
  for (int i = 0; i < philosophers; i++)
    pthread_mutex_init (&forks[i], NULL);
  sem_init (&footman, 0, philosophers - 1);

  problem_start ("Ph", philosophers, philosopher);
  problem_wait ();
  return problem_close ();
}
