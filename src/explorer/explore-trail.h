/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore.h"

/* The trail: the events of the execution under way, in their order, each with
 * its vector clock. An event happens before another when they depend on each
 * other and it came first, or a chain of such leads there; executions that agree
 * on that are one class, whatever order the rest came in. */

typedef struct {
  uint16_t at[N_PROCS];              /* how many events of each proc came before */
} Clock;

typedef struct {
  Op       op;
  uint8_t  proc;
  uint8_t  before;                   /* BEFORE_… */
  uint16_t number;                   /* among its proc's, from 1 */
  Clock    clock;                    /* this event included */
  uint64_t enabled;                  /* who could act here */
  uint64_t sleep;                    /* whom it is no use to choose */
  uint64_t backtrack;                /* who is still to be tried here, or was */
  uint64_t done;                     /* who was */
  uint64_t value;                    /* of the memory, before; while a run is told. Else the search's */
} Event;

/* What must be known of an event to tell whether another depends on it. */
typedef struct {
  uintptr_t address;
  uint32_t  size;
  uint32_t  depth;
  uint8_t   kind;
  bool      has_second;
} Key;

typedef struct {
  Event    *events;
  Key      *of_proc[N_PROCS];        /* its events */
  uint64_t  present;                 /* procs that have any */
  bool      has_timeouts;            /* in any execution */
  uint16_t  n_of_proc[N_PROCS];
  uint64_t  n_steps;
  void    (*race) (const Event *event, int proc, const Op *op, const Clock *past, const Clock *now);
  bool      knows_races;             /* of these events: they are added once more */
  void    (*take_data_race) (const Failure *failure);   /* NULL: they do not matter */
} Trail;

extern Trail trail;

bool trail_open    (unsigned most_steps);
void trail_begin   (void);
unsigned trail_go_back (unsigned length);
void trail_replay  (int proc);
void trail_add     (int proc);
void trail_examine (int proc);
void trail_note    (int proc);
bool op_depends    (const Op *one, const Op *other);
bool op_races      (const Op *one, const Op *other);

static inline void
clock_join (Clock       *clock,
            const Clock *other)
{
  for (int i = 0; i < run.n_threads; i++)
    clock->at[i] = clock->at[i] > other->at[i] ? clock->at[i] : other->at[i];
  if (!trail.has_timeouts)
    return;
  for (int i = MOST_THREADS; i < N_PROCS; i++)
    clock->at[i] = clock->at[i] > other->at[i] ? clock->at[i] : other->at[i];
}

/* explore-possible.c */
bool op_was_possible (const Event *event, int proc, const Op *op);

static inline bool
happens_before (const Event *one,
                const Clock *clock)
{
  return clock->at[one->proc] >= one->number;
}
