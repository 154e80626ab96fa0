/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-share.h"

#define MOST_PLACES 8192
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
  volatile int      n_idle;
  volatile uint32_t n_waiting;       /* branches to take */
  SharedPlace places[MOST_PLACES];
  uint32_t    n_places, free;
  Pool        pool;
  Node        nodes[MOST_SHARED];
  bool        told[MOST_JOBS];
  Result      results[MOST_JOBS];
} Share;

extern Share *share;                 /* NULL: this process is alone */

typedef struct {
  int       job;                     /* 0 leads */
  bool      always;                  /* share, though nobody waits for it */
  bool      shares;                  /* in the search under way */
  uint32_t *places;                  /* of each depth up to the base */
  unsigned  base;
} ShareOwn;

extern ShareOwn share_own;

void share_wait_a_little (void);
