/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-session.h"

G_BEGIN_DECLS

/* The first step of whoever opens the page: two workers, and what they say. */

gboolean apm_ipc_hello (ApmSession  *session,
                        ApmWorker  **first,
                        ApmWorker  **second,
                        GError     **error);

G_END_DECLS
