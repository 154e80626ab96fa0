/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include "explore-share.h"
#include "explore-trail.h"

/* Wake-up trees (Abdulla, Aronis, Jonsson and Sagonas, JACM 2017): of each place of
 * the trail, the beginnings of executions that are still to be tried from there, in the
 * order in which they are. None begins what another has had: so no execution is cut. */

bool wakeup_open       (unsigned most_steps);
void wakeup_begin      (void);
void wakeup_note       (const Event *event, int proc, const Op *op, const Clock *past, const Clock *now);
void wakeup_limit      (unsigned limit);
void wakeup_take_races (unsigned length);
void wakeup_add        (int proc);
int  wakeup_take       (unsigned depth, uint64_t useful);
void wakeup_drop       (unsigned depth);
bool wakeup_is_full    (void);
void wakeup_share      (unsigned length);
ShareTaken wakeup_take_shared (unsigned length);
bool wakeup_arrive     (void);
