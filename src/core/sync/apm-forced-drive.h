/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-forced-plan.h"
#include "apm-lens.h"

G_BEGIN_DECLS

/* Has the threads of a program that is held at the lens's gate make their turns. It
 * waits for each, so it runs in a thread of its own. */

/* Why a turn was not made. */
typedef enum {
  APM_FORCED_MADE,         /* all were */
  APM_FORCED_UNBORN,       /* there is no such thread */
  APM_FORCED_GONE,         /* it has ended */
  APM_FORCED_ELSEWHERE,    /* it stands before another operation */
  APM_FORCED_WAITS,        /* it still waits for others */
  APM_FORCED_BUSY,         /* it did not come in time */
  APM_FORCED_OVER,         /* the program has ended */
  APM_FORCED_CANCELLED,
} ApmForcedReason;

typedef struct {
  ApmLens      *lens;
  int           pid;
  const GArray *turns;     /* of ApmForcedTurn */
  const ApmPlay *play;     /* whose threads they are */
  guint         pace_ms;   /* from turn to turn at least */
  GCancellable *cancellable;
  gint         *is_over;   /* atomic: set by whoever sees the program end */
  void        (*made)     (guint    n_made,
                           gpointer data);
  gpointer      data;

  /* what came of it */
  ApmForcedReason reason;
  guint           n_made;
  guint           op;      /* before which it stands instead */
} ApmForcedDrive;

void apm_forced_drive (ApmForcedDrive *self);

G_END_DECLS
