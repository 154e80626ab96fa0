/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* B may print only when A has computed. WRONG: nothing but the condition says
 * so, and a condition remembers nothing. If A signals before B waits, the
 * signal is lost and B waits for ever. */

#include <pthread.h>

#include "problem.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static int late_ms;

static void
compute (int self)
{
  (void) self;
  problem_delay ();
  problem_show ("computed", 1);
  pthread_mutex_lock (&mutex);
  pthread_cond_signal (&ready);
  pthread_mutex_unlock (&mutex);
}

static void
print (int self)
{
  (void) self;
  problem_sleep (late_ms);
  pthread_mutex_lock (&mutex);
  pthread_cond_wait (&ready, &mutex);   /* perhaps it has been signalled long ago */
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
