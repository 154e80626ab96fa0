/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-search.h"
#include "explore-wakeup.h"

#include <string.h>

/* Depth first through the classes of executions, with sleep sets: once a choice
 * was tried at a place, it is no use there until something happens that depends
 * on it. Plain search tries everybody at each place. Source-DPOR (Abdulla,
 * Aronis, Jonsson and Sagonas, POPL 2014) tries another only where a race shows
 * that the other order leads elsewhere, and optimal DPOR remembers how it gets there, so
 * that no execution turns out to be of no use. The plain search is the oracle: all must
 * count the same complete executions (tests/explorer). */

static struct {
  unsigned replay;                   /* events given from the execution before */
  unsigned n_kept;                   /* of these, that are known from it */
  unsigned taken;                    /* given by what is taken from other processes, which may be more */
  unsigned length;                   /* of the execution */
  bool     plain, optimal;
  uint64_t sleep;                    /* at the next place */
  int      last;
} dpor;

static void
open_dpor (const SearchOptions *options)
{
  (void) options;
  memset (&dpor, 0, sizeof dpor);
  run.never_parks = false;
}

static int
lowest (uint64_t procs)
{
  return __builtin_ctzll (procs);
}

static int
choose_next (uint64_t useful)
{
  return useful & BIT (dpor.last) ? dpor.last : lowest (useful);
}

/* A fresh place, to which a wake-up tree may have led. */
static int
choose_awake (Event   *event,
              uint64_t useful)
{
  int proc = wakeup_take (run.depth, useful);

  if (proc < 0)
    proc = choose_next (useful);
  event->backtrack |= BIT (proc);
  if (useful & BIT (proc ^ MOST_THREADS))
    wakeup_add (proc ^ MOST_THREADS);

  return proc;
}

/* A fresh place: goes on with the same thread where that is of use, so that
 * schedules have few switches; threads before their timeouts. */
static int
choose_fresh (Event *event)
{
  uint64_t useful;
  int proc;

  event->enabled = enabled_procs ();
  event->sleep = run.depth == 0 ? 0 : dpor.sleep;
  event->done = 0;
  event->backtrack = 0;
  if (event->enabled == 0)
    return CHOOSE_NOBODY;

  useful = event->enabled & ~event->sleep;
  if (useful == 0)
    return CHOOSE_CUT;
  if (dpor.optimal)
    return choose_awake (event, useful);

  proc = choose_next (useful);
  event->backtrack = dpor.plain ? event->enabled : BIT (proc);
  event->backtrack |= event->enabled & BIT (proc ^ MOST_THREADS);

  return proc;
}

/* What another process has led to, or has only found. Returns: whether it is so here */
static bool
is_as_taken (Event *event)
{
  uint64_t enabled = enabled_procs ();
  bool leads_on = enabled & BIT (event->proc), is_known = run.depth < dpor.replay;

  if (is_known && !leads_on)
    run.failure = (Failure) { FAIL_DIVERGED, THREAD_OF (event->proc), 0, 0, 0, "" };
  if (run.depth + 1 < dpor.replay || (is_known && !leads_on))
    return leads_on;
  event->enabled = enabled;
  if (!wakeup_arrive ())
    return false;
  if (!is_known && (enabled & ~event->sleep & BIT (event->proc ^ MOST_THREADS)))
    wakeup_add (event->proc ^ MOST_THREADS);

  return true;
}

static int
choose (void)
{
  Event *event = &trail.events[run.depth];
  int proc;

  if (run.depth == 0)
    {
      trail_begin ();
      dpor.last = 0;
    }
  dpor.length = run.depth;
  if (run.depth < dpor.taken && !is_as_taken (event))
    return CHOOSE_CUT;
  proc = run.depth < dpor.replay || run.depth < dpor.taken ? event->proc : choose_fresh (event);
  if (proc >= 0)
    dpor.last = THREAD_OF (proc);

  return proc;
}

/* Who sleeps at the place after @event: whoever slept, or was tried, and does not
 * depend on what happens now. */
static void
pass_sleep (const Event *event)
{
  uint64_t sleepers = (event->sleep | event->done) & ~BIT (event->proc);

  dpor.sleep = 0;
  while (sleepers)
    {
      int proc = lowest (sleepers);
      Op op = op_of (proc);

      sleepers &= sleepers - 1;
      if (THREAD_OF (proc) != THREAD_OF (event->proc) && !op_depends (&op, &event->op))
        dpor.sleep |= BIT (proc);
    }
}

static void
happen (int proc)
{
  Event *event = &trail.events[run.depth];

  dpor.length = run.depth + 1;
  if (run.depth + 1 < dpor.replay)
    {
      trail.knows_races = true;
      if (run.depth < dpor.n_kept)
        trail_replay (proc);
      else
        trail_add (proc);
      trail.knows_races = false;
      return;
    }

  if (run.threads[THREAD_OF (proc)].op.timed && !dpor.plain)
    {
      wakeup_limit (run.depth);
      trail_examine (proc ^ MOST_THREADS);
      wakeup_limit (UINT32_MAX);
    }
  trail_add (proc);
  pass_sleep (event);
}

/* What threads wait for in vain may race with what kept them. */
static void
finish (void)
{
  if (dpor.plain)
    return;
  for (int i = 0; i < run.n_threads; i++)
    if (run.threads[i].state == THREAD_READY || run.threads[i].state == THREAD_PARKED)
      {
        trail_examine (i);
        if (run.threads[i].op.timed || run.threads[i].tired)
          trail_examine (TIMEOUT_OF (i));
      }
}

/* Races are taken before anybody is let go on to see whether he would leave his loop. */
static void
finish_optimal (void)
{
  finish ();
  wakeup_take_races (run.depth);
}

/* @op of @proc could have come before @event: somebody must be tried there from
 * whom an execution begins in which it does. Those are the first events of what
 * does not need @event, with @proc behind them. */
static void
take_race (const Event *event,
           int          proc,
           const Op    *op,
           const Clock *past,
           const Clock *now)
{
  unsigned depth = (unsigned) (event - trail.events);
  Event *place = &trail.events[depth];
  const Event *firsts[N_PROCS];
  uint64_t seen = 0, initials = 0;
  bool free = true;
  int n = 0;

  (void) op;
  (void) past;
  for (unsigned i = depth + 1; i < run.depth; i++)
    {
      const Event *other = &trail.events[i];
      bool first = !(seen & BIT (other->proc));

      if (happens_before (event, &other->clock))
        continue;
      seen |= BIT (other->proc);
      for (int j = 0; first && j < n; j++)
        if (happens_before (firsts[j], &other->clock))
          first = false;
      if (!first)
        continue;
      firsts[n++] = other;
      initials |= BIT (other->proc);
    }
  for (int j = 0; j < n; j++)
    if (happens_before (firsts[j], now))
      free = false;
  if (free)
    initials |= BIT (proc);

  if (initials & (place->backtrack | place->sleep))
    return;
  if (initials & place->enabled)
    place->backtrack |= place->enabled & BIT (proc) & initials ? BIT (proc) : BIT (lowest (initials & place->enabled));
  else
    place->backtrack |= place->enabled;
}

static bool
next (void)
{
  dpor.replay = dpor.n_kept = trail_go_back (dpor.length);

  return dpor.replay > 0;
}

/* The same, of those who are in the wake-up trees. */
static bool
next_optimal (void)
{
  const unsigned length = dpor.length;
  ShareTaken taken;

  wakeup_take_races (dpor.length);
  wakeup_drop (dpor.length);
  wakeup_share (dpor.length);
  dpor.taken = 0;
  while (dpor.length > share_base ())
    {
      Event *event = &trail.events[--dpor.length];
      int proc;

      event->done |= BIT (event->proc);
      proc = wakeup_take (dpor.length, event->enabled & ~event->sleep & ~event->done);
      if (proc < 0)
        continue;
      event->proc = (uint8_t) proc;
      dpor.replay = dpor.n_kept = dpor.length + 1;
      return true;
    }
  taken = wakeup_take_shared (length);
  dpor.replay = taken.replay;
  dpor.n_kept = taken.n_kept;
  dpor.taken = share_base ();

  return dpor.replay > 0;
}

static void
open_source (const SearchOptions *options)
{
  open_dpor (options);
  trail.race = take_race;
}

static void
open_optimal (const SearchOptions *options)
{
  open_dpor (options);
  dpor.optimal = true;
  wakeup_begin ();
  trail.race = wakeup_note;
}

static void
open_plain (const SearchOptions *options)
{
  open_dpor (options);
  dpor.plain = true;
  trail.race = NULL;
}

/* At each place of the execution, the choices known so far that are not done: none of them is in
 * vain. What they lead back to is not known before, so how far the search is cannot be told. */
static uint64_t
waiting (void)
{
  uint64_t n = 0;

  for (unsigned i = 0; i < dpor.length; i++)
    {
      const Event *event = &trail.events[i];
      uint64_t known = event->backtrack & event->enabled & ~event->sleep, done = event->done;

      if (i < share_base ())
        share_look (i, &known, &done);
      n += (uint64_t) __builtin_popcountll (known & ~done & ~BIT (event->proc));
    }

  return n;
}

static const char *
bound_word (void)
{
  return wakeup_is_full () ? "memory" : NULL;
}

static const Chooser chooser = { choose, happen, finish };
static const Chooser optimal_chooser = { choose, happen, finish_optimal };

const Search search_dpor = { &chooser, open_source, next, NULL, NULL };
const Search search_optimal = { &optimal_chooser, open_optimal, next_optimal, waiting, bound_word };
const Search search_dfs = { &chooser, open_plain, next, NULL, NULL };
