/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-share-private.h"
#include "explore-guard.h"

#include <limits.h>

/* How what is to be tried at a shared place is taken, with the way to where nobody sleeps
 * unsurely. */

static uint64_t
useful_procs (const SharedPlace *place)
{
  return place->enabled & ~place->sleep & ~place->started;
}

static bool
is_useful (const SharedPlace *place)
{
  return useful_procs (place) & BIT (share->nodes[place->first].proc);
}

/* Behind the first branch some would sleep unsurely: after it, and what comes first there,
 * and so on, are all of them awake? Then places are needed that nobody has.
 * Returns: how many; −1: they are not, or there is no room */
static int
find_way (const SharedPlace *place,
           uint64_t           unsure)
{
  const Choice *asleep[2 * N_PROCS];
  uint32_t n_places = 0, n_choices = 1;
  int n = 0;

  for (const Choice *choice = share_choice (place->first_known); choice; choice = share_choice (choice->next))
    asleep[n++] = choice;
  for (uint32_t i = place->first; i; i = share->nodes[i].child, n_places++)
    {
      const Node *node = &share->nodes[i];
      int n_before = n;

      n = 0;
      for (int j = 0; j < n_before; j++)
        if (asleep[j]->proc == node->proc)
          return -1;
        else if (share_is_woken (asleep[j], node->proc, &node->op))
          unsure &= ~BIT (asleep[j]->proc);
        else
          asleep[n++] = asleep[j];
      if (unsure == 0)
        return share_has_room (n_places, n_choices) ? (int) n_places : -1;
      n_choices += (uint32_t) n + 1;
    }

  return -1;
}

/* May the first branch of the place be begun with now? Returns: how many places are on its
 * way; −1: it may not */
static int
measure_way (const SharedPlace *place)
{
  uint64_t unsure;

  if (place->first == 0 || place->enabled == 0)
    return -1;
  if (!is_useful (place))
    return 0;
  unsure = place->busy | share_unsure (place);
  if (unsure == 0)
    return share_has_room (0, 1) ? 0 : -1;

  return find_way (place, unsure);
}

/* Returns: (nullable): on the way to this place, the last one where a branch may be begun
 * with that has a short way */
static SharedPlace *
find_near (uint32_t number)
{
  for (; number; number = share->places[number].parent)
    {
      SharedPlace *place = &share->places[number];
      int way = measure_way (place);

      if (way >= 0 && way <= SHORT_WAY && is_useful (place))
        return place;
    }

  return NULL;
}

/* Returns: (nullable): where a branch may be begun with that has a short way, and much behind
 * it, as the least deep are likely to; else the one with the shortest. Who always shares
 * takes the oldest, which has the longest. */
static SharedPlace *
find_branch (bool *is_short)
{
  SharedPlace *best = NULL;
  int best_way = INT_MAX;

  for (uint32_t i = share->places[0].next; i; i = share->places[i].next)
    {
      SharedPlace *place = &share->places[i];
      int way = measure_way (place);

      if (way < 0)
        continue;
      if (way <= SHORT_WAY)
        way = 0;
      if (share_own.always || way < best_way || (way == best_way && place->depth < best->depth))
        best = place, best_way = way;
    }
  *is_short = best_way <= SHORT_WAY;

  return best;
}

/* There may be one more branch to try at the place. With the lock held. */
void
share_added (SharedPlace *place)
{
  int way;

  share_list (place);
  if (!share->is_hungry)
    return;
  way = measure_way (place);
  if (way >= 0 && way <= SHORT_WAY)
    share->is_hungry = false;
  if (way >= 0 && share->n_idle > 0)
    pthread_cond_broadcast (&share->changed);
}

/* Makes the place behind @proc, who has been begun with. */
static SharedPlace *
make_behind (SharedPlace *place,
             int          proc,
             const Op    *op)
{
  SharedPlace *behind = &share->places[share_new_place (share_number (place), proc)];

  for (const Choice *choice = share_choice (place->first_known); choice; choice = share_choice (choice->next))
    if (choice->proc != proc && !share_is_woken (choice, proc, op))
      {
        share_know (behind, choice->proc, &choice->op);
        behind->sleep |= BIT (choice->proc);
      }

  return behind;
}

/* The trail, which was @length events long, leads to the place, and there to @proc.
 * Returns: how many of its events it keeps */
static unsigned
go_to (SharedPlace *place,
       int          proc,
       unsigned     length)
{
  unsigned n_kept;

  share_own.base = place->depth + 1u;
  n_kept = length < share_own.base ? length : share_own.base;
  for (unsigned i = share_own.base; i-- > 0;)
    {
      Event *event = &trail.events[i];

      if (event->proc != proc && i < n_kept)
        n_kept = i;
      event->proc = (uint8_t) proc;
      share_own.places[i] = share_number (place);
      event->enabled = place->enabled;
      event->sleep = place->sleep;
      event->done = place->started & ~BIT (event->proc);
      event->backtrack = BIT (event->proc);
      proc = place->proc;
      place = &share->places[place->parent];
    }

  return n_kept;
}

/* Who would sleep unsurely behind @proc. */
static bool
is_unsure_behind (const SharedPlace *place,
                  int                proc,
                  const Op          *op)
{
  uint64_t unsure = place->busy | share_unsure (place);

  for (const Choice *choice = share_choice (place->first_known); choice; choice = share_choice (choice->next))
    if ((unsure & BIT (choice->proc)) && !share_is_woken (choice, proc, op))
      return true;

  return false;
}

/* Begins with the first branch, which is of use. */
static ShareTaken
begin (SharedPlace *place,
       Pool        *to,
       uint32_t    *firsts,
       unsigned     length)
{
  ShareTaken taken = { .replay = place->depth + 1u };

  for (;;)
    {
      Op op = share->nodes[place->first].op;
      int proc;
      uint32_t child = tree_pop (&share->pool, &place->first, &proc);
      bool unsure = is_unsure_behind (place, proc, &op);

      share_start (place, proc, &op);
      share_list (place);
      if (unsure)
        {
          place = make_behind (place, proc, &op);
          place->first = child;
          continue;
        }
      place->users++;
      taken.n_kept = go_to (place, proc, length);
      firsts[share_own.base] = tree_copy (to, &share->pool, child);
      if (child && firsts[share_own.base] == 0)
        share->results[share_own.job].counts.too_big++;
      tree_drop (&share->pool, child);
      return taken;
    }
}

/* The first branch of the place is of no use. */
static void
skip (SharedPlace *place)
{
  int proc;
  uint32_t child = tree_pop (&share->pool, &place->first, &proc);

  tree_drop (&share->pool, child);
  if (!(place->enabled & BIT (proc)) && !tree_everybody (&share->pool, &place->first, useful_procs (place)))
    share->results[share_own.job].counts.too_big++;
  share_list (place);
  share_finish (share_number (place), -1);
}

/* Nobody comes to the place. */
static void
close_place (SharedPlace *place)
{
  tree_drop (&share->pool, place->first);
  place->first = 0;
  share_list (place);
  place->closed = true;
}

/* This process has done all that it had below its places.
 * Returns: the last of them that is left, 0: none */
static uint32_t
leave (void)
{
  uint32_t left;

  if (share_own.base == 0)
    return 0;
  for (unsigned i = share_own.base; i-- > 0 && share_place (i)->enabled == 0;)
    close_place (share_place (i));
  share_place (share_own.base - 1)->users--;
  left = share_finish (share_own.places[share_own.base - 1],
                       share_own.gave_back ? -1 : trail.events[share_own.base - 1].proc);
  share_own.base = 0;
  share_own.gave_back = false;

  return left;
}

static void
wait_for_others (void)
{
  share->is_hungry = true;
  share_changed ();
  share_wait_a_little ();
  share_unlock ();
  if (share_own.look ())
    share_stop ();
  share_lock ();
  share_change ();
}

/* Until there is something for this process to take, or no process has anything. */
static ShareTaken
take_any (Pool     *to,
          uint32_t *firsts,
          unsigned  length)
{
  ShareTaken taken = { 0, 0 };
  bool is_short = true;

  share->n_idle++;
  while (taken.replay == 0 && !share->finished && !share->stopped && !guard_cancelled)
    {
      SharedPlace *place = find_branch (&is_short);

      if (place && !is_useful (place))
        skip (place);
      else if (place)
        taken = begin (place, to, firsts, length);
      else if (share->n_idle == share->n_searching)
        {
          share->finished = true;
          share->results[share_own.job].counts.too_big += share->places[0].next != 0;   /* no room to go there */
          pthread_cond_broadcast (&share->changed);
        }
      else
        wait_for_others ();
    }
  if (taken.replay)
    share->n_idle--;
  if (taken.replay && find_branch (&is_short) && share->n_idle > 0)
    pthread_cond_broadcast (&share->changed);
  share->is_hungry = taken.replay && !is_short;

  return taken;
}

/* This process has done all that it had, in executions the last of which was @length long:
 * it leaves its places, and goes on near by, or where there is most to do, or waits for
 * others. */
ShareTaken
share_take (Pool     *to,
            uint32_t *firsts,
            unsigned  length)
{
  ShareTaken taken = { 0, 0 };
  SharedPlace *near;

  if (!share_own.shares)
    return taken;
  tree_drop (to, firsts[share_own.base]);
  firsts[share_own.base] = 0;
  share_lock ();
  share_change ();
  near = find_near (leave ());
  share_own.n_asked++;
  if (near && !share->stopped && (!share_own.always || share_own.n_asked % 2 == 0))
    taken = begin (near, to, firsts, length);
  else
    taken = take_any (to, firsts, length);
  share_changed ();
  share_unlock ();

  return taken;
}

static void
forget_last (SharedPlace *place)
{
  uint32_t last = place->last_known, before = 0;

  for (uint32_t i = place->first_known; i != last; i = share->choices[i].next)
    before = i;
  if (before)
    share->choices[before].next = 0;
  else
    place->first_known = 0;
  place->last_known = before;
  share->choices[last].next = share->free_choice;
  share->free_choice = last;
  share->n_choices_left++;
}

/* Who is to go on at the place cannot: all must be tried there, once it is sure who sleeps. */
static void
give_back (unsigned depth)
{
  SharedPlace *place = share_place (depth);
  int proc = trail.events[depth].proc;

  share_place (share_own.base - 1)->users--;
  place->users++;
  for (unsigned i = share_own.base; --i > depth;)
    close_place (share_place (i));
  if (share_own.base > depth + 1)
    share_finish (share_own.places[share_own.base - 1], -1);
  share_own.base = depth + 1;
  forget_last (place);
  place->started &= ~BIT (proc);
  place->busy &= ~BIT (proc);
  if (!tree_everybody (&share->pool, &place->first, useful_procs (place)))
    share->results[share_own.job].counts.too_big++;
  share_list (place);
  share_own.gave_back = true;
}

/* The execution is at a place for the first time, on its way to the base.
 * Returns: false where it cannot go on as it should */
bool
share_arrive (unsigned depth)
{
  SharedPlace *place = share_place (depth);
  const Event *event = &trail.events[depth];
  bool is_enabled = event->enabled & BIT (event->proc);

  share_lock ();
  share_change ();
  place->enabled = event->enabled;
  share_find_choice (place, event->proc)->op = op_of (event->proc);
  if (is_enabled)
    share_added (place);
  else
    give_back (depth);
  share_changed ();
  share_unlock ();

  return is_enabled;
}
