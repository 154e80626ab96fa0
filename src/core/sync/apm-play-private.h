/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-play.h"

G_BEGIN_DECLS

/* apm-play.c answers for a position, apm-play-walk.c goes through the schedule
 * once and writes down who waits for and holds what, from when until when. */

#define APM_PLAY_NEVER G_MAXUINT

typedef struct {
  const char *name;
  guint       born, gone;   /* positions; APM_PLAY_NEVER */
  GArray     *steps;        /* of guint: its own */
} ApmPlayThread;

struct _ApmPlay
{
  const ApmFailure *failure;
  GArray *threads;          /* of ApmPlayThread, the creator before the created */
  GArray *step_threads;     /* of guint, for each step */
  GArray *waits;            /* of ApmPlayWait, by their ends */
  GArray *holds;            /* of ApmPlayHold, by their ends */
};

static inline ApmPlayThread *
apm_play_thread (const ApmPlay *self,
                 guint          thread)
{
  return &g_array_index (self->threads, ApmPlayThread, thread);
}

void apm_play_walk (ApmPlay *self);

G_END_DECLS
