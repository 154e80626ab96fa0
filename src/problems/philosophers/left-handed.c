/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Philosophers sit round a table, a fork between two, and each needs both to
 * eat. One of them is left-handed and takes the right fork first: that is
 * enough to break the circle. */

#include <pthread.h>

#include "problem.h"

static pthread_mutex_t forks[16];
static int philosophers, meals, reach_ms, eat_ms;

static void
philosopher (int self)
{
  int left = self, right = (self + 1) % philosophers;
  int first = self == 0 ? right : left, second = self == 0 ? left : right;

  for (int i = 0; meals == 0 || i < meals; i++)
    {
      problem_does ("thinks");
      problem_delay ();
      problem_does ("hungry");
      pthread_mutex_lock (&forks[first]);
      problem_sleep (reach_ms);
      pthread_mutex_lock (&forks[second]);
      problem_does ("eats");
      problem_sleep (eat_ms);
      problem_does ("thinks");
      pthread_mutex_unlock (&forks[first]);
      pthread_mutex_unlock (&forks[second]);
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

  problem_start ("Ph", philosophers, philosopher);
  problem_wait ();
  return problem_close ();
}
