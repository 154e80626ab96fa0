/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens.h"
#include "apm-report.h"

G_BEGIN_DECLS

/* Brings what the lens has seen, as reports, from its thread to the main one. It
 * holds so many; while it is full the lens' thread waits, and with it the program,
 * so nothing is lost. The main thread takes them at the pace of the display.
 * Read tests/sync/test-report-queue.c first. */

typedef struct _ApmReportQueue ApmReportQueue;

/* On the main thread. */
typedef void (*ApmReportsFunc) (const ApmReport *reports,
                                gsize            n,
                                gpointer         user_data);

ApmReportQueue *apm_report_queue_new        (ApmReportsFunc        func,
                                             gpointer              user_data);
void            apm_report_queue_fill_tap   (ApmReportQueue       *self,
                                             ApmLensTap           *tap);
void            apm_report_queue_take_all   (ApmReportQueue       *self);
guint64         apm_report_queue_get_lost   (ApmReportQueue       *self);
void            apm_report_queue_close      (ApmReportQueue       *self);

G_END_DECLS
