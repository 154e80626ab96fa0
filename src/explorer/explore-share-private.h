/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-share.h"

#define MOST_PLACES (1u << 16)
#define MOST_KNOWN  (1u << 19)
#define SPARE_KNOWN (1u << 17)         /* for branches that need no more places, so that these are done at last */
#define SHORT_WAY   8                  /* places that must be shared where a branch is taken */
#define MOST_SHARED (1u << 19)         /* nodes: 25 MiB, where they are used */

typedef struct {
  pthread_mutex_t lock;
  pthread_cond_t  changed;
  int         n_jobs;
  bool        called, closed;        /* others are to help; it is too late to */
  bool        stopped, finished;
  unsigned    ticks;                 /* that the leader had left when it called */
  uintptr_t   fingerprint;           /* of the leader's addresses */
  int         n_searching, n_told;   /* the leader is one of them */
  int         ids[MOST_THREADS][MOST_THREADS], n_ids;
  int         n_idle;
  uint32_t    changes;               /* of places and choices; odd while one is under way */
  volatile bool is_hungry;           /* nothing is left to take that has a short way */
  SharedPlace places[MOST_PLACES];   /* the first one is none, and before those that have something to try */
  uint32_t    n_places, free, n_left;
  Choice      choices[MOST_KNOWN];
  uint32_t    n_choices, free_choice, n_choices_left;
  Pool        pool;
  Node        nodes[MOST_SHARED];
  Result      results[MOST_JOBS];
} Share;

extern Share *share;                 /* NULL: this process is alone */

typedef struct {
  int       job;                     /* 0 leads */
  bool      always;                  /* share, though nobody waits for it */
  bool      shares;                  /* in the search under way */
  bool    (*look) (void);            /* while it waits: is the search over? */
  uint32_t *places;                  /* of each depth up to the base */
  unsigned  base;
  bool      gave_back;               /* what it took could not be tried */
  unsigned  n_asked;                 /* for something to try */
} ShareOwn;

extern ShareOwn share_own;

void share_wait_a_little (void);
void share_change        (void);
void share_changed       (void);

/* explore-share-places.c */
uint32_t share_new_place   (uint32_t parent, int proc);
Choice  *share_find_choice (SharedPlace *place, int proc);
bool     share_has_room    (uint32_t n_places, uint32_t n_choices);
uint32_t share_number      (const SharedPlace *place);
void     share_list        (SharedPlace *place);
void     share_know        (SharedPlace *place, int proc, const Op *op);
void     share_start       (SharedPlace *place, int proc, const Op *op);
bool     share_is_woken    (const Choice *choice, int proc, const Op *op);
uint64_t share_unsure      (const SharedPlace *place);
uint32_t share_finish      (uint32_t number, int proc);
