/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-trail.h"

typedef enum {
  SEARCH_DPOR,                       /* source-DPOR: each class, with few executions cut */
  SEARCH_OPTIMAL,                    /* the same, and none cut */
  SEARCH_DFS,                        /* every order but those that sleep sets tell equal: the oracle */
  SEARCH_RANDOM,
  SEARCH_PCT,                        /* random priorities, changed at a few random steps */
  SEARCH_PREEMPTIONS,                /* every order with so many preemptions */
  SEARCH_STATES,                     /* every state once */
  SEARCH_AUTO,                       /* of these, what proves or finds something first */
  SEARCH_REPLAY,                     /* one given order */
  N_SEARCHES
} SearchKind;

typedef struct {
  SearchKind kind;
  unsigned   preemptions;            /* at most, of SEARCH_PREEMPTIONS */
  unsigned   depth;                  /* of SEARCH_PCT: bugs of so many orderings */
  uint64_t   seed;
  const uint8_t *schedule;           /* of SEARCH_REPLAY */
  unsigned   schedule_length;
} SearchOptions;

/* How a search goes on: the chooser of an execution, and whether there is a next. */
typedef struct {
  const Chooser *chooser;
  void (*open) (const SearchOptions *options);
  bool (*next) (void);
  uint64_t (*waiting) (void);        /* executions that are known to come, there may be more; NULL: it does not know */
  const char *(*bound) (void);       /* why "no failure" is no proof, though it has ended; NULL, or returns it: it is one */
} Search;

const Search *search_get (SearchKind kind);

extern const Search search_dpor, search_optimal, search_dfs, search_random, search_pct, search_preemptions, search_states, search_replay;

uint64_t    states_count     (void);
bool        states_are_all   (void);
bool        states_are_stuck (void);
