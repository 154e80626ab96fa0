/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-forced-drive.h"
#include "apm-forced.h"

G_BEGIN_DECLS

/* apm-forced.c runs, apm-forced-words.c says what came of it. */

char    *apm_forced_dup_divergence (const ApmPlay        *play,
                                    const ApmForcedDrive *drive);
char    *apm_forced_dup_hung       (const ApmFailure     *failure,
                                    guint                 n_threads,
                                    gboolean              is_deadlock);
char    *apm_forced_dup_died       (const ApmFailure     *failure,
                                    int                   wait_status,
                                    const char           *said);
char    *apm_forced_dup_survived   (const ApmFailure     *failure,
                                    gboolean              still_runs);
gboolean apm_forced_expects_hang   (const ApmFailure     *failure);
gboolean apm_forced_expects_loop   (const ApmFailure     *failure);
gboolean apm_forced_expects_death  (const ApmFailure     *failure,
                                    int                   wait_status);

G_END_DECLS
