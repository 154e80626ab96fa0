/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "act.h"

/* What travels over the socket that is apm-privileged's standard input: one order
 * with a pidfd for each of its targets (SCM_RIGHTS), one answer. */

#define PRIVILEGED_MAGIC 0x41504d31u   /* "APM1": head and version in one */
#define PRIVILEGED_MOST_TARGETS 64

typedef struct {
  int32_t  pid;
  int32_t  tid;           /* 0: the process */
  uint64_t start_ticks;   /* of the thread, if it is one */
} PrivilegedTarget;

typedef struct {
  uint32_t         magic;
  uint32_t         n_targets;
  uint32_t         all_threads;   /* the act is done to each thread */
  uint32_t         reserved;      /* 0 */
  Act              act;
  PrivilegedTarget targets[PRIVILEGED_MOST_TARGETS];
} PrivilegedOrder;

enum {
  PRIVILEGED_DONE,
  PRIVILEGED_BAD_CALLER,   /* the socket is not of the user whom pkexec names */
  PRIVILEGED_BAD_ORDER,    /* an order that is none of the list */
  PRIVILEGED_OTHER,        /* a pidfd or a start time belongs to another process */
  PRIVILEGED_GONE,         /* ended already */
  PRIVILEGED_FAILED,       /* see error */
  PRIVILEGED_FOREIGN,      /* looked at only for an administrator */
  PRIVILEGED_MOVED,        /* it has become another program while it was looked at */
  PRIVILEGED_TOO_SLOW,     /* it does not answer */
};

typedef struct {
  uint32_t magic;
  uint32_t result;         /* of the first target that was not DONE */
  int32_t  error;          /* an errno, with FAILED */
  int32_t  pid;            /* of that target */
  uint32_t n_done;         /* how many targets the act was done to */
} PrivilegedAnswer;
