/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-share-private.h"
#include "explore-guard.h"
#include "explore-wakeup.h"

/* The shared places, and how what is to be tried there is handed over. */

/* Places above this depth are shared. */
unsigned
share_base (void)
{
  return share_own.base;
}

SharedPlace *
share_place (unsigned depth)
{
  return &share->places[share_own.places[depth]];
}

Pool *
share_pool (void)
{
  return &share->pool;
}

/* There is one more branch to try. With the lock held. */
void
share_added (void)
{
  share->n_waiting++;
  pthread_cond_broadcast (&share->changed);
}

/* Returns: 0 where there is no room for it */
static uint32_t
new_place (void)
{
  uint32_t place = share->free;

  if (place)
    share->free = share->places[place].parent;
  else if (share->n_places < MOST_PLACES)
    place = share->n_places++;

  return place;
}

/* Nobody is below it any more. */
static void
leave (uint32_t place)
{
  share->places[place].users--;
  while (place && share->places[place].users == 0 && share->places[place].first == 0)
    {
      SharedPlace *left = &share->places[place];
      uint32_t parent = left->parent;

      left->lives = false;
      left->parent = share->free;
      share->free = place;
      place = parent;
      if (place)
        {
          share->places[place].users--;
          share->places[place].busy &= ~BIT (left->proc);
        }
    }
}

static void
add_asleep (SharedPlace *place,
            const Op    *op)
{
  if (place->n_asleep < MOST_ASLEEP)
    place->asleep[place->n_asleep++] = *op;
  else
    place->n_asleep = UINT8_MAX;
}

static void
find_asleep (SharedPlace *place,
             unsigned     length)
{
  const Event *event = &trail.events[place->depth];
  Op op;

  add_asleep (place, &event->op);
  for (uint64_t left = event->sleep | event->done; left; left &= left - 1)
    if (wakeup_find_next (place->depth, length, __builtin_ctzll (left), &op))
      add_asleep (place, &op);
    else
      place->n_asleep = UINT8_MAX;
}

/* May the first branch of the place be begun with now? */
static bool
is_ready (const SharedPlace *place)
{
  const Node *node = &share->nodes[place->first];

  if (place->first == 0 || place->busy == 0 || place->n_asleep == UINT8_MAX)
    return place->first && place->busy == 0;
  for (int i = 0; i < place->n_asleep; i++)
    if (!op_depends (&place->asleep[i], &node->op))
      return false;

  return true;
}

/* Shares the places up to and with @depth, and what is to be tried there. */
static void
share_up_to (unsigned  depth,
             unsigned  length,
             Pool     *from,
             uint32_t *firsts)
{
  uint32_t above = share_own.base > 0 ? share_own.places[share_own.base - 1] : 0;

  for (unsigned i = share_own.base; i <= depth; i++)
    {
      const Event *event = &trail.events[i];
      uint32_t branches = tree_copy (&share->pool, from, firsts[i]);
      uint32_t number = branches || firsts[i] == 0 ? new_place () : 0, parent = i > 0 ? share_own.places[i - 1] : 0;
      SharedPlace *place = &share->places[number];

      if (number == 0)
        {
          tree_drop (&share->pool, branches);
          break;
        }
      *place = (SharedPlace) {
        .parent = parent, .first = branches, .depth = (uint16_t) i, .proc = i > 0 ? trail.events[i - 1].proc : 0,
        .lives = true, .enabled = event->enabled, .sleep = event->sleep,
        .started = event->done | BIT (event->proc), .busy = BIT (event->proc),
      };
      find_asleep (place, length);
      share->n_waiting += tree_count (&share->pool, branches);
      tree_drop (from, firsts[i]);
      firsts[i] = 0;
      if (parent)
        share->places[parent].users++;
      share_own.places[i] = number;
      share_own.base = i + 1;
    }
  if (share_own.base == 0 || share_own.places[share_own.base - 1] == above)
    return;
  share->places[share_own.places[share_own.base - 1]].users++;
  if (above)
    leave (above);
  pthread_cond_broadcast (&share->changed);
}

static SharedPlace *
find_branch (void)
{
  SharedPlace *best = NULL;

  for (uint32_t i = 1; share->n_waiting > 0 && i < share->n_places; i++)
    {
      SharedPlace *place = &share->places[i];

      if (place->lives && (best == NULL || place->depth < best->depth) && is_ready (place))
        best = place;
    }

  return best;
}

/* Where others wait, they may have what is to be tried at the first place that has
 * something they can begin with at once. */
void
share_some (unsigned  length,
            Pool     *from,
            uint32_t *firsts)
{
  unsigned depth = share_own.base;

  if (!share_own.shares || (!share_own.always && share->n_idle == 0))
    return;
  while (depth < length &&
         (firsts[depth] == 0 || !op_depends (&from->nodes[firsts[depth]].op, &trail.events[depth].op)))
    depth++;
  if (depth >= length)
    return;
  share_lock ();
  if (share_own.always || find_branch () == NULL)
    share_up_to (depth, length, from, firsts);
  share_unlock ();
}

/* The trail leads to the place, and there to @proc. */
static void
go_to (SharedPlace *place,
       int          proc)
{
  share_own.base = place->depth + 1u;
  trail.events[place->depth].proc = (uint8_t) proc;
  for (unsigned i = share_own.base; i-- > 0;)
    {
      Event *event = &trail.events[i];

      share_own.places[i] = (uint32_t) (place - share->places);
      event->enabled = place->enabled;
      event->sleep = place->sleep;
      event->done = place->started & ~BIT (event->proc);
      event->backtrack = BIT (event->proc);
      if (i > 0)
        trail.events[i - 1].proc = place->proc;
      place = &share->places[place->parent];
    }
}

static bool
take_from (SharedPlace *place,
           Pool        *to,
           uint32_t    *firsts)
{
  Op op = share->nodes[place->first].op;
  int proc;
  uint32_t child = tree_pop (&share->pool, &place->first, &proc);
  bool useful = place->enabled & ~place->sleep & ~place->started & BIT (proc);

  share->n_waiting--;
  if (useful)
    {
      place->started |= BIT (proc);
      place->busy |= BIT (proc);
      add_asleep (place, &op);
      place->users++;
      go_to (place, proc);
      firsts[share_own.base] = tree_copy (to, &share->pool, child);
      if (child && firsts[share_own.base] == 0)
        share->results[share_own.job].counts.too_big++;
    }
  else if (!(place->enabled & BIT (proc)))
    {
      share->n_waiting -= tree_count (&share->pool, place->first);
      if (!tree_everybody (&share->pool, &place->first, place->enabled & ~place->sleep & ~place->started))
        share->results[share_own.job].counts.too_big++;
      share->n_waiting += tree_count (&share->pool, place->first);
    }
  tree_drop (&share->pool, child);
  if (!useful)
    place->users++, leave ((uint32_t) (place - share->places));

  return useful;
}

/* This process has done all that it had: it leaves its places, and waits for others.
 * Returns: whether there is something to try, to which the trail leads now up to the base */
bool
share_take (Pool     *to,
            uint32_t *firsts)
{
  bool taken = false;

  if (!share_own.shares)
    return false;
  share_lock ();
  if (share_own.base > 0)
    {
      share_place (share_own.base - 1)->busy &= ~BIT (trail.events[share_own.base - 1].proc);
      leave (share_own.places[share_own.base - 1]);
    }
  share_own.base = 0;
  share->n_idle++;
  while (!taken && !share->finished && !share->stopped && !guard_cancelled)
    {
      SharedPlace *place = find_branch ();

      if (place)
        taken = take_from (place, to, firsts);
      else if (share->n_idle == share->n_searching)
        share->finished = true, pthread_cond_broadcast (&share->changed);
      else
        share_wait_a_little ();
    }
  if (taken)
    share->n_idle--;
  share_unlock ();

  return taken;
}
