/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-memory.h"

G_BEGIN_DECLS

/* Reads other processes' memory, or what they have mapped, by threads that may be lost:
 * memory whose disk, server or owner does not answer holds up whoever reads it, until its process ends. Such a
 * thread is left there and another takes its place; the process is not asked again
 * until the lost one is back. For one thread at a time. */

typedef struct _ApmWaitHands ApmWaitHands;

/* What is read of one process. */
typedef struct {
  int              pid;
  guint64          start_ticks;  /* of @pid, who it is */
  ApmMemoryWindow *windows;
  guint            n_windows;
  gboolean         wants_maps;   /* no windows then, but the text of its /proc/PID/maps */
  char            *maps;         /* (out) (transfer full) (nullable) */
  gint64           limit_us;     /* from when its turn comes */
  int              reason;       /* (out): as of apm_wait_memory_read(), or why there are no maps */
} ApmMemoryJob;

ApmWaitHands *apm_wait_hands_new        (void);
void          apm_wait_hands_free       (ApmWaitHands *self);
void          apm_wait_hands_read       (ApmWaitHands *self,
                                         ApmMemoryJob *jobs,
                                         guint         n_jobs);
guint         apm_wait_hands_get_n_lost (ApmWaitHands *self);

G_END_DECLS
