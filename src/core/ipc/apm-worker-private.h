/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-orders.h"
#include "apm-worker.h"

G_BEGIN_DECLS

/* For core/ipc and core/thread: orders to a worker, and its reports. */

typedef void (*ApmReportFunc) (ApmWorker      *worker,
                               const ApmFrame *report,
                               gpointer        user_data);
typedef void (*ApmFlushFunc)  (ApmWorker      *worker,
                               gpointer        user_data);

void apm_worker_order             (ApmWorker     *self,
                                   guint8         type,
                                   guint32        id,
                                   GBytes        *payload);
void apm_worker_order_attach      (ApmWorker     *self,
                                   guint8         type,
                                   guint32        id,
                                   GBytes        *payload,
                                   int            take_fd);
void apm_worker_set_pipe_func     (ApmWorker     *self,
                                   ApmReportFunc  func,
                                   ApmFlushFunc   flush,
                                   gpointer       user_data);
void apm_worker_set_thread_func   (ApmWorker     *self,
                                   ApmReportFunc  func,
                                   gpointer       user_data);
void apm_worker_kill              (ApmWorker     *self);

G_END_DECLS
