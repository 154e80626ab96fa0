/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-cpu-lag.h"

#include <sched.h>
#include <unistd.h>

#include "apm-wait-task.h"

/* A clock loses far less than a part in a hundred. */
#define MEASURE_AFTER_US (60 * G_USEC_PER_SEC)

typedef struct {
  gint64 lag_us;
  gint64 measured_us;     /* 0: never */
} Lag;

static Lag lags[CPU_SETSIZE];
static GMutex mutex;

/* How far the clock of the processor that this thread is on is behind, as exactly as
 * the kernel counts for who runs: a tick. */
static gint64
measure_here (int proc_fd)
{
  gint64 ran_us = apm_wait_task_read_exec_start (proc_fd, gettid ());

  return ran_us < 0 ? -1 : g_get_monotonic_time () - ran_us;
}

static gint64
measure (int proc_fd,
         int cpu)
{
  cpu_set_t usual, only;
  gint64 lag_us;

  CPU_ZERO (&only);
  CPU_SET (cpu, &only);
  if (sched_getaffinity (0, sizeof usual, &usual) != 0 || sched_setaffinity (0, sizeof only, &only) != 0)
    return measure_here (proc_fd);

  lag_us = measure_here (proc_fd);
  sched_setaffinity (0, sizeof usual, &usual);

  return lag_us;
}

/**
 * apm_wait_cpu_lag_get_us:
 * @proc_fd: of /proc
 * @cpu: a number as in /proc/PID/stat; of one that may not be used, and of -1, that of
 *   the one we are on is told
 *
 * Moves this thread to @cpu and back once a minute, so it is not for the main thread.
 *
 * Returns: by how much the scheduler's clock of @cpu is behind the monotonic one, in
 *   microseconds; -1: the kernel does not tell
 */
gint64
apm_wait_cpu_lag_get_us (int proc_fd,
                         int cpu)
{
  gint64 now_us = g_get_monotonic_time ();
  Lag lag;

  if (cpu < 0 || cpu >= CPU_SETSIZE)
    return measure_here (proc_fd);

  g_mutex_lock (&mutex);
  lag = lags[cpu];
  g_mutex_unlock (&mutex);
  if (lag.measured_us > 0 && now_us - lag.measured_us < MEASURE_AFTER_US)
    return lag.lag_us;

  lag = (Lag) { measure (proc_fd, cpu), now_us };
  g_mutex_lock (&mutex);
  lags[cpu] = lag;
  g_mutex_unlock (&mutex);

  return lag.lag_us;
}
