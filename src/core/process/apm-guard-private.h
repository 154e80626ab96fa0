/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-guard.h"

G_BEGIN_DECLS

gboolean    apm_guard_start         (GError    **error);
const char *apm_guard_get_mark      (void);

/* A program that goes on without us must not meet a pipe without a reader: the
 * guard holds the reading ends too, and empties them once we do not. */
gboolean    apm_guard_add_output    (int         pid,
                                     const int  *fds,
                                     guint       n_fds,
                                     GError    **error);
void        apm_guard_drain_output  (int         pid);
void        apm_guard_remove_output (int         pid);

G_END_DECLS
