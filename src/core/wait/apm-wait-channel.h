/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait.h"

G_BEGIN_DECLS

/* The kernel's function that a thread sleeps in. Names change from kernel to kernel,
 * so it labels, and tells the kind only where nothing better may be read. */

ApmWaitKind apm_channel_get_kind (const char *channel);

G_END_DECLS
