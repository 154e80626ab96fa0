/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-tree.h"
#include "explore-work.h"

/* Several processes, each with the program loaded at the same addresses, search one tree
 * of executions. Each has what is below a beginning of its own for itself; the places on
 * the way there, which races may lead back to, lie in memory that all share. Who has
 * nothing to do takes what is left to try at one of these; who sees others wait makes
 * more of his own places such. A choice that somebody has begun with is no use to the
 * others, as if it were done: so no two processes try the same. What it leads back to,
 * though, is not known yet, and who sleeps because of it relies on that: so a branch is
 * begun with while others of its place are being tried only if it wakes all who sleep there.
 * The first process leads: it calls the others when it has searched for a while, and tells
 * what all have found. */

#define MOST_JOBS   8
#define MOST_ASLEEP 12

typedef struct {
  uint32_t parent;                   /* the place before, 0: none */
  uint32_t users;                    /* places behind it, and processes that are below it */
  uint32_t first;                    /* what is to be tried, in the shared pool */
  uint16_t depth;
  uint8_t  proc;                     /* who leads here from the place before */
  bool     lives;
  uint8_t  n_asleep;                 /* of those below, UINT8_MAX: too many */
  Op       asleep[MOST_ASLEEP];      /* what they do who sleep here, or were begun with */
  uint64_t enabled, sleep, started;
  uint64_t busy;                     /* of those started: who is not done */
} SharedPlace;

bool share_open       (int n_jobs);
void share_join       (int job, bool always_some);
bool share_is_leader  (void);
bool share_wait       (void);
bool share_agrees     (uintptr_t fingerprint);
void share_begin      (bool shares);
void share_call       (unsigned ticks);
unsigned share_ticks  (void);
void share_stop       (void);
bool share_is_stopped (void);

/* For the search. */
void         share_lock   (void);
void         share_unlock (void);
unsigned     share_base   (void);
SharedPlace *share_place  (unsigned depth);
Pool        *share_pool   (void);
void         share_added  (void);
void         share_some   (unsigned length, Pool *from, uint32_t *firsts);
bool         share_take   (Pool *to, uint32_t *firsts);

/* For the verdict. */
Result       *share_result (void);
void          share_tell   (void);
const Result *share_hear   (int job);
uint64_t      share_others (void);
