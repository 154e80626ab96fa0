/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

G_BEGIN_DECLS

/* The CPU clock of a process: exact, and who stands still by it has done nothing. */

/* The id is what clock_getcpuclockid(3) would say, without its system call.
 * Returns: user and system time, of others' processes too; -1 if the process has no
 *   clock: it is gone, or not of our PID namespace */
static inline gint64
apm_cpu_clock_read_ns (int pid)
{
  struct timespec time;

  if (clock_gettime ((clockid_t) (~(guint) pid << 3 | 2), &time) < 0)
    return -1;

  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Seen through another PID namespace's /proc, the clocks are of other processes. */
static inline gboolean
apm_cpu_clock_fits (int proc_fd)
{
  char self[16] = "";

  return readlinkat (proc_fd, "self", self, sizeof self - 1) > 0 && atoi (self) == getpid ();
}

G_END_DECLS
