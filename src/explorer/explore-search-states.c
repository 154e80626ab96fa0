/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-search.h"
#include "explore-hash.h"
#include "explore-local.h"

#include <stdlib.h>
#include <string.h>

/* Every state once: what was seen before leads to what was seen before. So loops
 * without an end are closed, and whether somebody ever gets out of them is known in
 * the end: a state from which no way leads to an end that others reach is a
 * livelock. An operation that nobody else can notice happens at once. */

#define MOST_SEEN  (1u << 21)          /* with the edges, some 100 MiB at most */
#define MOST_EDGES (1u << 22)
#define NOBODY_YET UINT32_MAX

typedef struct {
  uint64_t hash;                     /* 0: none */
  uint32_t number : 31;
  uint32_t again : 1;                /* in the second pass too */
} Seen;

typedef struct {
  uint32_t from, to;
} Edge;

static struct {
  unsigned  replay, length;
  Seen     *seen;
  size_t    room;
  uint32_t  n_seen;
  Edge     *edges;
  size_t    n_edges, edges_room;
  uint8_t  *ends;                    /* of each state: whether an end is reached from it */
  uint32_t *on_path;                 /* of each depth: the last state that was kept there */
  int       races_next;              /* who makes @race of what just happened; −1: nobody */
  Failure   race;
  bool      is_full;
  bool      anew;                    /* something was not local after all */
  bool      looks_for_stuck;         /* the second pass */
} states;

static void
forget (void)
{
  if (states.seen)
    memset (states.seen, 0, states.room * sizeof *states.seen);
  states.n_seen = 0;
  states.n_edges = 0;
  states.replay = states.length = 0;
  states.anew = false;
}

static void
close_states (void)
{
  free (states.ends);
  states.ends = NULL;
}

static void
open_states (const SearchOptions *options)
{
  (void) options;
  trail.race = NULL;
  run.never_parks = true;
  close_states ();
  local_open ();
  states.is_full = states.looks_for_stuck = false;
  if (states.on_path == NULL)
    states.on_path = calloc (run.options.most_steps + 1, sizeof *states.on_path);
  forget ();
}

static Seen *
find_slot (uint64_t hash)
{
  size_t slot = hash & (states.room - 1);

  while (states.seen[slot].hash != 0 && states.seen[slot].hash != hash)
    slot = (slot + 1) & (states.room - 1);

  return &states.seen[slot];
}

/* Returns: false where there is no memory for more */
static bool
make_room (void)
{
  Seen *old = states.seen;
  size_t n = states.room;

  if (states.n_seen < states.room / 2)
    return true;
  if (states.room >= MOST_SEEN)
    return false;
  states.room = n ? 2 * n : 1u << 12;
  states.seen = calloc (states.room, sizeof *states.seen);
  if (states.seen == NULL)
    {
      states.seen = old;
      states.room = n;
      return false;
    }
  for (size_t i = 0; i < n; i++)
    if (old[i].hash)
      *find_slot (old[i].hash) = old[i];
  free (old);

  return true;
}

static void
add_edge (uint32_t from,
          uint32_t to)
{
  if (from == NOBODY_YET || states.looks_for_stuck)
    return;
  if (states.n_edges == states.edges_room)
    {
      size_t room = states.edges_room ? 2 * states.edges_room : 1u << 12;
      Edge *edges = room <= MOST_EDGES ? realloc (states.edges, room * sizeof *edges) : NULL;

      if (edges == NULL)
        {
          states.is_full = true;
          return;
        }
      states.edges = edges;
      states.edges_room = room;
    }
  states.edges[states.n_edges++] = (Edge) { from, to };
}

static uint32_t
last_state (void)
{
  return run.depth == 0 ? NOBODY_YET : states.on_path[run.depth - 1];
}

/* No end can be reached from here, and from others it can. */
static void
fail_stuck (void)
{
  uint64_t enabled = trail.events[run.depth].enabled;
  int id = THREAD_OF (__builtin_ctzll (enabled));
  const Op *op = &run.threads[id].op;

  run.failure = (Failure) { FAIL_LIVELOCK, id, op->pc, 0, op->address, "" };
}

/* Returns: whether it was seen before */
static bool
visit (void)
{
  uint64_t hash = state_hash ();
  bool is_new;
  Seen *slot;

  if (!make_room ())
    {
      states.is_full = true;
      return true;
    }
  slot = find_slot (hash ? hash : 1);
  is_new = slot->hash == 0;
  if (is_new)
    *slot = (Seen) { hash ? hash : 1, states.n_seen++ & INT32_MAX, 0 };
  add_edge (last_state (), slot->number);
  states.on_path[run.depth] = slot->number;
  if (!states.looks_for_stuck)
    return !is_new;

  if (slot->again)
    return true;
  slot->again = true;
  if (!is_new && !states.ends[slot->number])
    fail_stuck ();

  return false;
}

/* Two threads stand before the same memory, and one is to write: whatever comes
 * first, it is a data race. Returns: the first of them, the other comes next */
static int
look_for_races (uint64_t enabled)
{
  uint64_t threads = enabled & (BIT (MOST_THREADS) - 1);

  for (uint64_t left = threads; trail.take_data_race && left; left &= left - 1)
    for (uint64_t others = left & (left - 1); others; others &= others - 1)
      {
        int one = __builtin_ctzll (left), other = __builtin_ctzll (others);
        const Op *op = &run.threads[one].op, *its = &run.threads[other].op;
        uintptr_t address = op->address > its->address ? op->address : its->address;

        if (!op_depends (op, its) || !op_races (op, its))
          continue;
        states.race = (Failure) { FAIL_RACE, other, its->pc, op->pc, address, "" };
        states.races_next = other;
        return one;
      }

  return CHOOSE_NOBODY;
}

/* A fresh place: one that nobody notices alone, else all. */
static int
choose_fresh (Event *event)
{
  int first;

  event->enabled = enabled_procs ();
  event->done = event->sleep = 0;
  states.on_path[run.depth] = last_state ();
  if (event->enabled == 0)
    return CHOOSE_NOBODY;
  event->backtrack = event->enabled;
  if (states.races_next >= 0)
    return states.races_next;
  for (uint64_t left = event->enabled; left; left &= left - 1)
    if (local_is (__builtin_ctzll (left)))
      {
        event->backtrack = left & -left;
        return __builtin_ctzll (left);
      }

  if (visit ())
    return CHOOSE_CUT;
  if (run.failure.kind != FAIL_NONE)
    return CHOOSE_CUT;
  first = look_for_races (event->enabled);

  return first >= 0 ? first : __builtin_ctzll (event->enabled);
}

static int
choose (void)
{
  Event *event = &trail.events[run.depth];

  if (run.depth == 0)
    {
      trail_begin ();
      local_begin ();
      states.races_next = -1;
    }
  states.length = run.depth;
  if (states.anew)
    return CHOOSE_CUT;

  return run.depth < states.replay ? event->proc : choose_fresh (event);
}

static void
happen (int proc)
{
  states.length = run.depth + 1;
  if (local_happen (proc))
    states.anew = true;
  if (run.depth + 1 < states.replay)
    {
      trail_replay (proc);
      return;
    }
  trail_note (proc);
  if (proc != states.races_next)
    return;
  states.races_next = -1;
  trail.take_data_race (&states.race);
}

/* An end, or what keeps somebody waiting for ever. */
static void
finish (void)
{
  add_edge (last_state (), NOBODY_YET);
}

/* Marks the states from which an end is reached, back from the ends. Returns: whether
 * some can reach one and some cannot */
static bool
some_are_stuck (void)
{
  bool more = true, any = false;
  size_t n_ends = 0;

  states.ends = calloc (states.n_seen + 1u, 1);
  if (states.ends == NULL)
    return false;
  while (more)
    {
      more = false;
      for (size_t i = states.n_edges; i-- > 0;)
        {
          const Edge *edge = &states.edges[i];
          bool ends = edge->to == NOBODY_YET || states.ends[edge->to];

          if (ends && !states.ends[edge->from])
            states.ends[edge->from] = more = any = true, n_ends++;
        }
    }

  return any && n_ends < states.n_seen;
}

/* The deepest place where somebody is still to be tried. */
static bool
go_back (void)
{
  while (states.length > 0)
    {
      Event *event = &trail.events[--states.length];
      uint64_t left;

      event->done |= BIT (event->proc);
      left = event->backtrack & ~event->done;
      if (left == 0)
        continue;
      event->proc = (uint8_t) __builtin_ctzll (left);
      states.replay = states.length + 1;
      return true;
    }

  return false;
}

static bool
next (void)
{
  if (states.is_full)
    return false;
  if (states.anew)
    {
      forget ();
      return true;
    }
  if (go_back ())
    return true;
  if (states.looks_for_stuck || !some_are_stuck ())
    return false;
  states.looks_for_stuck = true;
  states.replay = states.length = 0;

  return true;
}

/* How many there are, and whether more than there is room for. */
uint64_t
states_count (bool *is_full)
{
  *is_full = states.is_full;

  return states.n_seen;
}

static const Chooser chooser = { choose, happen, finish };

const Search search_states = { &chooser, open_states, next, NULL };
