/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait.h"

/* A program of tests/wait/subjects that is about to wait. */

#define SUBJECT_DEADLINE_US ((gint64) 60 * G_USEC_PER_SEC)

typedef struct {
  GPid     pid;
  gboolean cleans_up;
  int      output;
  char     said[256];                /* its first line */
  int      waiter_pid, waiter_tid;
  int      ender_pid, ender_tid;     /* 0: nobody in particular */
} SubjectRun;

void     subject_run_init      (void);
/* FALSE: it says that this machine cannot do it, and why. */
gboolean subject_run_start     (SubjectRun        *run,
                                const char        *name);
/* The test is skipped, for that reason. */
void     subject_run_skip      (SubjectRun        *run);
void     subject_run_kill      (SubjectRun        *run);
void     subject_run_end       (SubjectRun        *run);
void     subject_run_reap      (void);
gboolean subject_run_has_ender (const SubjectRun  *run,
                                const ApmWaitPass *pass,
                                const ApmWait     *wait);
