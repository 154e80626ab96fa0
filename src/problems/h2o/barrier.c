/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Atoms come one by one, and two of hydrogen and one of oxygen make a
 * molecule. The three that were called meet at a barrier when they have
 * bonded; only then may the next molecule begin. */

#include <pthread.h>
#include <semaphore.h>

#include "problem.h"

static sem_t mutex, h_queue, o_queue;
static pthread_barrier_t bonded;
static int bonds, n_hydrogen, n_oxygen;

/* With the mutex in the hand: lets a molecule begin, or the next atom come. */
static void
try_to_begin (void)
{
  if (n_hydrogen < 2 || n_oxygen < 1)
    {
      sem_post (&mutex);
      return;
    }

  n_hydrogen -= 2;
  n_oxygen -= 1;
  sem_post (&h_queue);
  sem_post (&h_queue);
  sem_post (&o_queue);   /* the oxygen atom gives the mutex back */
}

static void
hydrogen (int self)
{
  (void) self;

  for (;;)
    {
      sem_wait (&mutex);
      n_hydrogen++;
      try_to_begin ();
      sem_wait (&h_queue);
      problem_does ("hydrogen");
      problem_delay ();
      problem_does ("free");
      pthread_barrier_wait (&bonded);
    }
}

static void
oxygen (int self)
{
  (void) self;

  for (int i = 0; i < bonds; i++)
    {
      sem_wait (&mutex);
      n_oxygen++;
      try_to_begin ();
      sem_wait (&o_queue);
      problem_does ("oxygen");
      problem_does ("free");
      pthread_barrier_wait (&bonded);
      sem_post (&mutex);
    }
}

int
main (int argc, char *argv[])
{
  int molecules;

  problem_open (argc, argv);
  molecules = problem_parameter ("molecules", 2);
  bonds = problem_parameter ("bonds", 5);
  sem_init (&mutex, 0, 1);
  sem_init (&h_queue, 0, 0);
  sem_init (&o_queue, 0, 0);
  pthread_barrier_init (&bonded, NULL, 3);

  problem_start_service ("H", 2 * molecules, hydrogen);
  problem_start ("O", molecules, oxygen);
  problem_wait ();
  return problem_close ();
}
