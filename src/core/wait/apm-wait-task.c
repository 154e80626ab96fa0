/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-wait-task.h"

#include "apm-small-file.h"
#include "apm-stat.h"
#include "apm-wait-cpu-lag.h"

#include <string.h>

static gboolean
read_text (int         proc_fd,
           int         tid,
           const char *name,
           char       *text,
           gsize       size)
{
  char path[32];

  g_snprintf (path, sizeof path, "%d/%s", tid, name);

  return apm_small_file_read (proc_fd, path, text, size) > 0;
}

/* The number after "\nKEY" and blanks and colons; NULL if there is none. */
static const char *
find_number (const char *text,
             const char *key)
{
  const char *at = strstr (text, key);

  if (at == NULL)
    return NULL;

  at += strlen (key);
  at += strspn (at, " \t:");

  return g_ascii_isdigit (*at) ? at : NULL;
}

/**
 * apm_wait_task_parse_switches:
 * @status: the text of /proc/PID/task/TID/status
 *
 * Returns: voluntary and other context switches, or -1; also of who is stopped or
 *   held by a tracer: whatever its call says, it waits to be continued
 */
gint64
apm_wait_task_parse_switches (const char *status)
{
  const char *voluntary = find_number (status, "\nvoluntary_ctxt_switches");
  const char *other = find_number (status, "\nnonvoluntary_ctxt_switches");

  if (voluntary == NULL || other == NULL || strstr (status, "\nState:\tT") || strstr (status, "\nState:\tt"))
    return -1;

  return g_ascii_strtoll (voluntary, NULL, 10) + g_ascii_strtoll (other, NULL, 10);
}

/**
 * apm_wait_task_parse_last_ran:
 * @sched: the text of /proc/PID/task/TID/sched
 *
 * Returns: when it last had a CPU, in microseconds of the scheduler's own clock, or -1
 */
gint64
apm_wait_task_parse_last_ran (const char *sched)
{
  const char *at = find_number (sched, "\nse.exec_start");
  char *point;
  gint64 ms;

  if (at == NULL)
    return -1;

  /* In milliseconds, with six places. */
  ms = g_ascii_strtoll (at, &point, 10);
  if (*point != '.' || ms > G_MAXINT64 / 1000 - 1)
    return -1;

  return ms * 1000 + (g_ascii_isdigit (point[1]) ? g_ascii_strtoll (point + 1, NULL, 10) / 1000 % 1000 : 0);
}

/**
 * apm_wait_task_read_switches:
 * @proc_fd: of /proc, where each thread has a folder, though only leaders are listed
 *
 * Returns: how often the thread has left a CPU; -1 if it is not known, or ended
 */
gint64
apm_wait_task_read_switches (int proc_fd,
                             int tid)
{
  char text[4096];

  return read_text (proc_fd, tid, "status", text, sizeof text) ? apm_wait_task_parse_switches (text) : -1;
}

/**
 * apm_wait_task_read_exec_start:
 * @proc_fd: of /proc, where each thread has a folder, though only leaders are listed
 *
 * Returns: when the thread last had a CPU, in microseconds of the scheduler's clock of
 *   that CPU; -1 if this kernel does not tell
 */
gint64
apm_wait_task_read_exec_start (int proc_fd,
                               int tid)
{
  char text[4096];

  return read_text (proc_fd, tid, "sched", text, sizeof text) ? apm_wait_task_parse_last_ran (text) : -1;
}

/**
 * apm_wait_task_read_last_ran:
 * @proc_fd: of /proc
 *
 * Not for the main thread: see apm-wait-cpu-lag.h.
 *
 * Returns: when the thread last had a CPU, as g_get_monotonic_time(), to some
 *   milliseconds; -1 if this kernel does not tell
 */
gint64
apm_wait_task_read_last_ran (int proc_fd,
                             int tid)
{
  gint64 ran_us = apm_wait_task_read_exec_start (proc_fd, tid);
  gint64 lag_us;
  ApmStat stat;

  if (ran_us < 0 || !apm_stat_read (proc_fd, tid, &stat, NULL))
    return -1;
  lag_us = apm_wait_cpu_lag_get_us (proc_fd, stat.last_cpu);

  return lag_us < 0 ? -1 : MIN (ran_us + lag_us, g_get_monotonic_time ());
}
