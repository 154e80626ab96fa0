/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Processes share a mutex, and one of them is killed while it holds it. A
 * robust mutex notices: who locks it next is told (EOWNERDEAD), puts in order
 * what the dead one left half done, and says that it is consistent again. */

#include <errno.h>
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
      if (pthread_mutex_lock (mutex) == EOWNERDEAD)
        {
          pthread_mutex_consistent (mutex);
          problem_show ("repaired", 1);
        }
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
  pthread_mutexattr_setrobust (&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init (mutex, &attributes);

  problem_start ("W", problem_parameter ("workers", 3), worker);
  problem_wait ();
  return problem_close ();
}
