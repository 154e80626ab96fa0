/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"

G_BEGIN_DECLS

/* A worker: a process of ours (apm-worker) that takes orders over a socket, its
 * descriptor 3, and reports what it did. It has named threads and a mailbox, and
 * ends when it is asked to or when we are gone. Main thread only.
 * Read tests/ipc/test-worker.c first. */

#define APM_TYPE_WORKER (apm_worker_get_type ())
G_DECLARE_FINAL_TYPE (ApmWorker, apm_worker, APM, WORKER, GObject)

ApmWorker  *apm_worker_new         (const char  *name,
                                    GError     **error);
ApmChild   *apm_worker_get_child   (ApmWorker   *self);
const char *apm_worker_get_name    (ApmWorker   *self);
int         apm_worker_get_pid     (ApmWorker   *self);
gboolean    apm_worker_get_running (ApmWorker   *self);
void        apm_worker_ask_to_exit (ApmWorker   *self);
gboolean    apm_worker_get_leaving (ApmWorker   *self);

G_END_DECLS
