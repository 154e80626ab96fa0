/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "act.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ioprio_set(2) has no wrapper. */
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_CLASS_SHIFT 13

static int
result_of (long returned)
{
  return returned < 0 ? errno : 0;
}

static int
read_text (const char *path,
           char       *text,
           size_t      size)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t length;
  int saved_errno;

  if (fd < 0)
    return errno;
  length = read (fd, text, size - 1);
  saved_errno = errno;
  close (fd);
  text[length > 0 ? length : 0] = '\0';

  return length < 0 ? saved_errno : 0;
}

/* The start time, in ticks since boot, of a thread of the process: field 22 of its
 * stat, behind the last ')', which ends the name. ESRCH: there is none such. */
int
act_read_start (int       pid,
                int       tid,
                uint64_t *start_ticks)
{
  unsigned long long ticks;
  char path[64];
  char text[1024];
  const char *p;
  int reason;

  snprintf (path, sizeof path, "/proc/%d/task/%d/stat", pid, tid);
  reason = read_text (path, text, sizeof text);
  if (reason == ENOENT)
    return ESRCH;
  if (reason != 0)
    return reason;

  p = strrchr (text, ')');
  if (p == NULL || sscanf (p, ") %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu", &ticks) != 1)
    return EIO;
  *start_ticks = ticks;

  return 0;
}

static int
check_policy (const Act *act)
{
  int policy = act->value & ~SCHED_RESET_ON_FORK;
  int lowest = policy == SCHED_FIFO || policy == SCHED_RR ? 1 : 0;

  if (policy != SCHED_OTHER && policy != SCHED_BATCH && policy != SCHED_IDLE && lowest == 0)
    return EINVAL;

  return act->level >= lowest && act->level <= (lowest ? 99 : 0) ? 0 : EINVAL;
}

static int
check_cpus (const Act *act)
{
  for (int i = 0; i < ACT_CPU_WORDS; i++)
    if (act->cpus[i] != 0)
      return 0;

  return EINVAL;
}

/* Whether the act is one of the list, with values that it can have. */
int
act_check (const Act *act)
{
  switch (act->kind)
    {
    case ACT_SIGNAL:
      return act->value > 0 && act->value <= SIGRTMAX ? 0 : EINVAL;
    case ACT_NICE:
      return act->value >= -20 && act->value <= 19 ? 0 : EINVAL;
    case ACT_POLICY:
      return check_policy (act);
    case ACT_IO:
      return act->value >= ACT_IO_NONE && act->value <= ACT_IO_IDLE && act->level >= 0 && act->level <= 7 ? 0 : EINVAL;
    case ACT_AFFINITY:
      return check_cpus (act);
    case ACT_OOM_SCORE:
      return act->value >= -1000 && act->value <= 1000 ? 0 : EINVAL;
    case ACT_LIMIT:
      return act->value >= 0 && act->value < RLIMIT_NLIMITS && act->soft <= act->hard ? 0 : EINVAL;
    default:
      return EINVAL;
    }
}

/* A file of /proc is that of the process that had the number when it was opened: as
 * long as the process of the pidfd lives then, nobody else's is written. */
static int
write_oom_score (int pidfd,
                 int pid,
                 int score)
{
  struct pollfd poll_fd = { pidfd, POLLIN, 0 };
  char path[64];
  char text[16];
  int length = snprintf (text, sizeof text, "%d", score);
  int fd;
  int reason;

  snprintf (path, sizeof path, "/proc/%d/oom_score_adj", pid);
  fd = open (path, O_WRONLY | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOENT ? ESRCH : errno;
  reason = poll (&poll_fd, 1, 0) != 0 ? ESRCH : result_of (write (fd, text, (size_t) length));
  close (fd);

  return reason;
}

/* @tid is 0 for the process as a whole: only signals and what a process has once
 * know the difference, all else is then for its first thread. */
int
act_do (const Act *act,
        int        pidfd,
        int        pid,
        int        tid)
{
  const struct sched_param param = { .sched_priority = act->level };
  const struct rlimit limit = { act->soft, act->hard };
  int task = tid != 0 ? tid : pid;
  int reason = act_check (act);

  if (reason != 0)
    return reason;

  switch (act->kind)
    {
    case ACT_SIGNAL:
      if (tid == 0)
        return result_of (pidfd_send_signal (pidfd, act->value, NULL, 0));
      return result_of (tgkill (pid, tid, act->value));
    case ACT_NICE:
      return result_of (setpriority (PRIO_PROCESS, (id_t) task, act->value));
    case ACT_POLICY:
      return result_of (sched_setscheduler (task, act->value, &param));
    case ACT_IO:
      return result_of (syscall (SYS_ioprio_set, IOPRIO_WHO_PROCESS, task,
                                 act->value << IOPRIO_CLASS_SHIFT | act->level));
    case ACT_AFFINITY:
      return result_of (syscall (SYS_sched_setaffinity, task, sizeof act->cpus, act->cpus));
    case ACT_OOM_SCORE:
      return write_oom_score (pidfd, pid, act->value);
    case ACT_LIMIT:
      return result_of (prlimit (pid, (enum __rlimit_resource) act->value, &limit, NULL));
    default:
      return EINVAL;
    }
}

static int
read_oom_score (int  pid,
                int *score)
{
  char path[64];
  char text[32];
  int reason;

  snprintf (path, sizeof path, "/proc/%d/oom_score_adj", pid);
  reason = read_text (path, text, sizeof text);
  if (reason == 0)
    *score = atoi (text);

  return reason == ENOENT ? ESRCH : reason;
}

static int
read_policy (Act *act,
             int  tid)
{
  struct sched_param param;

  act->value = sched_getscheduler (tid);
  if (act->value < 0 || sched_getparam (tid, &param) < 0)
    return errno;
  act->level = param.sched_priority;

  return 0;
}

static int
read_io (Act *act,
         int  tid)
{
  long priority = syscall (SYS_ioprio_get, IOPRIO_WHO_PROCESS, tid);

  if (priority < 0)
    return errno;
  act->value = (int32_t) (priority >> IOPRIO_CLASS_SHIFT & 7);
  act->level = (int32_t) (priority & 7);

  /* Newer kernels tell of one that was never set the class that it follows from. */
  return 0;
}

static int
read_limit (Act *act,
            int  pid)
{
  struct rlimit limit;

  if (prlimit (pid, (enum __rlimit_resource) act->value, NULL, &limit) < 0)
    return errno;
  act->soft = limit.rlim_cur;
  act->hard = limit.rlim_max;

  return 0;
}

/* What is set now; of @act the kind is read, and for a limit the value. */
int
act_read (Act *act,
          int  pid,
          int  tid)
{
  int task = tid != 0 ? tid : pid;

  switch (act->kind)
    {
    case ACT_NICE:
      errno = 0;
      act->value = getpriority (PRIO_PROCESS, (id_t) task);
      return act->value == -1 ? errno : 0;
    case ACT_POLICY:
      return read_policy (act, task);
    case ACT_IO:
      return read_io (act, task);
    case ACT_AFFINITY:
      memset (act->cpus, 0, sizeof act->cpus);
      return result_of (syscall (SYS_sched_getaffinity, task, sizeof act->cpus, act->cpus));
    case ACT_OOM_SCORE:
      return read_oom_score (pid, &act->value);
    case ACT_LIMIT:
      return read_limit (act, pid);
    default:
      return EINVAL;
    }
}
