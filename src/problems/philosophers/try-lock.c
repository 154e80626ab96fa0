/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Philosophers sit round a table, a fork between two, and each needs both to
 * eat. Who cannot have the second fork puts the first one back and tries again
 * after a while of random length; were it the same for all, they could go on
 * like that for ever. */

#include <pthread.h>
#include <stdlib.h>

#include "problem.h"

static pthread_mutex_t forks[16];
static int philosophers, meals, reach_ms, eat_ms;

static void
philosopher (int self)
{
  int left = self, right = (self + 1) % philosophers;
  unsigned seed = (unsigned) self;

  for (int i = 0; meals == 0 || i < meals; i++)
    {
      problem_does ("thinks");
      problem_delay ();
      problem_does ("hungry");
      for (;;)
        {
          pthread_mutex_lock (&forks[left]);
          problem_sleep (reach_ms);
          if (pthread_mutex_trylock (&forks[right]) == 0)
            break;
          pthread_mutex_unlock (&forks[left]);
          problem_sleep (1 + rand_r (&seed) % (2 * reach_ms + 1));
        }
      problem_does ("eats");
      problem_sleep (eat_ms);
      problem_does ("thinks");
      pthread_mutex_unlock (&forks[left]);
      pthread_mutex_unlock (&forks[right]);
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
