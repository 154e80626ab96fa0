/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-trail.h"

/* What is to come first at a place, so that a race ends the other way round: one sequence
 * of steps at a time, what can begin it, and who must be woken by it. */

/* @op of @proc could have come before the event at @place. */
typedef struct {
  Op       op;
  uint32_t place;
  uint32_t limit;                    /* what came from here on cannot come before it */
  uint8_t  proc;
  Clock    past;                     /* of its thread */
} Race;

typedef struct {
  const Op    *op;
  const Clock *clock;
  uint16_t     number;
  uint8_t      proc;
} Step;

#define MOST_ASLEEP 128

/* Who is of no use at a place, and what he would do. */
typedef struct {
  Op      op;
  uint8_t proc;
} Asleep;

typedef struct {
  Step    *all, *rest;               /* room for them */
  Step    *first;
  unsigned n;
  uint64_t words;                    /* of memory, hashed: what does not touch them depends on no step */
  uint64_t threads;                  /* others have no step */
  Asleep   asleep[MOST_ASLEEP];      /* where they are to begin */
  unsigned n_asleep;
  bool     knows_asleep;             /* all of them */
} Steps;

extern Steps steps;

bool steps_open        (unsigned most_steps);
void steps_collect     (const Race *race, unsigned length, Clock *clock);
void steps_set_one     (int proc, const Op *op);
bool steps_can_begin   (int proc, const Op *op);
void steps_go_on       (int proc, const Op *op);
void steps_find_asleep (unsigned place, unsigned length);
bool steps_are_asleep  (void);
void steps_begin_awake (void);
void steps_add_asleep  (int proc, const Op *op);
void steps_shorten     (void);
bool steps_find_next   (unsigned place, unsigned length, int proc, Op *op);
