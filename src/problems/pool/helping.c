/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A pool of workers takes tasks out of a queue. Each task needs another one
 * done, which it puts into the same queue. Who waits for a task takes others
 * out of the queue meanwhile. */

#include <pthread.h>
#include <semaphore.h>

#include "problem.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t work, finished, half[64];
static int queue[256], head, tail;     /* task n, or its half: -n */
static int tasks, work_ms;

static void
push (int task)
{
  pthread_mutex_lock (&mutex);
  queue[tail++] = task;
  pthread_mutex_unlock (&mutex);
  sem_post (&work);
}

static int
pop (void)
{
  pthread_mutex_lock (&mutex);
  int task = queue[head++];
  pthread_mutex_unlock (&mutex);
  return task;
}

/* A task is done in two halves, one of them by whoever has time. */
static void
run (int task)
{
  if (task < 0)
    {
      problem_does ("half");
      problem_sleep (work_ms);
      sem_post (&half[-task - 1]);
      return;
    }

  problem_does ("task");
  push (-task);
  problem_sleep (work_ms);
  while (sem_trywait (&half[task - 1]) != 0)
    {
      if (sem_trywait (&work) == 0)
        run (pop ());                  /* helps instead of sleeping */
      else
        problem_sleep (1);
    }
  sem_post (&finished);
}

static void
worker (int self)
{
  (void) self;

  for (;;)
    {
      problem_does ("idle");
      sem_wait (&work);
      run (pop ());
    }
}

static void
customer (int self)
{
  (void) self;
  problem_does ("asks");
  for (int task = 1; task <= tasks; task++)
    push (task);
  for (int task = 1; task <= tasks; task++)
    sem_wait (&finished);
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  tasks = problem_parameter ("tasks", 8);
  work_ms = problem_parameter ("work_ms", 200);
  sem_init (&work, 0, 0);
  sem_init (&finished, 0, 0);
  for (int i = 0; i < tasks; i++)
    sem_init (&half[i], 0, 0);

  problem_start ("U", 1, customer);
  problem_start_service ("W", problem_parameter ("workers", 3), worker);
  problem_wait ();
  return problem_close ();
}
