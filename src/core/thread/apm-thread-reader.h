/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-stat.h"
#include "apm-thread.h"

G_BEGIN_DECLS

/* What one thread's files in /proc say. Private to the room. */

typedef enum {
  APM_THREAD_STAT      = 1 << 0,   /* read where the thread ran */
  APM_THREAD_SCHEDSTAT = 1 << 1,
  APM_THREAD_STATUS    = 1 << 2,
  APM_THREAD_WCHAN     = 1 << 3,
  APM_THREAD_LANE      = 1 << 4,   /* nothing is read for it but what it needs of the above */
} ApmThreadSource;

#define APM_THREAD_ALL_SOURCES \
  (APM_THREAD_STAT | APM_THREAD_SCHEDSTAT | APM_THREAD_STATUS | APM_THREAD_WCHAN)

/* Counters of which rates are the differences; -1: not known. */
typedef struct {
  gint64 cpu_ns;
  gint64 wait_ns;
  gint64 slices;
  gint64 voluntary;
  gint64 involuntary;
} ApmThreadCounters;

gboolean apm_thread_read_schedstat (int                task_fd,
                                    int                tid,
                                    ApmThreadCounters *counters);
void     apm_thread_take_stat      (ApmThread         *row,
                                    const ApmStat     *stat);
void     apm_thread_read_status    (int                task_fd,
                                    ApmThread         *row,
                                    ApmThreadCounters *counters);
void     apm_thread_read_wchan     (int                task_fd,
                                    ApmThread         *row);
void     apm_thread_set_ref_string (const char       **text,
                                    const char        *value);
guint    apm_thread_get_sources    (const char *const *ids);

G_END_DECLS
