/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "problem-report.h"

G_BEGIN_DECLS

/* Cuts a stream of bytes into reports, wherever the reads cut it. Embedded in
 * its owner, zeroed to begin with. */
typedef struct {
  union {
    struct problem_report report;
    guint8 bytes[sizeof (struct problem_report)];
  } rest;
  gsize n_rest;
} ApmReportReader;

/* FALSE: no more, please. */
typedef gboolean (*ApmReportFunc) (const struct problem_report *report,
                                   gpointer                     user_data);

void apm_report_reader_push (ApmReportReader *self,
                             const guint8    *bytes,
                             gsize            length,
                             ApmReportFunc    func,
                             gpointer         user_data);

G_END_DECLS
