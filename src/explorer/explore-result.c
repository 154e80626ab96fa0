/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-work.h"

#include <string.h>

/* What one process tells another of what it has found. */

static unsigned
larger (unsigned one,
        unsigned other)
{
  return one > other ? one : other;
}

/* Adds what was counted. */
void
result_add (Result       *result,
            const Result *other)
{
  Counts *counts = &result->counts;
  const Counts *its = &other->counts;

  counts->executions += its->executions;
  counts->complete += its->complete;
  counts->cut += its->cut;
  counts->spin_cut += its->spin_cut;
  counts->too_long += its->too_long;
  counts->too_big += its->too_big;
  counts->failed += its->failed;
  counts->steps += its->steps;
  counts->longest = larger (counts->longest, its->longest);
  counts->left_threads = larger (counts->left_threads, its->left_threads);
  counts->left_locks = larger (counts->left_locks, its->left_locks);
  outcome_take (&result->outcomes, &other->outcomes);
}

/* One failure more, where there is room for its schedule: there is for the first. */
void
result_put (Result      *result,
            const Found *found)
{
  size_t used = 0;

  for (int i = 0; i < result->n_found; i++)
    used += result->lengths[i];
  if (result->n_found == MOST_FOUND || used + found->length > MOST_PROCS)
    return;
  result->failures[result->n_found] = found->failure;
  result->lengths[result->n_found] = found->length;
  memcpy (result->procs + used, found->procs, found->length);
  result->n_found++;
}
