/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "explore-search.h"

#include <string.h>

/* Hunters, which prove nothing: random orders; random priorities that change at
 * a few random steps (PCT: Burckhardt, Kothari, Musuvathi and Nagarakatte, ASPLOS
 * 2010); and one order that is given. */

#define MOST_CHANGES 16

static struct {
  uint64_t seed;
  unsigned length, longest;
  unsigned n_changes;
  unsigned changes[MOST_CHANGES];
  int      priorities[N_PROCS];
  int      lowest;
  uint64_t given;                    /* procs that have a priority */
  const uint8_t *schedule;
  unsigned schedule_length;
} hunt;

static uint64_t
random_number (void)
{
  hunt.seed ^= hunt.seed << 13;
  hunt.seed ^= hunt.seed >> 7;
  hunt.seed ^= hunt.seed << 17;

  return hunt.seed * 0x2545f4914f6cdd1du >> 16;
}

static void
open_hunt (const SearchOptions *options)
{
  memset (&hunt, 0, sizeof hunt);
  run.never_parks = false;
  hunt.seed = options->seed ? options->seed : 0x9e3779b97f4a7c15u;
  hunt.n_changes = options->depth > 1 ? options->depth - 1 : 0;
  if (hunt.n_changes > MOST_CHANGES)
    hunt.n_changes = MOST_CHANGES;
  hunt.schedule = options->schedule;
  hunt.schedule_length = options->schedule_length;
  hunt.longest = 1;
  trail.race = NULL;
}

/* Notes who could act, as every search does. */
static uint64_t
arrive (void)
{
  Event *event = &trail.events[run.depth];

  if (run.depth == 0)
    trail_begin ();
  hunt.length = run.depth;
  event->enabled = enabled_procs ();
  event->sleep = event->done = event->backtrack = 0;

  return event->enabled;
}

static int
choose_random (void)
{
  uint64_t enabled = arrive ();
  int n = __builtin_popcountll (enabled);

  if (n == 0)
    return CHOOSE_NOBODY;
  for (int skip = (int) (random_number () % (unsigned) n); skip > 0; skip--)
    enabled &= enabled - 1;

  return __builtin_ctzll (enabled);
}

static int
choose_highest (uint64_t enabled)
{
  int best = -1;

  for (uint64_t left = enabled; left; left &= left - 1)
    {
      int proc = __builtin_ctzll (left);

      if (!(hunt.given & BIT (proc)))
        {
          hunt.given |= BIT (proc);
          hunt.priorities[proc] = (int) (random_number () % 1000000) + MOST_CHANGES;
        }
      if (best < 0 || hunt.priorities[proc] > hunt.priorities[best])
        best = proc;
    }

  return best;
}

static int
choose_pct (void)
{
  uint64_t enabled = arrive ();
  int proc;

  if (run.depth == 0)
    {
      hunt.given = 0;
      hunt.lowest = MOST_CHANGES;
      for (unsigned i = 0; i < hunt.n_changes; i++)
        hunt.changes[i] = (unsigned) (random_number () % hunt.longest);
    }
  if (enabled == 0)
    return CHOOSE_NOBODY;

  proc = choose_highest (enabled);
  for (unsigned i = 0; i < hunt.n_changes; i++)
    if (hunt.changes[i] == run.depth)
      {
        hunt.priorities[proc] = --hunt.lowest;
        proc = choose_highest (enabled);
      }

  return proc;
}

/* Whoever is named goes on, be it once more round a loop. */
static void
unpark_given (void)
{
  Thread *thread = &run.threads[THREAD_OF (hunt.schedule[run.depth])];

  if (thread->state == THREAD_PARKED)
    thread->state = THREAD_READY;
  if (thread->tired)
    thread->op.timed = true, thread->tired = false;
}

static int
choose_given (void)
{
  uint64_t enabled;
  int proc;

  if (run.depth < hunt.schedule_length)
    unpark_given ();
  enabled = arrive ();
  if (enabled == 0)
    return CHOOSE_NOBODY;
  if (run.depth >= hunt.schedule_length)
    return CHOOSE_CUT;
  proc = hunt.schedule[run.depth];
  if (enabled & BIT (proc))
    return proc;

  run.failure = (Failure) { FAIL_DIVERGED, THREAD_OF (proc), 0, 0, 0, "" };

  return CHOOSE_CUT;
}

static void
happen (int proc)
{
  trail_add (proc);
  if (run.depth + 1 > hunt.longest)
    hunt.longest = run.depth + 1;
}

static void
finish (void)
{
}

static bool
next_hunt (void)
{
  return true;
}

static bool
next_given (void)
{
  return false;
}

static const Chooser random_chooser = { choose_random, happen, finish };
static const Chooser pct_chooser = { choose_pct, happen, finish };
static const Chooser given_chooser = { choose_given, happen, finish };

const Search search_random = { &random_chooser, open_hunt, next_hunt, NULL, NULL };
const Search search_pct = { &pct_chooser, open_hunt, next_hunt, NULL, NULL };
const Search search_replay = { &given_chooser, open_hunt, next_given, NULL, NULL };
