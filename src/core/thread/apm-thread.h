/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-filter.h"
#include "apm-lane.h"
#include "apm-record.h"

G_BEGIN_DECLS

/* Instead of a PID: the threads of all processes. */
#define APM_ALL_PROCESSES (-1)

/* One thread of any process: a row. It is meant by (TID, start time). */
typedef struct {
  int         pid;
  int         tid;
  const char *name;            /* UTF-8; for named threads of ours the whole name */
  const char *name_base64;     /* the raw name, NULL unless it was not UTF-8 */
  const char *state;           /* as ApmProcess has it; "ended" while it lingers */
  double      cpu_percent;     /* of one core since the sample before */
  gint64      started_us;      /* since boot */
  gint64      process_started_us;  /* of its process; 0 where that is not known */
  gint64      age_us;
  gint64      cpu_time_us;     /* user and system so far */
  const char *process;         /* the name of its process; this and the texts below
                                * but those of ours are each a GRefString, or NULL */
  int         last_cpu;
  int         nice;
  int         priority;        /* as the kernel counts: 20 is nice 0, below 0 is real-time */
  const char *policy;          /* as ApmProcess has it; a literal */
  /* Read only while asked for; not known: NaN, NULL. */
  double      run_wait_percent;  /* ready, but no CPU was free */
  double      voluntary_switches_per_s;
  double      involuntary_switches_per_s;
  const char *wait_channel;    /* the kernel's function that it sleeps in */
  const char *affinity;        /* the CPUs that it may run on, "0-3,6" */
  ApmLane    *lane;            /* (nullable): the last minute */
  const ApmProcessNote *note;  /* what it waits for, where somebody looks at that; else NULL */
  guint       denied;          /* bits of the sources that we may not read */
  /* Named threads of this program and of workers only: */
  const char *work;            /* id of the kind of work, else NULL */
  const char *phase;           /* id of the phase, else NULL */
  gint64      phase_since_us;  /* on the monotonic clock */
  gint64      join_us;         /* -1 until it was joined */
  gboolean    own;             /* can be paused, resumed and terminated by us */
} ApmThread;

extern const ApmField apm_thread_fields[];

guint64    apm_thread_key      (const ApmThread  *self);
gboolean   apm_thread_is_denied
                               (const ApmThread  *self,
                                const ApmField   *field);
ApmFilter *apm_thread_filter_parse
                               (const char       *text,
                                gsize            *error_start,
                                gsize            *error_end,
                                GError          **error);
void       apm_thread_free     (ApmThread        *self);
GPtrArray *apm_thread_scan     (int               pid,
                                GError          **error);
GPtrArray *apm_thread_scan_for (int               pid,
                                guint             ms,
                                GError          **error);

G_END_DECLS
