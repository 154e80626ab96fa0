/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* An agent puts two of three ingredients on the table; of three smokers, each
 * with plenty of one, only the one who lacks just these may take them (Patil,
 * 1971). Three pushers watch one ingredient each. The second one who comes
 * knows what lies there, and calls the right smoker (Parnas, 1975). */

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "problem.h"

static sem_t agent, item[3], call[3];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int on_table[3];
static int rounds, smoke_ms;

/* Puts two of three ingredients on the table: tobacco, paper, matches. */
static void
put_on_table (int self)
{
  unsigned seed = (unsigned) self + 1;

  for (int i = 0; i < rounds; i++)
    {
      int missing = rand_r (&seed) % 3;

      problem_does ("puts");
      problem_delay ();
      sem_post (&item[(missing + 1) % 3]);
      sem_post (&item[(missing + 2) % 3]);
      problem_does ("waits");
      sem_wait (&agent);
    }
}

static void
push (int self)
{
  for (;;)
    {
      sem_wait (&item[self]);
      pthread_mutex_lock (&mutex);
      int left = (self + 1) % 3, right = (self + 2) % 3;
      int other = on_table[left] ? left : right;

      if (on_table[other])
        {
          on_table[other] = 0;
          sem_post (&call[3 - self - other]);   /* who has the third */
        }
      else
        on_table[self] = 1;
      pthread_mutex_unlock (&mutex);
    }
}

static void
smoke (int self)
{
  for (;;)
    {
      sem_wait (&call[self]);
      problem_does ("smokes");
      problem_sleep (smoke_ms);
      problem_does ("waits");
      sem_post (&agent);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  rounds = problem_parameter ("rounds", 10);
  smoke_ms = problem_parameter ("smoke_ms", 200);
  sem_init (&agent, 0, 0);
  for (int i = 0; i < 3; i++)
    sem_init (&item[i], 0, 0);
  for (int i = 0; i < 3; i++)
    sem_init (&call[i], 0, 0);

  problem_start ("A", 1, put_on_table);
  problem_start_service ("T", 3, push);
  problem_start_service ("S", 3, smoke);
  problem_wait ();
  return problem_close ();
}
