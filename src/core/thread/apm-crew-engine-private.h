/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-crew-engine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

/* The inside of the engine: apm-crew-engine.c takes the orders and joins,
 * apm-crew-member.c is what the threads do. */

typedef struct Member Member;
typedef struct Event Event;

struct Member
{
  Member         *next;
  ApmCrewEngine  *engine;
  char           *name;
  ApmWork         work;
  pthread_t       thread;
  pthread_cond_t  wake;

  /* Set by orders under the engine's mutex; read without it by who computes. */
  atomic_bool     must_end;
  atomic_bool     must_pause;

  /* Under the engine's mutex. */
  ApmPhase        phase;
  int             tid;
  int64_t         ordered_us;
  bool            is_finished;
};

struct Event
{
  Event       *next;
  ApmCrewEvent event;
};

struct ApmCrewEngine
{
  pthread_mutex_t mutex;
  pthread_cond_t  joiner_wake;
  Member         *members;
  size_t          n_members;
  Event          *first, **last;
  int             fd;
  bool            has_joiner;
  bool            is_freed;

  /* The one lock that all APM_WORK_HOLDING threads want. */
  pthread_mutex_t held;
};

int64_t         apm_crew_now_us           (void);
struct timespec apm_crew_timespec_from_us (int64_t   us);
void            apm_crew_member_set_phase (Member   *member,
                                           ApmPhase  phase,
                                           int64_t   join_us);
void           *apm_crew_member_main      (void     *data);
