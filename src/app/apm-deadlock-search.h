/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-session.h"

G_BEGIN_DECLS

/* Looking for deadlocks because a person asks: the answer is a toast, also when
 * there is none. What looks by itself is told by the banner and the log. */

void apm_deadlock_search_install (GActionMap *actions,
                                  ApmSession *session);

G_END_DECLS
