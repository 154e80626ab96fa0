/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-steps.h"

#include <stdlib.h>
#include <string.h>

Steps steps;

/* Room for executions of so many steps. */
bool
steps_open (unsigned most_steps)
{
  steps.all = calloc (most_steps + 2, sizeof *steps.all);
  steps.rest = calloc (most_steps + 2, sizeof *steps.rest);

  return steps.all && steps.rest;
}

#define WORD(address) (UINT64_C (1) << (((address) >> 2) * UINT64_C (0x9e3779b97f4a7c15) >> 58))
#define MOST_BYTES    16               /* more are all words */

/* Operations with no word in common do not depend on each other. */
static inline uint64_t
words_of (const Op *op)
{
  uintptr_t address = op->address & ~(uintptr_t) 3;
  uint64_t words = op->second ? WORD (op->second) : 0;

  if (op->size > MOST_BYTES)
    return UINT64_MAX;
  do
    words |= WORD (address);
  while ((address += 4) < op->address + op->size);

  return words;
}

static bool
step_before (const Step  *one,
             const Clock *clock)
{
  return clock->at[one->proc] >= one->number;
}

/* What came behind the place without needing its event, with the operation that could have
 * come before it: first what this one needs, since only behind it are those awake who sleep
 * because of the event. @clock: room for its clock */
void
steps_collect (const Race *race,
               unsigned    length,
               Clock      *clock)
{
  const Event *place = &trail.events[race->place];
  unsigned end = race->limit < length ? race->limit : length, n_all = 0, n = 0, n_rest = 0;

  *clock = race->past;
  steps.first = steps.all;
  steps.words = words_of (&race->op);
  steps.threads = BIT (THREAD_OF (race->proc));
  for (const Event *event = place + 1; event < trail.events + end; event++)
    {
      if (happens_before (place, &event->clock))
        continue;
      steps.first[n_all++] = (Step) { &event->op, &event->clock, event->number, event->proc };
      steps.words |= words_of (&event->op);
      steps.threads |= BIT (THREAD_OF (event->proc));
      if (op_depends (&event->op, &race->op))
        clock_join (clock, &event->clock);
    }
  for (unsigned i = 0; i < n_all; i++)
    if (step_before (&steps.first[i], clock))
      steps.first[n++] = steps.first[i];
    else
      steps.rest[n_rest++] = steps.first[i];
  steps.first[n++] = (Step) { &race->op, clock, UINT16_MAX, race->proc };
  memcpy (steps.first + n, steps.rest, n_rest * sizeof *steps.rest);
  steps.n = n + n_rest;
}

/* Only this one. */
void
steps_set_one (int       proc,
               const Op *op)
{
  static const Clock nothing;

  steps.first = steps.all;
  steps.first[0] = (Step) { op, &nothing, UINT16_MAX, (uint8_t) proc };
  steps.n = 1;
  steps.words = words_of (op);
  steps.threads = BIT (THREAD_OF (proc));
  steps_begin_awake ();
}

/* Can @proc, whose operation is @op, come first, before or besides the steps? */
bool
steps_can_begin (int       proc,
                 const Op *op)
{
  for (unsigned i = 0; (steps.threads & BIT (THREAD_OF (proc))) && i < steps.n; i++)
    {
      const Step *step = &steps.first[i];

      if (THREAD_OF (step->proc) == THREAD_OF (proc))
        {
          for (unsigned j = 0; j < i; j++)
            if (step_before (&steps.first[j], step->clock))
              return false;
          return step->proc == proc;
        }
    }
  if (!(words_of (op) & steps.words))
    return true;
  for (unsigned i = 0; i < steps.n; i++)
    if (op_depends (op, steps.first[i].op))
      return false;

  return true;
}

static void
remove_first (int proc)
{
  unsigned i = 0;

  while (i < steps.n && steps.first[i].proc != proc)
    i++;
  if (i == steps.n)
    return;
  memmove (steps.first + 1, steps.first, i * sizeof *steps.first);
  steps.first++;
  steps.n--;
}

static bool
wakes (const Asleep *asleep,
       int           proc,
       const Op     *op)
{
  return THREAD_OF (asleep->proc) == THREAD_OF (proc) || op_depends (&asleep->op, op);
}

/* Behind this operation. */
static void
keep_asleep (int       proc,
             const Op *op)
{
  unsigned n = 0;

  for (unsigned i = 0; i < steps.n_asleep; i++)
    if (!wakes (&steps.asleep[i], proc, op))
      steps.asleep[n++] = steps.asleep[i];
  steps.n_asleep = n;
}

/* @proc comes first: what is left is to come behind him. */
void
steps_go_on (int       proc,
             const Op *op)
{
  keep_asleep (proc, op);
  remove_first (proc);
}

/* Has the execution, or a pending thread, an operation of @proc behind the place?
 * Returns: false where its other one came, so that nothing is known of it */
bool
steps_find_next (unsigned  place,
                 unsigned  length,
                 int       proc,
                 Op       *op)
{
  for (unsigned i = place + 1; i < length; i++)
    if (THREAD_OF (trail.events[i].proc) == THREAD_OF (proc))
      {
        *op = trail.events[i].op;
        return trail.events[i].proc == proc;
      }
  *op = op_of (proc);

  return true;
}

/* Nobody is known yet to sleep where the steps begin. */
void
steps_begin_awake (void)
{
  steps.n_asleep = 0;
  steps.knows_asleep = true;
}

void
steps_add_asleep (int       proc,
                  const Op *op)
{
  if (steps.n_asleep < MOST_ASLEEP)
    steps.asleep[steps.n_asleep++] = (Asleep) { *op, (uint8_t) proc };
  else
    steps.knows_asleep = false;
}

/* Who sleep at the place, or were tried there. */
void
steps_find_asleep (unsigned place,
                   unsigned length)
{
  const Event *event = &trail.events[place];
  uint64_t others = (event->sleep | event->done) & ~BIT (event->proc);

  steps.asleep[0] = (Asleep) { event->op, event->proc };
  steps.n_asleep = 1;
  steps.knows_asleep = true;
  for (; others; others &= others - 1)
    {
      int proc = __builtin_ctzll (others);
      Asleep *asleep = &steps.asleep[steps.n_asleep];

      asleep->proc = (uint8_t) proc;
      if (steps_find_next (place, length, proc, &asleep->op))
        steps.n_asleep++;
      else
        steps.knows_asleep = false;
    }
}

/* Have executions been tried, or will they be elsewhere, that begin so? */
bool
steps_are_asleep (void)
{
  for (unsigned i = 1; i < steps.n_asleep; i++)   /* but its event, which is not to come first here */
    if (steps_can_begin (steps.asleep[i].proc, &steps.asleep[i].op))
      return true;

  return false;
}

/* Once nobody sleeps any more each order is good. */
void
steps_shorten (void)
{
  unsigned n = 0;

  if (!steps.knows_asleep)
    return;
  while (n < steps.n && (n == 0 || steps.n_asleep > 0))
    {
      keep_asleep (steps.first[n].proc, steps.first[n].op);
      n++;
    }
  steps.n = n;
}
