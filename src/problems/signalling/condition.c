/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* B may print only when A has computed. A condition remembers nothing, so what
 * is waited for is a variable, and the condition only says when to look at it
 * again. */

#include <pthread.h>

#include "problem.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static int computed;
static int late_ms;

static void
compute (int self)
{
  (void) self;
  problem_delay ();
  problem_show ("computed", 1);
  pthread_mutex_lock (&mutex);
  computed = 1;
  pthread_cond_signal (&ready);
  pthread_mutex_unlock (&mutex);
}

static void
print (int self)
{
  (void) self;
  problem_sleep (late_ms);
  pthread_mutex_lock (&mutex);
  while (!computed)
    pthread_cond_wait (&ready, &mutex);
  pthread_mutex_unlock (&mutex);
  problem_show ("printed", 1);
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  late_ms = problem_parameter ("late_ms", 0);

  problem_start ("A", 1, compute);
  problem_start ("B", 1, print);
  problem_wait ();
  return problem_close ();
}
