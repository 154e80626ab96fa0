/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-explored.h"

G_BEGIN_DECLS

/* A failing schedule, ready to be stepped through. A position is how many steps
 * have been made: 0 is before the first, apm_play_get_n_steps() is the failure.
 * What each thread stands before, what it waits for and what the variables are is
 * asked for a position, in any order. Plain data; it borrows the failure.
 * Read tests/sync/test-play.c. */

typedef struct _ApmPlay ApmPlay;

typedef enum {
  APM_PLAY_UNBORN,        /* not created yet */
  APM_PLAY_READY,         /* could go on, or does */
  APM_PLAY_WAITS,         /* could not, whatever the others let it do */
  APM_PLAY_GONE,          /* ended */
} ApmPlayState;

/* A stretch in which a thread waits: from the position @from up to @to. */
typedef struct {
  guint       thread;
  guint       from, to;
  int         holder;     /* the thread that could end it, −1: any */
  const char *object;     /* borrowed, as it was said */
} ApmPlayWait;

/* A stretch in which a thread holds a lock. */
typedef struct {
  guint       thread;
  guint       from, to;
  const char *object;
} ApmPlayHold;

ApmPlay              *apm_play_new             (const ApmFailure *failure);
void                  apm_play_free            (ApmPlay          *self);
const ApmFailure     *apm_play_get_failure     (const ApmPlay    *self);
guint                 apm_play_get_n_steps     (const ApmPlay    *self);
const ApmFailureStep *apm_play_get_step        (const ApmPlay    *self,
                                                guint             index);
guint                 apm_play_get_n_threads   (const ApmPlay    *self);
const char           *apm_play_get_thread_name (const ApmPlay    *self,
                                                guint             thread);
int                   apm_play_find_thread     (const ApmPlay    *self,
                                                const char       *name);
guint                 apm_play_get_step_thread (const ApmPlay    *self,
                                                guint             index);
guint                 apm_play_get_life        (const ApmPlay    *self,
                                                guint             thread,
                                                guint            *born);
guint                 apm_play_get_next        (const ApmPlay    *self,
                                                guint             position,
                                                guint             thread);
ApmPlayState          apm_play_get_state       (const ApmPlay    *self,
                                                guint             position,
                                                guint             thread);
const char           *apm_play_get_place       (const ApmPlay    *self,
                                                guint             position,
                                                guint             thread);
const ApmPlayWait    *apm_play_get_wait        (const ApmPlay    *self,
                                                guint             position,
                                                guint             thread);
char                 *apm_play_dup_reason      (const ApmPlay    *self,
                                                guint             position,
                                                guint             thread);
const ApmPlayWait    *apm_play_get_waits       (const ApmPlay    *self,
                                                guint            *n_waits);
const ApmPlayHold    *apm_play_get_holds       (const ApmPlay    *self,
                                                guint            *n_holds);
GPtrArray            *apm_play_get_values      (const ApmPlay    *self,
                                                guint             position);
char                 *apm_play_dup_thread_title (const ApmPlay    *self,
                                                guint             thread);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmPlay, apm_play_free)

G_END_DECLS
