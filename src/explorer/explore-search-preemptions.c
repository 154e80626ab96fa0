/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-search.h"

#include <string.h>

/* Every order with at most so many preemptions: switches away from a thread that
 * could go on (Musuvathi and Qadeer, PLDI 2007). Most mistakes need one or two. */

static struct {
  unsigned most;
  unsigned replay, length;
  bool     bounded;                  /* some order was left out */
} bound;

static void
open_bound (const SearchOptions *options)
{
  memset (&bound, 0, sizeof bound);
  run.never_parks = false;
  bound.most = options->preemptions;
  trail.race = NULL;
}

static int
last_thread (void)
{
  return run.depth == 0 ? 0 : THREAD_OF (trail.events[run.depth - 1].proc);
}

/* How often the trail has switched away from somebody who could go on; kept in
 * the events, as their value. */
static unsigned
used_before (void)
{
  return run.depth == 0 ? 0 : (unsigned) trail.events[run.depth - 1].value;
}

static unsigned
used_with (const Event *event,
           int          proc)
{
  int last = last_thread ();

  return used_before () + (THREAD_OF (proc) != last && event->enabled & BIT (last));
}

static int
choose (void)
{
  Event *event = &trail.events[run.depth];

  if (run.depth == 0)
    trail_begin ();
  bound.length = run.depth;
  if (run.depth < bound.replay)
    return event->proc;

  event->enabled = enabled_procs ();
  event->done = event->backtrack = event->sleep = 0;
  if (event->enabled == 0)
    return CHOOSE_NOBODY;
  for (uint64_t left = event->enabled; left; left &= left - 1)
    {
      int proc = __builtin_ctzll (left);

      if (used_with (event, proc) <= bound.most)
        event->backtrack |= BIT (proc);
      else
        bound.bounded = true;
    }

  return event->backtrack & BIT (last_thread ()) ? last_thread () : __builtin_ctzll (event->backtrack);
}

static void
happen (int proc)
{
  Event *event = &trail.events[run.depth];

  bound.length = run.depth + 1;
  event->value = used_with (event, proc);
  if (run.depth + 1 < bound.replay)
    trail_replay (proc);
  else
    trail_add (proc);
}

static void
finish (void)
{
}

static bool
next (void)
{
  bound.replay = trail_go_back (bound.length);

  return bound.replay > 0;
}

/* Did some order need more preemptions than were allowed? */
static const char *
bound_word (void)
{
  return bound.bounded ? "preemptions" : NULL;
}

static const Chooser chooser = { choose, happen, finish };

const Search search_preemptions = { &chooser, open_bound, next, NULL, bound_word };

const Search *
search_get (SearchKind kind)
{
  static const Search *const searches[N_SEARCHES] = {
    [SEARCH_DPOR] = &search_dpor,
    [SEARCH_OPTIMAL] = &search_optimal,
    [SEARCH_DFS] = &search_dfs,
    [SEARCH_RANDOM] = &search_random,
    [SEARCH_PCT] = &search_pct,
    [SEARCH_PREEMPTIONS] = &search_preemptions,
    [SEARCH_STATES] = &search_states,
    [SEARCH_REPLAY] = &search_replay,
  };

  return searches[kind];
}
