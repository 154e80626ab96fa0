/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Many may read at the same time, a writer must be alone: that is what a read-
 * write lock of the library does. It prefers readers, unless told otherwise. */

#include <pthread.h>

#include "problem.h"

static pthread_rwlock_t room = PTHREAD_RWLOCK_INITIALIZER;
static int rounds, read_ms, write_ms;

static void
reader (int self)
{
  (void) self;

  for (int i = 0; rounds == 0 || i < rounds; i++)
    {
      problem_delay ();
      problem_does ("wants");
      pthread_rwlock_rdlock (&room);
      problem_does ("reads");
      problem_sleep (read_ms);
      problem_does ("rests");
      pthread_rwlock_unlock (&room);
    }
}

static void
writer (int self)
{
  (void) self;

  for (int i = 0; rounds == 0 || i < rounds; i++)
    {
      problem_delay ();
      problem_does ("wants");
      pthread_rwlock_wrlock (&room);
      problem_does ("writes");
      problem_sleep (write_ms);
      problem_does ("rests");
      pthread_rwlock_unlock (&room);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  rounds = problem_parameter ("rounds", 5);
  read_ms = problem_parameter ("read_ms", 300);
  write_ms = problem_parameter ("write_ms", 300);

  problem_start ("R", problem_parameter ("readers", 3), reader);
  problem_start ("W", problem_parameter ("writers", 2), writer);
  problem_wait ();
  return problem_close ();
}
