/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#pragma once

#include <assert.h>
#include <stdint.h>

/* How a program of the laboratory tells what it does: records of 32 bytes in
 * the machine's byte order, each one write() to the pipe whose descriptor is
 * named in PROBLEM_REPORT_FD. A record is no longer than PIPE_BUF, so records
 * of several threads or processes never mix. Whoever changes the layout or the
 * meaning of an operation changes the version. */

#define PROBLEM_REPORT_FD      "PROBLEM_REPORT_FD"
#define PROBLEM_REPORT_VERSION 0x31425250u   /* "PRB1" */
#define PROBLEM_REPORT_MAIN    0xffffu       /* the actor of main () */

enum {
  PROBLEM_OP_START = 1,   /* an actor begins; a: its name; b: its thread's number, TID */
  PROBLEM_OP_END,         /* it has ended */
  PROBLEM_OP_SEM_INIT,    /* a: the semaphore's name; b: its value */
  PROBLEM_OP_SEM_WAIT,    /* a: name; told before it blocks */
  PROBLEM_OP_SEM_TAKEN,   /* a: name; told after it was lowered */
  PROBLEM_OP_SEM_POST,    /* a: name; told before it is raised */
  PROBLEM_OP_LOCK_WAIT,   /* a: the mutex's name; told before it blocks */
  PROBLEM_OP_LOCKED,      /* a: name; told inside the critical section */
  PROBLEM_OP_UNLOCK,      /* a: name; still inside */
  PROBLEM_OP_PUT,         /* a: item, from 1; b: slot */
  PROBLEM_OP_GOT,         /* a: item; b: slot */
  PROBLEM_OP_ROUND,       /* a: number of the round that begins, from 1; b: the sum it should end with */
  PROBLEM_OP_COUNT,       /* a: the shared number as it is now */
  PROBLEM_OP_SUM,         /* a: the sum expected; b: the sum found */
  PROBLEM_OP_DONE,        /* the program ends as it should */
  PROBLEM_OP_READ_LOCKED, /* a: the rwlock's name; others may read too */
  PROBLEM_OP_COND_WAIT,   /* a: the condition's name; b: the mutex' that is given back */
  PROBLEM_OP_COND_WOKEN,  /* a, b: as above; the mutex is held again */
  PROBLEM_OP_COND_SIGNAL, /* a: the condition's name; b: 1 to all, else to one */
  PROBLEM_OP_MEET_WAIT,   /* a: the barrier's name; told before it blocks */
  PROBLEM_OP_MEET_PASSED, /* a: name; all have come */
  PROBLEM_OP_DOES,        /* a: what the actor does from now on, a word of its problem.ini */
  PROBLEM_OP_SHOW,        /* a: a number's name; b: its value from now on */
  PROBLEM_N_OPS
};

/* A name travels as the bytes of a number: up to 8 of them, then zeros. */
struct problem_report {
  uint32_t version;
  uint16_t op;
  uint16_t actor;
  int64_t  time_ns;       /* CLOCK_MONOTONIC */
  int64_t  a, b;
};

static_assert (sizeof (struct problem_report) == 32, "the layout is a contract");
