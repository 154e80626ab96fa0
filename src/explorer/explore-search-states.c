/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-search.h"
#include "explore-graph.h"
#include "explore-hash.h"
#include "explore-local.h"

#include <stdlib.h>
#include <string.h>

/* Every state once: what was seen before leads to what was seen before. So loops
 * without an end are closed, and whether somebody ever gets out of them is known in
 * the end. A program that never ends is right only if each of its threads can go on
 * for ever with something that others notice: who can do nothing at all is
 * deadlocked; where nobody does anything but look, or where an end that others reach
 * cannot be reached any more, that is a livelock. Whether a thread that only looks,
 * while others work, waits for something in vain cannot be told. An operation that
 * nobody else can notice happens at once. */

#define MOST_SEEN  (1u << 21)          /* with the graph, some 130 MiB at most */
#define NOBODY_YET UINT32_MAX
#define MOST_LOCAL 100                 /* steps without looking where one is: a loop of such is closed too */

typedef struct {
  uint64_t hash;                     /* 0: none */
  uint32_t number : 31;
  uint32_t again : 1;                /* in the second pass too */
  uint32_t there;                    /* threads that have not ended; see who_is_there() */
} Seen;

static struct {
  unsigned  replay, length;
  Seen     *seen;
  size_t    room;
  uint32_t  n_seen;
  uint32_t *on_path;                 /* of each depth: the last state that was kept there */
  unsigned  n_local;                 /* steps since then */
  uint32_t  acts, works;             /* since then: who did something, and who something that counts */
  int       acting;                  /* whose step is under way; −1: nobody's */
  uint64_t  done_before;             /* what it had done before; see deeds_of() */
  int       races_next;              /* who makes @race of what just happened; −1: nobody */
  Failure   race;
  bool      is_full;
  bool      is_cut;                  /* some execution was longer, or larger, than allowed */
  bool      anew;                    /* something was not local after all, or time matters */
  bool      hashes_clock;
  bool      some_end;
  bool      somebody_looks_on;       /* for ever */
  bool      looks_for_stuck;         /* the second pass */
} states;

static void
forget (void)
{
  if (states.seen)
    memset (states.seen, 0, states.room * sizeof *states.seen);
  graph_forget ();
  states.n_seen = 0;
  states.replay = states.length = 0;
  states.anew = states.looks_for_stuck = states.somebody_looks_on = false;
  states.hashes_clock = run.reads_clock;
}

static void
open_states (const SearchOptions *options)
{
  (void) options;
  trail.race = NULL;
  run.never_parks = true;
  local_open ();
  states.is_full = states.is_cut = false;
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

static uint32_t
last_state (unsigned depth)
{
  return depth == 0 ? NOBODY_YET : states.on_path[depth - 1];
}

static void
add_edge (uint32_t from,
          uint32_t to)
{
  if (from != NOBODY_YET && !states.looks_for_stuck && !graph_add (from, to, states.acts, states.works))
    states.is_full = true;
}

/* Counts what others could notice of what a thread does: what it writes and prints,
 * and what it tells. That it takes a lock and gives it back does not count. */
static uint64_t
deeds_of (int id)
{
  return run.writes - run.threads[id].own_writes + output_count (id);
}

/* The step that was under way is over. */
static void
note_step (void)
{
  if (states.acting < 0)
    return;
  states.acts |= 1u << states.acting;
  if (deeds_of (states.acting) != states.done_before)
    states.works |= 1u << states.acting;
  states.acting = -1;
}

/* Threads that have not ended; not who joins one of them, since it can go on when that
 * one can, but those who join each other. */
static uint32_t
who_is_there (void)
{
  uint32_t there = 0;

  for (int i = 0; i < run.n_threads; i++)
    {
      const Thread *thread = &run.threads[i];
      int n = 0;

      if (thread->state != THREAD_READY)
        continue;
      for (; thread->op.kind == OP_JOIN && n <= run.n_threads; n++)
        thread = (const Thread *) thread->op.address;
      if (n == 0 || n > run.n_threads)
        there |= 1u << i;
    }

  return there;
}

/* Is somebody in this state who can never do anything again? Or can nobody do
 * anything that matters, or reach an end that others reach? */
static bool
is_stuck (const Seen *seen)
{
  const Reach *reach = graph_get (seen->number);

  return !reach->ends && (states.some_end || (seen->there & ~reach->acts) || reach->works == 0);
}

static void
fail_stuck (const Seen *seen)
{
  uint32_t blocked = seen->there & ~graph_get (seen->number)->acts;
  uint64_t enabled = trail.events[run.depth].enabled;
  int id = blocked ? __builtin_ctz (blocked) : THREAD_OF (__builtin_ctzll (enabled));
  const Op *op = &run.threads[id].op;

  run.failure = (Failure) { blocked ? FAIL_DEADLOCK : FAIL_LIVELOCK, id, op->pc, 0, op->address, "" };
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
    *slot = (Seen) { hash ? hash : 1, states.n_seen++ & INT32_MAX, 0, who_is_there () };
  add_edge (last_state (run.depth), slot->number);
  states.on_path[run.depth] = slot->number;
  states.acts = states.works = states.n_local = 0;
  if (is_new && run.main_ended)
    add_edge (slot->number, GRAPH_END);
  if (!states.looks_for_stuck)
    return !is_new;

  if (slot->again)
    return true;
  slot->again = true;
  if (!is_new && is_stuck (slot))
    fail_stuck (slot);

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
  states.on_path[run.depth] = last_state (run.depth);
  if (event->enabled == 0)
    return CHOOSE_NOBODY;
  event->backtrack = event->enabled;
  if (states.races_next >= 0)
    return states.races_next;
  states.n_local++;
  for (uint64_t left = event->enabled; left && states.n_local < MOST_LOCAL; left &= left - 1)
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
      states.races_next = states.acting = -1;
      states.acts = states.works = states.n_local = 0;
    }
  states.length = run.depth;
  note_step ();
  if (run.depth < states.replay && states.on_path[run.depth] != last_state (run.depth))
    states.acts = states.works = states.n_local = 0;
  if (states.anew || run.reads_clock != states.hashes_clock)
    {
      states.anew = true;
      return CHOOSE_CUT;
    }

  return run.depth < states.replay ? event->proc : choose_fresh (event);
}

static void
happen (int proc)
{
  states.length = run.depth + 1;
  states.acting = THREAD_OF (proc);
  states.done_before = deeds_of (states.acting);
  if (run.threads[states.acting].op.kind == OP_TELL)
    states.works |= 1u << states.acting;
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
  add_edge (last_state (run.depth), GRAPH_END);
}

/* Every state is known: can some of them never be left? Returns: whether the second
 * pass is to say which */
static bool
some_are_stuck (void)
{
  Reach *reach = graph_open (states.n_seen);
  bool any = false;

  if (reach == NULL)
    {
      states.is_full = true;
      return false;
    }
  for (size_t i = 0; i < states.room; i++)
    if (states.seen[i].hash)
      reach[states.seen[i].number].leaves = ~states.seen[i].there;
  graph_close ();
  states.some_end = false;
  for (uint32_t i = 0; i < states.n_seen; i++)
    states.some_end |= reach[i].ends;
  for (size_t i = 0; i < states.room; i++)
    {
      const Seen *seen = &states.seen[i];

      const Reach *after = &reach[seen->number];

      if (seen->hash == 0 || after->ends)
        continue;
      any |= is_stuck (seen);
      states.somebody_looks_on |= (seen->there & ~after->works & ~after->leaves) != 0;
    }

  return any;
}

static bool
next (void)
{
  if (run.depth >= run.options.most_steps || run.exhausted)
    states.is_cut = true;
  if (states.is_full)
    return false;
  if (states.anew)
    {
      forget ();
      return true;
    }
  if (run.failure.kind != FAIL_NONE)
    add_edge (last_state (states.length), GRAPH_END);
  states.replay = trail_go_back (states.length);
  if (states.replay > 0)
    return true;
  if (states.looks_for_stuck || states.is_cut || !some_are_stuck ())
    return false;
  states.looks_for_stuck = true;
  states.length = 0;

  return true;
}

/* How many there are. */
uint64_t
states_count (void)
{
  return states.n_seen;
}

static const char *
bound_word (void)
{
  return states.is_full ? "memory" : states.somebody_looks_on ? "steps" : NULL;
}

/* Was every state looked at, though what somebody does there is no proof? */
bool
states_are_all (void)
{
  return !states.is_full && !states.is_cut && states.somebody_looks_on;
}

/* Is what fails now the state, whatever comes next? */
bool
states_are_stuck (void)
{
  return states.looks_for_stuck;
}

static const Chooser chooser = { choose, happen, finish };

const Search search_states = { &chooser, open_states, next, NULL, bound_word };
