/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-table.h"

G_BEGIN_DECLS

/* The columns of the list of messages that arrived. */

extern const ApmColumn apm_message_columns[];

G_END_DECLS
