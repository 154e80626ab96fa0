/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-session.h"

G_BEGIN_DECLS

/* Writes the log. Core reports facts by signals; here, and nowhere else, they
 * become sentences. Orders that only a page knows of, a signal sent to a foreign
 * process or an order refused, the page records itself. Output, items and
 * messages are busy: a line each up to 100 a second, then their count. */

void apm_recorder_attach       (ApmSession   *session);
void apm_recorder_attach_waits (ApmLog       *log,
                                ApmWaitWatch *waits);

G_END_DECLS
