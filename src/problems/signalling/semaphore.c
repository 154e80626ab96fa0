/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* B may print only when A has computed. A posts a semaphore that begins at 0
 * and B waits for it: it makes no difference who comes first, since the
 * semaphore remembers. */

#include <semaphore.h>

#include "problem.h"

static sem_t ready;
static int late_ms;

static void
compute (int self)
{
  (void) self;
  problem_delay ();
  problem_show ("computed", 1);
  sem_post (&ready);
}

static void
print (int self)
{
  (void) self;
  problem_sleep (late_ms);
  sem_wait (&ready);
  problem_show ("printed", 1);
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  late_ms = problem_parameter ("late_ms", 0);
  sem_init (&ready, 0, 0);

  problem_start ("A", 1, compute);
  problem_start ("B", 1, print);
  problem_wait ();
  return problem_close ();
}
