/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-share-private.h"
#include "explore-steps.h"

/* The shared places: a tree of them, how they are made of a process's own, and when they
 * are left. All with the lock held. */

/* Places above this depth are shared. */
unsigned
share_base (void)
{
  return share_own.base;
}

/* Of this process's way. */
SharedPlace *
share_place (unsigned depth)
{
  return &share->places[share_own.places[depth]];
}

/* Returns: (nullable): the place where somebody must be told what begins with the choice */
SharedPlace *
share_behind (const Choice *choice)
{
  SharedPlace *place = &share->places[choice->place];

  return choice->place && !place->closed ? place : NULL;
}

/* Who is to be tried or was at a place of this process's way, and who is done. */
void
share_look (unsigned  depth,
            uint64_t *known,
            uint64_t *done)
{
  const SharedPlace *place = share_place (depth);

  share_lock ();
  *known = place->started;
  *done = place->started & ~place->busy;
  for (uint32_t i = place->first; i; i = share->nodes[i].next)
    *known |= BIT (share->nodes[i].proc);
  share_unlock ();
}

Pool *
share_pool (void)
{
  return &share->pool;
}

uint32_t
share_number (const SharedPlace *place)
{
  return (uint32_t) (place - share->places);
}

/* Returns: (nullable): of those known at a place */
Choice *
share_choice (uint32_t number)
{
  return number ? &share->choices[number] : NULL;
}

/* Is there room for so many more? */
bool
share_has_room (uint32_t n_places,
                uint32_t n_choices)
{
  return share->n_left >= n_places && share->n_choices_left >= n_choices + (n_places > 0 ? SPARE_KNOWN : 0);
}

/* Does who sleeps, or was begun with, not sleep any more behind @op of @proc? */
bool
share_is_woken (const Choice *choice,
                int           proc,
                const Op     *op)
{
  return THREAD_OF (choice->proc) == THREAD_OF (proc) || op_depends (&choice->op, op);
}

Choice *
share_find_choice (SharedPlace *place,
                   int          proc)
{
  Choice *choice = share_choice (place->first_known);

  while (choice && choice->proc != proc)
    choice = share_choice (choice->next);

  return choice;
}

/* Where there is room; who leads there has been begun with. */
uint32_t
share_new_place (uint32_t parent,
                 int      proc)
{
  uint32_t number = share->free;
  SharedPlace *place, *before = &share->places[parent];

  if (number)
    share->free = share->places[number].parent;
  else
    number = share->n_places++;
  share->n_left--;
  place = &share->places[number];
  *place = (SharedPlace) { .parent = parent, .proc = (uint8_t) proc };
  if (parent == 0)
    return number;
  place->depth = before->depth + 1;
  before->users++;
  share_find_choice (before, proc)->place = number;

  return number;
}

/* The place may have got something to try, or have nothing any more. The latest come first. */
void
share_list (SharedPlace *place)
{
  bool is_listed = place->next || place->previous || share->places[0].next == share_number (place);

  if (is_listed == (place->first != 0))
    return;
  if (is_listed)
    {
      share->places[place->previous].next = place->next;
      if (place->next)
        share->places[place->next].previous = place->previous;
      place->next = place->previous = 0;
      return;
    }
  place->next = share->places[0].next;
  if (place->next)
    share->places[place->next].previous = share_number (place);
  share->places[0].next = share_number (place);
}

/* Where there is room. */
void
share_know (SharedPlace *place,
            int          proc,
            const Op    *op)
{
  uint32_t number = share->free_choice;

  if (number)
    share->free_choice = share->choices[number].next;
  else
    number = share->n_choices++;
  share->n_choices_left--;
  share->choices[number] = (Choice) { .op = *op, .proc = (uint8_t) proc };
  if (place->last_known)
    share->choices[place->last_known].next = number;
  else
    place->first_known = number;
  place->last_known = number;
}

/* @proc is begun with at the place. */
void
share_start (SharedPlace *place,
             int          proc,
             const Op    *op)
{
  place->started |= BIT (proc);
  place->busy |= BIT (proc);
  share_know (place, proc, op);
}

/* Who sleeps at the place because of a choice that is not done. */
uint64_t
share_unsure (const SharedPlace *place)
{
  uint64_t unsure = 0, sleep = place->sleep;

  while (sleep && place->parent)
    {
      place = &share->places[place->parent];
      unsure |= sleep & place->busy;
      sleep &= place->sleep;
    }

  return unsure;
}

static void
free_place (SharedPlace *place)
{
  for (uint32_t i = place->first_known; i; i = share->choices[i].next)
    share->n_choices_left++;
  if (place->last_known)
    {
      share->choices[place->last_known].next = share->free_choice;
      share->free_choice = place->first_known;
    }
  place->parent = share->free;
  share->free = share_number (place);
  share->n_left++;
}

static bool leave_place (uint32_t number);

/* @done, who is asleep where the choice leads, sleeps surely now: so places that were kept
 * because of him may be left. */
static void
settle (const Choice *choice,
        uint64_t      done)
{
  SharedPlace *place = &share->places[choice->place];

  if (choice->place == 0 || !(place->sleep & done))
    return;
  for (const Choice *behind = share_choice (place->first_known); behind; behind = share_choice (behind->next))
    settle (behind, done);
  leave_place (choice->place);
}

/* The choice is done. Who sleeps because of it was begun with later. */
static void
settle_after (const Choice *choice,
              uint64_t      done)
{
  while ((choice = share_choice (choice->next)))
    settle (choice, done);
}

/* Where nobody needs the place any more. Returns: whether it was left */
static bool
leave_place (uint32_t number)
{
  SharedPlace *place = &share->places[number], *before = &share->places[place->parent];
  uint64_t done = BIT (place->proc);

  if (place->users > 0 || place->first || (!place->closed && share_unsure (place)))
    return false;
  if (place->parent)
    {
      Choice *choice = share_find_choice (before, place->proc);

      choice->place = 0;
      before->busy &= ~done;
      before->users--;
      free_place (place);
      settle_after (choice, done);
    }
  else
    free_place (place);

  return true;
}

/* Nobody is below the place any more who has not done what he had; where he was below it
 * himself, behind @proc. Returns: the last place on the way there that is left, 0: none */
uint32_t
share_finish (uint32_t number,
              int      proc)
{
  SharedPlace *place = &share->places[number];
  uint32_t parent = place->parent;

  if (proc >= 0)
    {
      place->busy &= ~BIT (proc);
      settle_after (share_find_choice (place, proc), BIT (proc));
    }
  while (number && leave_place (number))
    {
      number = parent;
      parent = share->places[number].parent;
    }

  return number;
}

/* What do those do who sleep at the place, or were tried? Returns: how many they are; −1:
 * it is not known of all */
static int
find_ops (unsigned depth,
          unsigned length,
          Op      *ops)
{
  const Event *event = &trail.events[depth];
  int n = 0;

  for (uint64_t left = event->sleep | event->done; left; left &= left - 1, n++)
    if (!steps_find_next (depth, length, __builtin_ctzll (left), &ops[n]))
      return -1;

  return n;
}

/* Returns: whether the place at the base is one of the shared ones now */
static bool
share_one (unsigned  length,
           Pool     *from,
           uint32_t *firsts)
{
  unsigned depth = share_own.base;
  const Event *event = &trail.events[depth];
  Op ops[N_PROCS];
  int n = find_ops (depth, length, ops);
  bool has_room = n >= 0 && share_has_room (1, (uint32_t) n + 1);
  uint32_t branches = has_room ? tree_copy (&share->pool, from, firsts[depth]) : 0, number;
  uint64_t known = event->sleep | event->done;
  SharedPlace *place;

  if (!has_room || (firsts[depth] && branches == 0))
    return false;
  number = depth > 0 ? share_new_place (share_own.places[depth - 1], event[-1].proc) : share_new_place (0, 0);
  place = &share->places[number];
  place->first = branches;
  place->enabled = event->enabled;
  place->sleep = event->sleep;
  place->started = event->done;
  for (int i = 0; i < n; i++, known &= known - 1)
    share_know (place, __builtin_ctzll (known), &ops[i]);
  place->users = 1;
  share_start (place, event->proc, &event->op);
  share_list (place);
  if (depth > 0)
    share_place (depth - 1)->users--;
  tree_drop (from, firsts[depth]);
  firsts[depth] = 0;
  share_own.places[depth] = number;
  share_own.base++;

  return true;
}

/* Does the way begun with the tree's first branch soon wake @choice? */
static bool
soon_wakes (const Pool   *from,
            uint32_t      node,
            const Choice *choice)
{
  for (int i = 0; node && (i <= SHORT_WAY || share_own.always); i++, node = from->nodes[node].child)
    if (share_is_woken (choice, from->nodes[node].proc, &from->nodes[node].op))
      return true;

  return false;
}

/* Returns: up to where the places are to be shared: the first one that has something the
 * others can begin with at once, where something is left for this process */
static unsigned
find_most (unsigned        length,
           const Pool     *from,
           const uint32_t *firsts)
{
  unsigned most = share_own.base;

  for (unsigned i = share_own.base; i < length; i++)
    {
      const Choice under_way = { .op = trail.events[i].op, .proc = trail.events[i].proc };

      if (firsts[i] && most > share_own.base && !share_own.always)
        return most;
      if (!soon_wakes (from, firsts[i], &under_way))
        continue;
      most = i + 1;
      if (from->nodes[firsts[i]].next && !share_own.always)
        return most;
    }

  return share_own.always ? most : share_own.base;
}

/* Where nothing is left to take the others may have some of what this process has to try. */
void
share_some (unsigned  length,
            Pool     *from,
            uint32_t *firsts)
{
  unsigned most;

  if (!share_own.shares || (!share_own.always && !share->is_hungry) || !share_has_room (1, N_PROCS + 1))
    return;
  most = find_most (length, from, firsts);
  if (most == share_own.base)
    return;
  share_lock ();
  share_change ();
  while (share_own.base < most && share_one (length, from, firsts))
    ;
  if (share_own.base == most)
    share_added (share_place (most - 1));
  share_changed ();
  share_unlock ();
}
