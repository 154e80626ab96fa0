/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* One at a time, and everybody has a turn: each draws a ticket, and waits
 * until its number is called. */

#include <pthread.h>

#include "problem.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t called = PTHREAD_COND_INITIALIZER;
static int visits, stay_ms, next_ticket, now_called;

static void
visitor (int self)
{
  (void) self;

  for (int i = 0; visits == 0 || i < visits; i++)
    {
      problem_does ("wants");
      pthread_mutex_lock (&mutex);
      int ticket = next_ticket++;
      while (now_called != ticket)
        pthread_cond_wait (&called, &mutex);
      pthread_mutex_unlock (&mutex);
      problem_does ("inside");
      problem_sleep (stay_ms);
      problem_does ("outside");
      pthread_mutex_lock (&mutex);
      now_called++;
      pthread_cond_broadcast (&called);
      pthread_mutex_unlock (&mutex);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  visits = problem_parameter ("visits", 10);
  stay_ms = problem_parameter ("stay_ms", 50);

  problem_start ("V", problem_parameter ("visitors", 3), visitor);
  problem_wait ();
  return problem_close ();
}
