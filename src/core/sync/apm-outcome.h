/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-problem.h"
#include "apm-scene.h"

G_BEGIN_DECLS

/* The sentences in which runs end. */

char *apm_outcome_dup_done    (const ApmScene   *scene,
                               const ApmVariant *variant);
char *apm_outcome_dup_stopped (const ApmScene   *scene,
                               const ApmVariant *variant,
                               gint64            now_us);
char *apm_outcome_dup_crashed (int               wait_status);

G_END_DECLS
