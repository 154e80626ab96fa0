/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-entry.h"

G_BEGIN_DECLS

/* Keeps a busy source readable: a line each up to APM_LOG_BUSY_LIMIT a second;
 * from then on, and as long as a second brings more than that, one line a second
 * that says how many there were. Plain state, time is given from outside. */

#define APM_LOG_BUSY_LIMIT 100

typedef struct {
  gint64   began_us;    /* of the second that is counted, monotonic */
  guint64  n_seen;      /* in it */
  gboolean counting;    /* the second before was too busy: no lines of its own */
  guint64  n_counted;   /* those without a line */
  guint64  bytes;       /* of those */
  ApmLevel level;       /* the gravest of those */
} ApmLogBusy;

typedef struct {
  guint64  n;
  guint64  bytes;
  gint64   span_us;     /* the time in which they came */
  ApmLevel level;
} ApmLogCount;

gboolean apm_log_busy_close   (ApmLogBusy        *self,
                               gint64             now_us,
                               gboolean           early,
                               ApmLogCount       *count);
gboolean apm_log_busy_admit   (ApmLogBusy        *self,
                               ApmLevel           level,
                               guint64            bytes);
gboolean apm_log_busy_is_calm (const ApmLogBusy  *self);
char    *apm_log_count_dup_text (const ApmLogCount *count);

G_END_DECLS
