/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-tree.h"
#include "explore-work.h"

/* Several processes, each with the program loaded at the same addresses, search one tree
 * of executions. Each has what is below a beginning of its own for itself; the places on
 * the way there, which races may lead back to, lie in memory that all share. Who has done
 * what it had takes what is left to try at the nearest of these on its own way, else at the
 * least deep of all; when nothing is left there, who has more makes more of his own places
 * such.
 * A choice that somebody has begun with is no use to the others, as if it were done: so no
 * two processes try the same. What it leads back to, though, is not known yet, and who
 * sleeps because of it sleeps unsurely: only executions below that choice show how he is
 * woken. So where a branch is taken, all places on its way are shared, up to the one where
 * nobody sleeps unsurely any more; and what leads back to a choice begun with is sent down
 * to such a place behind it. Below, what begins with a choice that was begun with may be
 * dropped, as it may by a single process.
 * Most races lead to what was begun with long ago. That is found out without the lock,
 * which is taken to change something, and where what was looked at has changed meanwhile.
 * The first process leads: it calls the others when it has searched for a while, and tells
 * what all have found. */

#define MOST_JOBS 8

typedef struct {
  Op       op;                       /* OP_NONE: not known yet */
  uint32_t place;                    /* shared, to which he leads; 0: none */
  uint32_t next;                     /* of those known at the place */
  uint8_t  proc;
} Choice;

typedef struct {
  uint32_t parent;                   /* the place before, 0: none */
  uint32_t users;                    /* places behind it, and processes that are below it */
  uint32_t first;                    /* what is to be tried, in the shared pool */
  uint16_t depth;
  uint8_t  proc;                     /* who leads here from the place before */
  bool     closed;                   /* it is not there: nothing can be tried */
  uint64_t enabled;                  /* 0: nobody has been there yet */
  uint64_t sleep, started;
  uint64_t busy;                     /* of those started: who is not done */
  uint32_t first_known, last_known;  /* who sleep, and then who were begun with, in this order */
  uint32_t next, previous;           /* place that has something to try, where this one has */
} SharedPlace;

typedef struct {
  unsigned replay;                   /* events are old; then comes what is to be tried, up to the base. 0: nothing */
  unsigned n_kept;                   /* of them this process has had last */
} ShareTaken;

bool share_open       (int n_jobs);
void share_join       (int job, bool always_some);
bool share_is_leader  (void);
bool share_wait       (void);
bool share_agrees     (uintptr_t fingerprint);
void share_begin      (bool shares, bool (*look) (void));
void share_call       (unsigned ticks);
unsigned share_ticks  (void);
void share_stop       (void);
bool share_is_stopped (void);

/* For the search. */
void         share_lock   (void);
void         share_unlock (void);
bool         share_read     (uint32_t *changes);
bool         share_has_read (uint32_t changes);
unsigned     share_base   (void);
SharedPlace *share_place  (unsigned depth);
Choice      *share_choice (uint32_t number);
SharedPlace *share_behind (const Choice *choice);
Pool        *share_pool   (void);
void         share_added  (SharedPlace *place);
void         share_some   (unsigned length, Pool *from, uint32_t *firsts);
ShareTaken   share_take   (Pool *to, uint32_t *firsts, unsigned length);
bool         share_arrive (unsigned depth);
void         share_look   (unsigned depth, uint64_t *known, uint64_t *done);

/* For the verdict. */
Result       *share_result (void);
void          share_tell   (void);
const Result *share_hear   (int job);
void          share_add_others (uint64_t *executions, uint64_t *complete);
