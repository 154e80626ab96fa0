/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-tune.h"

G_BEGIN_DECLS

/* The sentences of a refusal. Private to the room. */

const char *apm_tune_get_range_text (const Act  *act);
void        apm_tune_set_error      (GError    **error,
                                     ApmTarget  *target,
                                     const Act  *act,
                                     int         reason,
                                     gboolean    was_to_change);

G_END_DECLS
