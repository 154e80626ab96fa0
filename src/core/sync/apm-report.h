/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One thing that an actor of an experiment did, as the referee takes it. It is made
 * of what the lens has seen (apm-interpreter.h). Locks, semaphores and the like go
 * by a number, their address; a word goes by its bytes: up to 8, then zeros. */

/* The actor of main () and of all threads that are none. */
#define APM_REPORT_MAIN 0xffffu

typedef enum {
  APM_REPORT_START = 1,   /* an actor begins; a: its name; b: its thread's number, TID */
  APM_REPORT_END,         /* it has ended */
  APM_REPORT_SEM_INIT,    /* a: the semaphore; b: its value */
  APM_REPORT_SEM_WAIT,    /* a: it; told before it blocks */
  APM_REPORT_SEM_TAKEN,   /* a: it; told after it was lowered */
  APM_REPORT_SEM_POST,    /* a: it; told before it is raised */
  APM_REPORT_LOCK_WAIT,   /* a: the lock; told before it blocks */
  APM_REPORT_LOCKED,      /* a: it; told inside the critical section */
  APM_REPORT_READ_LOCKED, /* a: the read-write lock; others may read too */
  APM_REPORT_UNLOCK,      /* a: the lock; still inside */
  APM_REPORT_COND_WAIT,   /* a: the condition; b: the mutex that is given back */
  APM_REPORT_COND_SIGNAL, /* a: the condition */
  APM_REPORT_MEET_WAIT,   /* a: the barrier; told before it blocks */
  APM_REPORT_MEET_PASSED, /* a: it; all have come */
  APM_REPORT_GAVE_UP,     /* a: what it waited for, and has not got */
  APM_REPORT_PUT,         /* a: item, from 1; b: slot */
  APM_REPORT_GOT,         /* a: item; b: slot */
  APM_REPORT_ROUND,       /* a: number of the round that begins, from 1; b: the sum it should end with */
  APM_REPORT_COUNT,       /* a: the shared number as it is now */
  APM_REPORT_SUM,         /* a: the sum expected; b: the sum found */
  APM_REPORT_DONE,        /* the program ends as it should */
  APM_REPORT_DOES,        /* a: what the actor does from now on, a word of its problem.ini */
  APM_REPORT_SHOW,        /* a: a number's name; b: its value from now on */
  APM_REPORT_UNKNOWN,     /* a: a mark that means nothing here */
  APM_REPORT_N_OPS
} ApmReportOp;

typedef struct {
  guint16 op;
  guint16 actor;
  gint64  time_ns;        /* CLOCK_MONOTONIC */
  gint64  a, b;
} ApmReport;

G_END_DECLS
