/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* What a named thread does, and where it stands. Plain C: the engine that runs
 * such threads knows no GLib. */

typedef enum {
  APM_WORK_IDLE,       /* waits until it is told to end */
  APM_WORK_PERIODIC,   /* works a little every 100 ms */
  APM_WORK_COMPUTING,  /* keeps a processor busy */
  APM_WORK_HOLDING,    /* takes the one lock that all holding threads share, and keeps it */
} ApmWork;

#define APM_N_WORKS (APM_WORK_HOLDING + 1)

typedef enum {
  APM_PHASE_STARTING,
  APM_PHASE_RUNNING,
  APM_PHASE_PAUSED,
  APM_PHASE_TERMINATING,  /* was told to end */
  APM_PHASE_SILENT,       /* was told to end 2 s ago and does not answer */
  APM_PHASE_ENDED,        /* has been joined */
} ApmPhase;
