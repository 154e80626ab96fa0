/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What /proc/PID/stat says, as numbers (proc_pid_stat(5)). */

#define APM_STAT_KERNEL_THREAD 0x00200000  /* PF_KTHREAD of the kernel's sched.h */

typedef struct {
  int     pid;
  int     ppid;
  char    comm[64];      /* raw bytes, ends with NUL; kernel threads have long ones */
  char    state;
  guint   flags;
  guint   threads;
  guint64 cpu_ticks;     /* user and system */
  guint64 system_ticks;
  guint64 children_ticks;  /* of children that have ended and were waited for */
  guint64 start_ticks;   /* since boot */
  guint64 rss_pages;
  int     process_group;
  int     session;
  int     terminal;      /* device number, 0: none */
  guint64 minor_faults;
  guint64 major_faults;
  int     priority;
  int     nice;
  guint64 virtual_bytes;
  int     last_cpu;      /* -1: not told */
  int     policy;        /* SCHED_*, -1: not told */
} ApmStat;

gboolean apm_stat_parse       (const char *text,
                               gsize       length,
                               ApmStat    *stat);
gboolean apm_stat_read        (int         proc_fd,
                               int         pid,
                               ApmStat    *stat,
                               int        *read_errno);
gboolean apm_stat_read_owned  (int         proc_fd,
                               int         pid,
                               ApmStat    *stat,
                               guint      *owner);
gint64   apm_stat_ticks_to_us (guint64     ticks);
const char *
         apm_stat_policy_word (int         policy);

G_END_DECLS
