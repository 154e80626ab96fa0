/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The last ten minutes of the processes that somebody has looked at: those followed
 * last, 32 of them, are sampled in a thread while the timer runs, so that going back
 * to one shows it without a gap. A process that has ended keeps what was seen of it.
 * Main thread. Read tests/process/test-history.c first. */

#define APM_HISTORY_SPAN_US   (10 * 60 * G_USEC_PER_SEC)
#define APM_HISTORY_MOMENTS   600
#define APM_HISTORY_PROCESSES 32

/* Since the moment before. NaN, or G_MININT64: not known, or not permitted. */
typedef struct {
  gint64 at_us;                        /* g_get_monotonic_time() */
  double cpu_user_percent;             /* of one core */
  double cpu_system_percent;
  gint64 rss_bytes;
  double read_bytes_per_s;             /* from disks */
  double written_bytes_per_s;
  double threads;
  double voluntary_switches_per_s;     /* of all its threads */
  double involuntary_switches_per_s;
} ApmHistoryMoment;

typedef struct _ApmHistory ApmHistory;   /* of one process */

int              apm_history_get_pid       (const ApmHistory *self);
gint64           apm_history_get_started_us
                                           (const ApmHistory *self);
gboolean         apm_history_has_ended     (const ApmHistory *self);
guint            apm_history_get_length    (const ApmHistory *self);
const ApmHistoryMoment *apm_history_get_moment    (const ApmHistory *self,
                                            guint             place);

#define APM_TYPE_HISTORIES (apm_histories_get_type ())
G_DECLARE_FINAL_TYPE (ApmHistories, apm_histories, APM, HISTORIES, GObject)

/* Signal "sampled": there is a new moment, of each that has not ended. */
ApmHistories     *apm_histories_new          (void);
const ApmHistory *apm_histories_follow       (ApmHistories *self,
                                              int           pid,
                                              gint64        started_us);
const ApmHistory *apm_histories_find         (ApmHistories *self,
                                              int           pid,
                                              gint64        started_us);
void              apm_histories_set_interval (ApmHistories *self,
                                              guint         ms);
void              apm_histories_sample_now   (ApmHistories *self);

G_END_DECLS
