/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "apm-wait-reader.h"

G_BEGIN_DECLS

/* Whether a program of ours can ever go on: the proof of room wait, for one
 * family of processes. Read tests/sync/test-verdicts.c first. */

typedef struct {
  GArray  *tids;           /* of int: who can never go on; empty: they can */
  gboolean is_deadlock;    /* in a cycle; else nobody is left who could wake them */
} ApmStuck;

void      apm_stuck_look_async  (int                  pid,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
ApmStuck *apm_stuck_look_finish (GAsyncResult        *result);
void      apm_stuck_free        (ApmStuck            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmStuck, apm_stuck_free)

G_END_DECLS
