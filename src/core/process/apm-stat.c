/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-stat.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The fields behind the name, counted as the manual counts them. */
enum {
  FIELD_STATE = 3,
  FIELD_PPID = 4,
  FIELD_PGRP = 5,
  FIELD_SESSION = 6,
  FIELD_TTY = 7,
  FIELD_FLAGS = 9,
  FIELD_MINFLT = 10,
  FIELD_MAJFLT = 12,
  FIELD_UTIME = 14,
  FIELD_STIME = 15,
  FIELD_CUTIME = 16,
  FIELD_CSTIME = 17,
  FIELD_PRIORITY = 18,
  FIELD_NICE = 19,
  FIELD_THREADS = 20,
  FIELD_START = 22,
  FIELD_VSIZE = 23,
  FIELD_RSS = 24,
  FIELD_PROCESSOR = 39,
  FIELD_POLICY = 41,
  N_FIELDS,
};

/* Reads " 123" or " -1" at *@p; numbers beyond 64 bits stay at the largest. */
static gboolean
take_number (const char **p,
             const char  *end,
             guint64     *number,
             gboolean    *negative)
{
  const char *at = *p;

  if (at >= end || *at++ != ' ')
    return FALSE;
  *negative = at < end && *at == '-';
  if (*negative)
    at++;
  if (at >= end || !g_ascii_isdigit (*at))
    return FALSE;

  *number = 0;
  for (; at < end && g_ascii_isdigit (*at); at++)
    {
      guint64 digit = *at - '0';

      *number = *number > (G_MAXUINT64 - digit) / 10 ? G_MAXUINT64 : *number * 10 + digit;
    }
  *p = at;

  return TRUE;
}

/* Returns: the place of the first field that is not there whole; those that may be
 * below 0 are so in @numbers, the others 0. */
static int
take_numbers (const char *p,
              const char *end,
              guint64    *numbers)
{
  gboolean negative;

  for (int field = FIELD_PPID; field < N_FIELDS; field++)
    {
      /* A number that touches the end may have lost digits. */
      if (!take_number (&p, end, &numbers[field], &negative) || p == end)
        return field;
      if (negative)
        numbers[field] = field == FIELD_PRIORITY || field == FIELD_NICE ? -numbers[field] : 0;
    }

  return N_FIELDS;
}

static int
to_int (guint64 number)
{
  return (int) MIN (number, G_MAXINT);
}

static guint64
add (guint64 a,
     guint64 b)
{
  return a > G_MAXUINT64 - b ? G_MAXUINT64 : a + b;
}

static gboolean
parse_numbers (const char *p,
               const char *end,
               ApmStat    *stat)
{
  guint64 numbers[N_FIELDS];
  int n = take_numbers (p, end, numbers);

  if (n <= FIELD_RSS)
    return FALSE;

  stat->ppid = to_int (numbers[FIELD_PPID]);
  stat->process_group = to_int (numbers[FIELD_PGRP]);
  stat->session = to_int (numbers[FIELD_SESSION]);
  stat->terminal = (int) numbers[FIELD_TTY];
  stat->flags = (guint) numbers[FIELD_FLAGS];
  stat->minor_faults = numbers[FIELD_MINFLT];
  stat->major_faults = numbers[FIELD_MAJFLT];
  stat->cpu_ticks = add (numbers[FIELD_UTIME], numbers[FIELD_STIME]);
  stat->children_ticks = add (numbers[FIELD_CUTIME], numbers[FIELD_CSTIME]);
  stat->system_ticks = numbers[FIELD_STIME];
  stat->priority = (int) numbers[FIELD_PRIORITY];
  stat->nice = (int) numbers[FIELD_NICE];
  stat->threads = (guint) MIN (numbers[FIELD_THREADS], G_MAXUINT);
  stat->start_ticks = numbers[FIELD_START];
  stat->virtual_bytes = numbers[FIELD_VSIZE];
  stat->rss_pages = numbers[FIELD_RSS];
  stat->last_cpu = n > FIELD_PROCESSOR ? to_int (numbers[FIELD_PROCESSOR]) : -1;
  stat->policy = n > FIELD_POLICY ? to_int (numbers[FIELD_POLICY]) : -1;

  return TRUE;
}

/**
 * apm_stat_parse:
 * @text: the bytes of /proc/PID/stat, any bytes in the name
 *
 * Returns: whether @text was a whole line of that kind
 */
gboolean
apm_stat_parse (const char *text,
                gsize       length,
                ApmStat    *stat)
{
  const char *end = text + length;
  const char *open = memchr (text, '(', length);
  const char *close;
  guint64 pid = 0;
  gsize name_length;

  /* The last ')' ends comm: a process may be named "a) R 1 (\n". */
  close = memrchr (text, ')', length);
  if (!open || !close || close < open || end - close < 4 || close[1] != ' ')
    return FALSE;

  for (const char *p = text; *p != ' '; p++)
    {
      if (!g_ascii_isdigit (*p) || pid > G_MAXINT / 10)
        return FALSE;
      pid = pid * 10 + (*p - '0');
    }
  stat->pid = (int) pid;

  name_length = MIN ((gsize) (close - open - 1), sizeof stat->comm - 1);
  memcpy (stat->comm, open + 1, name_length);
  stat->comm[name_length] = '\0';
  stat->state = close[2];

  return g_ascii_isalpha (stat->state) && parse_numbers (close + 3, end, stat);
}

/* Returns: 0, or why not. */
static int
read_stat (int      proc_fd,
           int      pid,
           ApmStat *stat,
           guint   *owner)
{
  struct stat status;
  char name[32];
  char text[1024];
  gssize length;
  int reason = 0;
  int fd;

  g_snprintf (name, sizeof name, "%d/stat", pid);
  fd = openat (proc_fd, name, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return errno;

  length = read (fd, text, sizeof text);
  if (length < 0)
    reason = errno;
  else if (!apm_stat_parse (text, length, stat))
    reason = EIO;
  if (owner)
    *owner = fstat (fd, &status) == 0 ? status.st_uid : (guint) -1;
  close (fd);

  return reason;
}

/**
 * apm_stat_read:
 * @proc_fd: /proc, open
 * @read_errno: (out) (optional): why not: ENOENT or ESRCH if there is no such
 *   process (any more), EIO if what was read makes no sense
 *
 * Any thread.
 */
gboolean
apm_stat_read (int      proc_fd,
               int      pid,
               ApmStat *stat,
               int     *read_errno)
{
  int reason = read_stat (proc_fd, pid, stat, NULL);

  if (read_errno)
    *read_errno = reason;

  return reason == 0;
}

/**
 * apm_stat_read_owned:
 * @owner: (out): who the process belongs to, (guint) -1 if that is not told
 */
gboolean
apm_stat_read_owned (int      proc_fd,
                     int      pid,
                     ApmStat *stat,
                     guint   *owner)
{
  struct stat status;
  char name[16];

  if (read_stat (proc_fd, pid, stat, owner) != 0)
    return FALSE;

  /* The files of one that may not be dumped belong to root, its folder does not.
   * For all others the file that is open anyway is the cheaper one to ask. */
  if (*owner == 0)
    {
      g_snprintf (name, sizeof name, "%d", pid);
      *owner = fstatat (proc_fd, name, &status, 0) == 0 ? status.st_uid : (guint) -1;
    }

  return TRUE;
}

/**
 * apm_stat_ticks_to_us:
 *
 * Returns: microseconds; /proc counts in ticks of sysconf (_SC_CLK_TCK)
 */
gint64
apm_stat_ticks_to_us (guint64 ticks)
{
  static gsize us_per_tick = 0;

  if (g_once_init_enter (&us_per_tick))
    g_once_init_leave (&us_per_tick, (gsize) (G_USEC_PER_SEC / MAX (sysconf (_SC_CLK_TCK), 1)));

  return (gint64) MIN (ticks, (guint64) G_MAXINT64 / us_per_tick) * (gint64) us_per_tick;
}

/**
 * apm_stat_policy_word:
 * @policy: SCHED_*
 *
 * Returns: (transfer none) (nullable): a word of the C locale
 */
const char *
apm_stat_policy_word (int policy)
{
  switch (policy)
    {
    case SCHED_OTHER:
      return "normal";
    case SCHED_FIFO:
      return "fifo";
    case SCHED_RR:
      return "round-robin";
    case SCHED_BATCH:
      return "batch";
    case SCHED_IDLE:
      return "idle";
    case 6:
      return "deadline";
    default:
      return NULL;
    }
}
