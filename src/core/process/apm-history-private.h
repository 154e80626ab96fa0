/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-history.h"
#include "apm-process-more.h"
#include "apm-stat.h"

G_BEGIN_DECLS

/* Private to the room. */

struct _ApmHistory
{
  int pid;
  gint64 started_us;
  gboolean ended;
  ApmStat stat;            /* at the newest moment */
  gint64 clock_ns;         /* its CPU clock then, -1: not to be had */
  ApmProcessMore *more;    /* then too, NULL before the first */
  guint first;             /* where the oldest moment is, once the ring is full */
  guint length;
  ApmHistoryMoment *moments;  /* a ring */
};

/* What a thread is asked, and what it answers, of one process. */
typedef struct {
  int pid;
  gint64 started_us;
  gint64 before_us;
  gint64 before_clock_ns;
  ApmProcessMore *before;
  gboolean ended;
  gint64 at_us;
  gint64 clock_ns;
  ApmStat stat;
  ApmProcessMore *more;
} ApmHistoryLook;

void apm_history_add  (ApmHistory     *self,
                       ApmHistoryLook *look);
void apm_history_free (ApmHistory     *self);

G_END_DECLS
