/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Nobody passes before all have arrived: that is what a barrier of the library
 * does. */

#include <pthread.h>

#include "problem.h"

static pthread_barrier_t barrier;
static int threads;

static void
runner (int self)
{
  (void) self;
  problem_delay ();
  problem_does ("arrives");

  pthread_barrier_wait (&barrier);

  problem_does ("passes");
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  threads = problem_parameter ("threads", 4);
  pthread_barrier_init (&barrier, NULL, (unsigned) threads);

  problem_start ("R", threads, runner);
  problem_wait ();
  return problem_close ();
}
