/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Processes share a mutex, and one of them is killed while it holds it. WRONG:
 * nobody gives back what a plain mutex' dead holder had. All others wait for
 * ever. */

#include <pthread.h>

#include "problem.h"

static pthread_mutex_t *mutex;
static int visits, stay_ms;

static void
worker (int self)
{
  for (int i = 0; i < visits; i++)
    {
      problem_does ("outside");
      problem_delay ();
      problem_does ("wants");
      pthread_mutex_lock (mutex);
      problem_does ("inside");
      problem_sleep (stay_ms);
      if (self == 0 && i == 1)
        problem_die ();                /* as by kill -9 */
      problem_does ("outside");
      pthread_mutex_unlock (mutex);
    }
}

int
main (int argc, char *argv[])
{
  pthread_mutexattr_t attributes;

  problem_open (argc, argv);
  problem_use_processes ();
  visits = problem_parameter ("visits", 5);
  stay_ms = problem_parameter ("stay_ms", 200);

  mutex = problem_share (sizeof *mutex);
  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init (mutex, &attributes);

  problem_start ("W", problem_parameter ("workers", 3), worker);
  problem_wait ();
  return problem_close ();
}
