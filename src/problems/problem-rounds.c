/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "problem.h"
#include "problem-marks.h"
#include "problem-private.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Rounds that should end with a sum, and the number that they make, watched. */

static int n_rounds, wrong_sum;
static pthread_t watcher;
static atomic_int watching;

int
problem_round (long expected)
{
  if (wrong_sum || problem_is_over ())
    return 0;

  problem_tell (PROBLEM_MARK_ROUND, ++n_rounds, expected);
  return n_rounds;
}

void
problem_sum (long expected, long actual)
{
  wrong_sum |= actual != expected;
  problem_tell (PROBLEM_MARK_SUM, expected, actual);
  if (!problem_is_watched ())
    printf ("round %d: expected %ld, found %ld\n", n_rounds, expected, actual);
}

static void *
watch_number (void *data)
{
  const volatile long *number = data;
  const struct timespec pause = { 0, 20 * 1000 * 1000 };
  long last = 0;

  while (atomic_load (&watching))
    {
      long value = *number;

      if (value != last)
        problem_tell (PROBLEM_MARK_COUNT, value, 0);
      last = value;
      nanosleep (&pause, NULL);
    }

  return NULL;
}

void
problem_watch (const volatile long *number)
{
  if (!problem_is_watched ())
    return;

  atomic_store (&watching, 1);
  if ((errno = pthread_create (&watcher, NULL, watch_number, (void *) number)))
    {
      perror ("pthread_create");
      exit (1);
    }
}

int
problem_has_wrong_sum (void)
{
  return wrong_sum;
}

void
problem_end_rounds (void)
{
  if (atomic_exchange (&watching, 0))
    pthread_join (watcher, NULL);
}
