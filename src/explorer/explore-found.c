/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-work.h"
#include "explore-guard.h"
#include "explore-objects.h"
#include "explore-values.h"

#include <stdlib.h>
#include <string.h>

/* A failure that was found: made shorter, run again, and told step by step. */

#define SHORTEN_TICKS 4                /* at most, to look for a shorter schedule */

/* How many events the failed execution has, the one that failed included. */
unsigned
found_length (void)
{
  return run.failure.kind == FAIL_RACE ? run.depth + 1 : run.depth;
}

static unsigned
count_switches (const Found *found)
{
  unsigned n = 0;

  for (unsigned i = 1; i < found->length; i++)
    n += THREAD_OF (found->procs[i]) != THREAD_OF (found->procs[i - 1]);

  return n;
}

static bool
is_same (const Failure *one,
         const Failure *other)
{
  return one->kind == other->kind &&
         (one->pc == other->pc || one->kind == FAIL_RACE || one->kind == FAIL_DEADLOCK || one->kind == FAIL_HANG);
}

/* The schedule with the fewest switches between threads: looked for among those
 * with no preemption, then with one, two, …, for a moment. */
void
found_shorten (Found *found)
{
  SearchOptions options = { .kind = SEARCH_PREEMPTIONS };
  unsigned best = count_switches (found), deadline = guard_ticks + SHORTEN_TICKS;

  for (; options.preemptions < best && guard_ticks < deadline && !guard_cancelled; options.preemptions++)
    {
      bool better = false;

      search_preemptions.open (&options);
      do
        {
          Found other = { .failure = { FAIL_NONE } };

          if (run_execute (search_preemptions.chooser) != RUN_FAILED || !is_same (&run.failure, &found->failure))
            continue;
          other.failure = run.failure;
          other.length = found_length ();
          other.procs = malloc (other.length + 1u);
          for (unsigned i = 0; other.procs && i < other.length; i++)
            other.procs[i] = trail.events[i].proc;
          if (other.procs && count_switches (&other) < best)
            {
              best = count_switches (&other);
              free (found->procs);
              *found = other;
              better = true;
            }
          else
            free (other.procs);
        }
      while (guard_ticks < deadline && !guard_cancelled && search_preemptions.next ());
      if (better)
        return;
    }
}

static uint64_t
read_value (const Op *op)
{
  uint64_t value = 0;

  if (op_has_semaphore (op))
    return ((const Sem *) op->address)->value;

  if (op->kind >= OP_READ && op->kind <= OP_ATOMIC_UPDATE && op->size <= 8 &&
      (memory_owns (op->address) || program_owns (op->address, op->size) || fiber_find (op->address) >= 0))
    memcpy (&value, (const void *) op->address, op->size);

  return value;
}

/* What an event wrote is there when the next one comes. */
static void
note_written (unsigned depth)
{
  Event *event = depth > 0 ? &trail.events[depth - 1] : NULL;

  if (event && event->op.kind != OP_READ && event->op.kind != OP_ATOMIC_READ)
    event->value = read_value (&event->op);
}

static void
happen_told (int proc)
{
  note_written (run.depth);
  values_note (run.depth);
  search_replay.chooser->happen (proc);
  trail.events[run.depth].value = read_value (&trail.events[run.depth].op);
}

/* Runs one schedule again, and tells it step by step. Returns: false where it did
 * not lead to the same failure */
bool
found_tell (const Found *found,
            bool         loud)
{
  const Chooser chooser = { search_replay.chooser->choose, happen_told, search_replay.chooser->finish };
  const SearchOptions options = { .schedule = found->procs, .schedule_length = found->length };
  unsigned length;

  search_replay.open (&options);
  run_execute (&chooser);
  if (found->is_state && run.failure.kind == FAIL_NONE)
    run.failure = found->failure;
  length = found_length ();
  note_written (run.depth);
  if (!is_same (&run.failure, &found->failure) || length != found->length)
    return false;
  if (!loud)
    return true;

  report_failure (&run.failure);
  values_note (length);
  report_steps (length);
  values_report ();
  report_waits ();
  schedule_print (found->procs, found->length);

  return true;
}
