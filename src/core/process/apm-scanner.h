/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-info.h"

G_BEGIN_DECLS

/* Reads /proc, again and again, at the price of what has changed: a process whose
 * CPU clock stands still has not run, so only a sixteenth of the still ones is read
 * anew each time. Used by one thread at a time. Private to the room.
 * Read tests/process/test-scanner.c first. */

typedef struct _ApmScanner ApmScanner;

ApmScanner *apm_scanner_new         (gboolean     with_keys,
                                     GError     **error);
GArray     *apm_scanner_new_samples (void);
gboolean    apm_scanner_run         (ApmScanner  *self,
                                     GArray      *samples,
                                     const gint  *cancelled);
void        apm_scanner_free        (ApmScanner  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmScanner, apm_scanner_free)

G_END_DECLS
