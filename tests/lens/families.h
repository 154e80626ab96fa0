/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>

#define TELL(call) (errno = 77, printf ("%s: %d, errno %d\n", #call, (int) (call), errno))

static inline struct timespec
in_ms (clockid_t clock, long ms)
{
  struct timespec time;

  clock_gettime (clock, &time);
  time.tv_nsec += ms * 1000000;
  time.tv_sec += time.tv_nsec / 1000000000;
  time.tv_nsec %= 1000000000;

  return time;
}

void do_cancellation (void);
void do_threads      (void);
void do_processes    (void);
