/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-wakeup.h"
#include "explore-share.h"

#include <stdlib.h>
#include <string.h>

#define MOST_NODES (1u << 19)          /* some 25 MiB */
#define MOST_RACES (1u << 16)
#define NO_LIMIT   UINT32_MAX
#define FAR        200                 /* events; in longer branches some executions may be cut */

/* @op of @proc could have come before the event at @place. */
typedef struct {
  Op       op;
  uint32_t place;
  uint32_t limit;                    /* what came from here on cannot come before it */
  uint8_t  proc;
  Clock    past;                     /* of its thread */
} Race;

typedef struct {
  const Op    *op;
  const Clock *clock;
  uint16_t     number;
  uint8_t      proc;
} Step;

static struct {
  Pool      pool;
  uint32_t *first;                   /* of each place */
  unsigned  n_places;
  Race     *races;
  uint32_t  n_races, races_room;
  Step     *steps;                   /* that are to come before a place's event */
  unsigned  n_steps;
  uint32_t  limit;
  bool      is_full;
} wakeup;

/* Room for executions of so many steps. */
bool
wakeup_open (unsigned most_steps)
{
  wakeup.n_places = most_steps + 2;
  wakeup.pool.most = MOST_NODES;
  wakeup.first = calloc (wakeup.n_places, sizeof *wakeup.first);
  wakeup.steps = calloc (wakeup.n_places, sizeof *wakeup.steps);

  return wakeup.first && wakeup.steps;
}

void
wakeup_begin (void)
{
  memset (wakeup.first, 0, wakeup.n_places * sizeof *wakeup.first);
  tree_clear (&wakeup.pool);
  wakeup.n_races = 0;
  wakeup.limit = NO_LIMIT;
  wakeup.is_full = false;
}

/* Was something left out for want of memory? */
bool
wakeup_is_full (void)
{
  return wakeup.is_full;
}

void
wakeup_drop (unsigned depth)
{
  tree_drop (&wakeup.pool, wakeup.first[depth]);
  wakeup.first[depth] = 0;
}

/* Races are looked at when the execution is over: only then is known what can come before
 * the later operation. Events from @limit on cannot, of those noted next. */
void
wakeup_limit (unsigned limit)
{
  wakeup.limit = limit;
}

void
wakeup_note (const Event *event,
             int          proc,
             const Op    *op,
             const Clock *past,
             const Clock *now)
{
  uint32_t place = (uint32_t) (event - trail.events), far = place + FAR > run.depth ? place + FAR : run.depth;

  (void) now;
  if (wakeup.n_races == wakeup.races_room)
    {
      uint32_t room = wakeup.races_room ? 2 * wakeup.races_room : 64;
      Race *races = room <= MOST_RACES ? realloc (wakeup.races, room * sizeof *races) : NULL;

      if (races == NULL)
        {
          wakeup.is_full = true;
          return;
        }
      wakeup.races = races;
      wakeup.races_room = room;
    }
  wakeup.races[wakeup.n_races++] = (Race) {
    *op, place, wakeup.limit < far ? wakeup.limit : far, (uint8_t) proc, *past
  };
}

static bool
step_before (const Step  *one,
             const Clock *clock)
{
  return clock->at[one->proc] >= one->number;
}

/* What came behind the place without needing its event, and then the operation that could
 * have come before it. @clock: room for its clock */
static void
collect (const Race *race,
         unsigned    length,
         Clock      *clock)
{
  const Event *place = &trail.events[race->place];
  unsigned end = race->limit < length ? race->limit : length, n = 0;

  *clock = race->past;
  for (const Event *event = place + 1; event < trail.events + end; event++)
    {
      if (happens_before (place, &event->clock))
        continue;
      wakeup.steps[n++] = (Step) { &event->op, &event->clock, event->number, event->proc };
      if (op_depends (&event->op, &race->op))
        clock_join (clock, &event->clock);
    }
  wakeup.steps[n++] = (Step) { &race->op, clock, UINT16_MAX, race->proc };
  wakeup.n_steps = n;
}

typedef struct {
  uint64_t initials;                 /* procs that can begin */
  uint32_t threads;                  /* whose procs are there at all */
} Begin;

static Begin
find_begin (void)
{
  const Step *firsts[MOST_THREADS];
  Begin begin = { 0, 0 };
  int n = 0;

  for (const Step *step = wakeup.steps; step < wakeup.steps + wakeup.n_steps; step++)
    {
      bool is_first = true;

      if (begin.threads >> THREAD_OF (step->proc) & 1)
        continue;
      begin.threads |= 1u << THREAD_OF (step->proc);
      for (int i = 0; is_first && i < n; i++)
        is_first = !step_before (firsts[i], step->clock);
      if (!is_first)
        continue;
      firsts[n++] = step;
      begin.initials |= BIT (step->proc);
    }

  return begin;
}

/* Can @proc, whose operation is @op, come first, before or besides the steps? */
static bool
can_begin (const Begin *begin,
           int          proc,
           const Op    *op)
{
  if (begin->threads >> THREAD_OF (proc) & 1)
    return begin->initials & BIT (proc);
  for (unsigned i = 0; i < wakeup.n_steps; i++)
    if (op_depends (op, wakeup.steps[i].op))
      return false;

  return true;
}

static void
remove_first (int proc)
{
  unsigned i = 0;

  while (i < wakeup.n_steps && wakeup.steps[i].proc != proc)
    i++;
  if (i == wakeup.n_steps)
    return;
  wakeup.n_steps--;
  memmove (wakeup.steps + i, wakeup.steps + i + 1, (wakeup.n_steps - i) * sizeof *wakeup.steps);
}

/* Has the execution, or a pending thread, an operation of @proc behind the place?
 * Returns: false where its other one came, so that nothing is known of it */
bool
wakeup_find_next (unsigned  place,
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

/* Have executions been tried, or will they be elsewhere, that begin so? @asleep: those
 * that were tried at the place, or were of no use there */
static bool
is_asleep (unsigned place,
           unsigned length,
           uint64_t asleep)
{
  Begin begin = find_begin ();
  Op op;

  if (asleep & begin.initials)
    return true;
  for (; asleep; asleep &= asleep - 1)
    {
      int proc = __builtin_ctzll (asleep);

      if (!(begin.threads >> THREAD_OF (proc) & 1) && wakeup_find_next (place, length, proc, &op) &&
          can_begin (&begin, proc, &op))
        return true;
    }

  return false;
}

/* Appends the steps, one below the other. */
static uint32_t
make_branch (Pool *pool)
{
  uint32_t below = 0;

  for (unsigned i = wakeup.n_steps; i-- > 0;)
    {
      uint32_t node = tree_add (pool, wakeup.steps[i].proc, wakeup.steps[i].op);

      if (node == 0)
        {
          tree_drop (pool, below);
          wakeup.is_full = true;
          return 0;
        }
      pool->nodes[node].child = below;
      below = node;
    }

  return below;
}

/* Adds the steps to the tree, where no branch leads to the same already.
 * Returns: whether there is one more that begins at the place itself */
static bool
insert (Pool     *pool,
        uint32_t *first)
{
  uint32_t parent = 0;

  while (wakeup.n_steps > 0)
    {
      Begin begin = find_begin ();
      uint32_t last = 0, node = parent ? pool->nodes[parent].child : *first;

      for (; node && !can_begin (&begin, pool->nodes[node].proc, &pool->nodes[node].op); node = pool->nodes[node].next)
        last = node;
      if (node == 0)
        {
          uint32_t branch = make_branch (pool);

          if (last)
            pool->nodes[last].next = branch;
          else if (parent)
            pool->nodes[parent].child = branch;
          else
            *first = branch;
          return parent == 0 && branch;
        }
      if (pool->nodes[node].child == 0)
        return false;
      remove_first (pool->nodes[node].proc);
      parent = node;
    }

  return false;
}

static void
take_race (const Race *race,
           unsigned    length)
{
  Event *event = &trail.events[race->place];
  Clock clock;

  collect (race, length, &clock);
  if (race->place < share_base ())
    {
      SharedPlace *place;
      uint64_t asleep;

      share_lock ();
      place = share_place (race->place);
      asleep = (place->sleep | place->started) & ~BIT (event->proc);   /* its event is not to come first here */
      if (!is_asleep (race->place, length, asleep) && insert (share_pool (), &place->first))
        share_added ();
      share_unlock ();
    }
  else if (!is_asleep (race->place, length, event->sleep | event->done) &&
           insert (&wakeup.pool, &wakeup.first[race->place]))
    event->backtrack |= BIT (wakeup.steps[0].proc);
}

/* The execution is over: what could have been the other way round is to be tried. */
void
wakeup_take_races (unsigned length)
{
  for (uint32_t i = 0; i < wakeup.n_races; i++)
    take_race (&wakeup.races[i], length);
  wakeup.n_races = 0;
}

/* @proc is to be tried at the place where the execution is, too, where nothing else leads
 * to the same. */
void
wakeup_add (int proc)
{
  static const Clock nothing;
  Op op = op_of (proc);

  wakeup.steps[0] = (Step) { &op, &nothing, UINT16_MAX, (uint8_t) proc };
  wakeup.n_steps = 1;
  insert (&wakeup.pool, &wakeup.first[run.depth]);
}

/* Who is to be tried next at the place, of those who are of use there.
 * Returns: −1: nobody */
int
wakeup_take (unsigned depth,
             uint64_t useful)
{
  uint32_t *first = &wakeup.first[depth];

  while (*first)
    {
      int proc;
      uint32_t child = tree_pop (&wakeup.pool, first, &proc);

      if (useful & BIT (proc))
        {
          wakeup.first[depth + 1] = child;
          return proc;
        }
      tree_drop (&wakeup.pool, child);
      if (!(trail.events[depth].enabled & BIT (proc)) && !tree_everybody (&wakeup.pool, first, useful))
        wakeup.is_full = true;
    }

  return -1;
}

/* What is to be tried may be another process's. */
void
wakeup_share (unsigned length)
{
  share_some (length, &wakeup.pool, wakeup.first);
}

/* Returns: whether there is something to try, which another process has left */
bool
wakeup_take_shared (void)
{
  return share_take (&wakeup.pool, wakeup.first);
}
