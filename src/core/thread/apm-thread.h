/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-record.h"

G_BEGIN_DECLS

/* One thread of any process: a row. It is meant by (TID, start time). */
typedef struct {
  int         pid;
  int         tid;
  const char *name;            /* UTF-8; for named threads of ours the whole name */
  const char *name_base64;     /* the raw name, NULL unless it was not UTF-8 */
  const char *state;           /* as ApmProcess has it; "ended" while it lingers */
  double      cpu_percent;     /* of one core since the sample before */
  gint64      started_us;      /* since boot */
  gint64      cpu_time_us;     /* user and system so far */
  /* Named threads of this program and of workers only: */
  const char *work;            /* id of the kind of work, else NULL */
  const char *phase;           /* id of the phase, else NULL */
  gint64      phase_since_us;  /* on the monotonic clock */
  gint64      join_us;         /* -1 until it was joined */
  gboolean    own;             /* can be paused, resumed and terminated by us */
} ApmThread;

extern const ApmField apm_thread_fields[];

guint64    apm_thread_key      (const ApmThread  *self);
void       apm_thread_free     (ApmThread        *self);
GPtrArray *apm_thread_scan     (int               pid,
                                GError          **error);
GPtrArray *apm_thread_scan_for (int               pid,
                                guint             ms,
                                GError          **error);

G_END_DECLS
