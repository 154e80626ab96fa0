/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-work.h"

#include <string.h>

/* What a process has found, and tells another one. */

static unsigned
larger (unsigned one,
        unsigned other)
{
  return one > other ? one : other;
}

/* Threads that nobody joined, and those that still held a lock when all was over. */
static void
count_left (Counts *counts)
{
  unsigned threads = 0, locks = 0;

  for (int i = 0; i < run.n_threads; i++)
    {
      const Thread *thread = &run.threads[i];

      threads += i > 0 && thread->state != THREAD_NONE && !thread->joined && !thread->detached;
      locks += thread->n_held > 0 ? (unsigned) thread->n_held : 0;
    }
  if (threads > counts->left_threads)
    counts->left_threads = threads;
  if (locks > counts->left_locks)
    counts->left_locks = locks;
}

/* Counts one execution more. */
void
result_count (Result *result,
              RunEnd  end)
{
  Counts *counts = &result->counts;

  counts->executions++;
  if (run.depth > counts->longest)
    counts->longest = run.depth;
  switch (end)
    {
    case RUN_COMPLETE:
      counts->complete++;
      count_left (counts);
      outcome_count (&result->outcomes);
      break;
    case RUN_CUT:
      counts->cut++;
      break;
    case RUN_SPIN_CUT:
      counts->spin_cut++;
      break;
    case RUN_STEPS:
      counts->too_long++;
      break;
    case RUN_MEMORY:
      counts->too_big++;
      break;
    case RUN_THREADS:
      counts->too_many++;
      break;
    case RUN_FAILED:
      counts->failed++;
      break;
    default:
      break;
    }
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
  counts->too_many += its->too_many;
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
