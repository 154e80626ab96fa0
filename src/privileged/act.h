/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <stdint.h>

/* The acts there are, and the one place where each is done. Plain C without GLib:
 * the library does them with the user's rights, apm-privileged with more. An act
 * is for one thread or process; whose number that is, the caller has checked. */

#define ACT_CPU_WORDS 16   /* 1024 processors, as glibc's cpu_set_t */

enum {
  ACT_SIGNAL = 1,          /* value: the signal */
  ACT_NICE,                /* value: -20 … 19 */
  ACT_POLICY,              /* value: SCHED_*, perhaps with SCHED_RESET_ON_FORK; level: priority */
  ACT_IO,                  /* value: ACT_IO_*; level: 0 … 7 */
  ACT_AFFINITY,            /* cpus */
  ACT_OOM_SCORE,           /* value: -1000 … 1000 */
  ACT_LIMIT,               /* value: RLIMIT_*; soft, hard */
  ACT_N_KINDS,
};

enum {
  ACT_IO_NONE,             /* follows the nice value */
  ACT_IO_REALTIME,
  ACT_IO_BEST_EFFORT,
  ACT_IO_IDLE,
};

typedef struct {
  uint32_t kind;
  int32_t  value;
  int32_t  level;
  uint32_t reserved;       /* 0 */
  uint64_t soft;           /* UINT64_MAX: no limit */
  uint64_t hard;
  uint64_t cpus[ACT_CPU_WORDS];
} Act;

_Static_assert (sizeof (Act) == 160, "an act crosses a socket");

/* Each returns 0 or an errno. */
int act_check       (const Act *act);
int act_do          (const Act *act,
                     int        pidfd,
                     int        pid,
                     int        tid);
int act_read        (Act       *act,
                     int        pid,
                     int        tid);
int act_read_start  (int        pid,
                     int        tid,
                     uint64_t  *start_ticks);

/* Calls @func for each thread of the process, and again for those that have come
 * meanwhile, until none is new or @func returns other than 0. */
int act_for_threads (int        pid,
                     int      (*func) (int tid, void *data),
                     void      *data);
