/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A tribe eats from one pot. Who finds it empty wakes the cook and waits until
 * it is full again (Andrews, 1991). WRONG: they look into the pot before they
 * take the mutex. Two see the last serving, and both take it. */

#include <pthread.h>
#include <semaphore.h>

#include "problem.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t empty, full;
static int meals, pot, eat_ms;
static volatile int servings;

static void
cook (int self)
{
  (void) self;

  for (;;)
    {
      problem_does ("sleeps");
      sem_wait (&empty);
      problem_does ("cooks");
      problem_sleep (eat_ms);
      sem_post (&full);
    }
}

static void
savage (int self)
{
  (void) self;

  for (int i = 0; i < meals; i++)
    {
      problem_does ("rests");
      problem_delay ();
      problem_does ("hungry");
      if (servings == 0)               /* the mutex is not mine yet */
        {
          sem_post (&empty);
          sem_wait (&full);
          servings = pot;
        }
      problem_sleep (1);
      pthread_mutex_lock (&mutex);
      servings = servings - 1;
      problem_show ("servings", servings);
      pthread_mutex_unlock (&mutex);
      problem_does ("eats");
      problem_sleep (eat_ms);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  meals = problem_parameter ("meals", 5);
  pot = problem_parameter ("pot", 3);
  eat_ms = problem_parameter ("eat_ms", 200);
  sem_init (&empty, 0, 0);
  sem_init (&full, 0, 0);

  problem_start_service ("Cook", 1, cook);
  problem_start ("S", problem_parameter ("savages", 4), savage);
  problem_wait ();
  return problem_close ();
}
