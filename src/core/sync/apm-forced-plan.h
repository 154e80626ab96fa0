/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-play.h"

G_BEGIN_DECLS

/* Whose turn it is on real threads, one operation after the other, so that they come
 * in the order of a failing schedule. Only what the lens can hold has a turn;
 * reads and writes follow the operation before them. Pure.
 * Read tests/sync/test-forced.c first. */

typedef struct {
  guint step;      /* of the schedule, from 0 */
  guint thread;    /* of the play */
  guint op;        /* APM_LENS_OP_…, before which it stands; _NONE: before any, which it does not get in time */
  int   child;     /* the thread that this creates; −1: none that the schedule knows */
} ApmForcedTurn;

GArray     *apm_forced_plan_new      (const ApmPlay *play);
const char *apm_forced_plan_get_word (guint          op);

G_END_DECLS
