/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-lens-report.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What "apmctl watch" says of a program that is over. */

GString     *watch_report_dup_text (ApmLensReport *report);
JsonBuilder *watch_report_dup_json (ApmLensReport *report,
                                    const char    *program,
                                    int            wait_status);

G_END_DECLS
