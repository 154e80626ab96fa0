/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-wakeup.h"
#include "explore-steps.h"

#include <stdlib.h>
#include <string.h>

#define MOST_NODES (1u << 19)          /* some 25 MiB */
#define MOST_RACES (1u << 16)
#define NO_LIMIT   UINT32_MAX
#define FAR        200                 /* events; in longer branches some executions may be cut */

static struct {
  Pool      pool;
  uint32_t *first;                   /* of each place */
  unsigned  n_places;
  Race     *races;
  uint32_t  n_races, races_room;
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

  return wakeup.first && steps_open (most_steps);
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

/* Appends the steps, one below the other. */
static uint32_t
make_branch (Pool *pool)
{
  uint32_t below = 0;

  steps_shorten ();
  for (unsigned i = steps.n; i-- > 0;)
    {
      uint32_t node = tree_add (pool, steps.first[i].proc, steps.first[i].op);

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

  while (steps.n > 0)
    {
      uint32_t last = 0, node = parent ? pool->nodes[parent].child : *first;

      for (; node && !steps_can_begin (pool->nodes[node].proc, &pool->nodes[node].op); node = pool->nodes[node].next)
        {
          steps_add_asleep (pool->nodes[node].proc, &pool->nodes[node].op);
          last = node;
        }
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
      steps_go_on (pool->nodes[node].proc, &pool->nodes[node].op);
      parent = node;
    }

  return false;
}

/* Returns: (nullable): of those who were begun with at the shared place, but @except, or sleep
 * there, the first who can come first. Who cannot where he began to sleep cannot behind it. */
static const Choice *
find_choice (const SharedPlace *place,
             uint64_t           except)
{
  steps_begin_awake ();
  for (const Choice *choice = share_choice (place->first_known); choice; choice = share_choice (choice->next))
    {
      steps_add_asleep (choice->proc, &choice->op);
      if (!(except & BIT (choice->proc)) && steps_can_begin (choice->proc, &choice->op))
        return choice;
    }

  return NULL;
}

/* Where do the steps begin at a shared place: there, or, where they begin with a choice that
 * was begun with, at one behind it, while it is not known yet what else leads there? What is
 * left of them is to be tried from there. Returns: (nullable): NULL where it is tried already */
static SharedPlace *
find_place (unsigned depth,
            uint64_t except)
{
  SharedPlace *place = share_place (depth);
  const Choice *choice;

  while (place && steps.n > 0 && (choice = find_choice (place, except)))
    {
      steps_go_on (choice->proc, &choice->op);
      place = share_behind (choice);
      except = place ? place->sleep : 0;
    }

  return place && steps.n > 0 && !place->closed ? place : NULL;
}

static void
insert_shared (unsigned depth,
               uint64_t except)
{
  SharedPlace *place;

  share_lock ();
  place = find_place (depth, except);
  if (place && insert (share_pool (), &place->first))
    share_added (place);
  share_unlock ();
}

/* The same, where a look without the lock, which most are satisfied with, finds it of use. */
static void
take_shared_race (const Race *race,
                  unsigned    length)
{
  uint64_t except = BIT (trail.events[race->place].proc);   /* its event is not to come first here */
  uint32_t changes;
  Clock clock;

  if (share_read (&changes))
    {
      steps_collect (race, length, &clock);
      if (find_place (race->place, except) == NULL && share_has_read (changes))
        return;
    }
  steps_collect (race, length, &clock);
  insert_shared (race->place, except);
}

static void
take_race (const Race *race,
           unsigned    length)
{
  Event *event = &trail.events[race->place];
  Clock clock;

  if (race->place < share_base ())
    {
      take_shared_race (race, length);
      return;
    }
  steps_collect (race, length, &clock);
  steps_find_asleep (race->place, length);
  if (!steps_are_asleep () && insert (&wakeup.pool, &wakeup.first[race->place]))
    event->backtrack |= BIT (steps.first[0].proc);
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
  Op op = op_of (proc);

  steps_set_one (proc, &op);
  if (run.depth < share_base ())
    insert_shared (run.depth, 0);
  else
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

/* What was left to try at a shared place. */
ShareTaken
wakeup_take_shared (unsigned length)
{
  return share_take (&wakeup.pool, wakeup.first, length);
}

/* The execution is where it was not before, on its way to what was taken.
 * Returns: false where it cannot go on as it should */
bool
wakeup_arrive (void)
{
  unsigned base = share_base ();

  if (share_arrive (run.depth))
    return true;
  wakeup_drop (base);

  return false;
}
