/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a thread did in each of the last 60 seconds, as far as somebody looked:
 * how much of it was running, how much ready but without a CPU, and what it
 * waited for the rest of the time. Plain data. */

#define APM_LANE_SECONDS 60

typedef enum {
  APM_LANE_WAIT_UNSEEN,     /* nobody looked, or there was no such thread yet */
  APM_LANE_WAIT_OTHER,
  APM_LANE_WAIT_EVENT,      /* poll, a timer: nothing to do */
  APM_LANE_WAIT_LOCK,       /* a futex: mutex, condition, semaphore, join */
  APM_LANE_WAIT_DATA,       /* a pipe, a socket, a terminal */
  APM_LANE_WAIT_CHILD,
  APM_LANE_WAIT_DISK,       /* uninterruptible */
  APM_LANE_WAIT_STOPPED,    /* by a signal or a debugger */
  APM_N_WAITS,
} ApmLaneWait;

typedef struct {
  guint8 running;      /* 255: all of the second */
  guint8 ready;
  guint8 wait;         /* ApmLaneWait of the rest */
} ApmMoment;

typedef struct {
  gint64    second;    /* of the newest moment, on the monotonic clock */
  ApmMoment moments[APM_LANE_SECONDS];   /* the oldest first */
} ApmLane;

void        apm_lane_add       (ApmLane    *self,
                                gint64      second,
                                ApmMoment   moment);
ApmMoment   apm_moment_make    (double      running,
                                double      ready,
                                ApmLaneWait wait);
ApmLaneWait apm_lane_wait_classify
                               (char        state,
                                const char *wait_channel);
const char *apm_lane_wait_get_label
                               (ApmLaneWait wait);
char       *apm_lane_dup_text  (const ApmLane *self);

G_END_DECLS
