/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "apm-signal.h"

G_BEGIN_DECLS

/* A process that somebody means: by PID and start time, held by a pidfd from the
 * moment a menu or dialog about it opens, so that a signal sent a minute later
 * reaches this process or none. Or one thread of it, by number and start time. Read tests/process/test-target.c first. */

typedef struct _ApmTarget ApmTarget;

ApmTarget *apm_target_open            (int         pid,
                                       gint64      started_us,
                                       GError    **error);
ApmTarget *apm_target_open_thread     (int         pid,
                                       gint64      started_us,
                                       int         tid,
                                       gint64      thread_started_us,
                                       GError    **error);
gboolean   apm_target_check           (ApmTarget  *self,
                                       GError    **error);
gboolean   apm_target_send            (ApmTarget  *self,
                                       int         signum,
                                       GError    **error);
gboolean   apm_target_has_ended       (ApmTarget  *self);
int        apm_target_get_pid         (ApmTarget  *self);
int        apm_target_get_tid         (ApmTarget  *self);
int        apm_target_get_pidfd       (ApmTarget  *self);
guint64    apm_target_get_start_ticks (ApmTarget  *self);
void       apm_target_free            (ApmTarget  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmTarget, apm_target_free)

G_END_DECLS
