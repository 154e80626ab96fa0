/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log.h"
#include "apm-log-list.h"

G_BEGIN_DECLS

/* What the log's own files share. */

ApmLogList *apm_log_get_list (ApmLog *self);

G_END_DECLS
