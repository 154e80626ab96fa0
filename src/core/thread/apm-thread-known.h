/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-thread-reader.h"

G_BEGIN_DECLS

/* One thread as it is remembered from look to look. Private to the room. */

typedef struct {
  ApmThread         row;        /* as it is handed out; its texts are ours */
  ApmThreadCounters counters;
  gint64            at_ns;      /* of the last look */
  guint             seen;       /* the generation that it was seen in */
} ApmThreadKnown;

ApmThreadKnown *apm_thread_known_new         (int                   pid,
                                              int                   tid);
void            apm_thread_known_free        (ApmThreadKnown       *self);
gboolean        apm_thread_known_is_restless (const ApmThreadKnown *self);
void            apm_thread_known_calm        (ApmThreadKnown       *self);
void            apm_thread_known_read        (ApmThreadKnown       *self,
                                              int                   task_fd,
                                              const ApmStat        *stat,
                                              guint                 sources,
                                              ApmThreadCounters    *counters);
void            apm_thread_known_take_moment (ApmThreadKnown       *self,
                                              guint                 sources);
ApmThread      *apm_thread_known_dup_row     (const ApmThreadKnown *self);

G_END_DECLS
