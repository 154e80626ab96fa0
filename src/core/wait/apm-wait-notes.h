/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-note.h"
#include "apm-wait-graph.h"

G_BEGIN_DECLS

/* A pass in words, for the tables of processes and threads. Called by the thread that
 * took it, since there are many. Private to the room. */

gint64          *apm_wait_notes_read_waited (ApmWaitPass        *pass,
                                             int                 pid);
ApmProcessNotes *apm_wait_notes_new         (const ApmWaitGraph *graph,
                                             const gint64       *waited_us);
ApmProcessNotes *apm_wait_notes_new_threads (const ApmWaitGraph *graph,
                                             const gint64       *waited_us,
                                             int                 pid);

G_END_DECLS
