/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-work.h"

#include <stddef.h>
#include <stdint.h>

/* Runs named threads. Plain C and pthreads, for the window and for apm-worker.
 * Orders set a flag and wake the thread; what came of it is an event to be taken
 * when the engine's descriptor is readable. No call here ever waits for one of
 * the threads. All calls come from one thread.
 * Read tests/thread/test-crew-engine.c first. */

typedef struct ApmCrewEngine ApmCrewEngine;

typedef struct {
  char    *name;     /* free() it */
  ApmWork  work;
  ApmPhase phase;
  int      tid;      /* 0 before it runs */
  int64_t  join_us;  /* from the order to end until it was joined; -1 before */
} ApmCrewEvent;

ApmCrewEngine *apm_crew_engine_new        (void);
void           apm_crew_engine_free       (ApmCrewEngine *self);
int            apm_crew_engine_get_fd     (ApmCrewEngine *self);
int            apm_crew_engine_create     (ApmCrewEngine *self,
                                           const char    *name,
                                           ApmWork        work);
int            apm_crew_engine_pause      (ApmCrewEngine *self,
                                           const char    *name);
int            apm_crew_engine_resume     (ApmCrewEngine *self,
                                           const char    *name);
int            apm_crew_engine_terminate  (ApmCrewEngine *self,
                                           const char    *name);
void           apm_crew_engine_shutdown   (ApmCrewEngine *self);
int            apm_crew_engine_take_event (ApmCrewEngine *self,
                                           ApmCrewEvent  *event);
size_t         apm_crew_engine_get_n      (ApmCrewEngine *self);
