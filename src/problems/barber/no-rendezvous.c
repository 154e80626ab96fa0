/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A barber sleeps while nobody is there; customers wait on chairs, and one who
 * finds none leaves again. WRONG: the barber calls the next customer without
 * waiting until the last one has left the chair, and one sits down on the
 * other. */

#include <semaphore.h>

#include "problem.h"

static sem_t mutex, customer, barber, done;
static int chairs, customers, visits, cut_ms, n_waiting, n_turned;

static void
cut_hair (int self)
{
  (void) self;

  for (int i = 0; i < customers * visits; i++)
    {
      problem_does ("sleeps");
      sem_wait (&customer);
      sem_post (&barber);
      problem_does ("cuts");
      problem_sleep (cut_ms);
      sem_post (&done);            /* and calls the next one */
    }
}

/* Comes in, and leaves again where there is no chair. */
static int
visit (void)
{
  sem_wait (&mutex);
  if (n_waiting == chairs)
    {
      problem_show ("turned", ++n_turned);
      sem_post (&mutex);
      return 0;
    }
  n_waiting++;
  problem_does ("waits");

  sem_post (&mutex);
  sem_post (&customer);
  sem_wait (&barber);

  sem_wait (&mutex);
  n_waiting--;
  problem_does ("sits");
  sem_post (&mutex);
  sem_wait (&done);
  problem_sleep (cut_ms);          /* takes some time to get up */
  problem_does ("away");

  return 1;
}

static void
need_haircuts (int self)
{
  (void) self;

  for (int i = 0; i < visits;)
    {
      problem_does ("away");
      problem_delay ();
      if (visit ())
        i++;
      else
        problem_sleep (1);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  chairs = problem_parameter ("chairs", 3);
  customers = problem_parameter ("customers", 5);
  visits = problem_parameter ("visits", 3);
  cut_ms = problem_parameter ("cut_ms", 300);
  sem_init (&mutex, 0, 1);
  sem_init (&customer, 0, 0);
  sem_init (&barber, 0, 0);
  sem_init (&done, 0, 0);

  problem_start ("B", 1, cut_hair);
  problem_start ("C", customers, need_haircuts);
  problem_wait ();
  return problem_close ();
}
