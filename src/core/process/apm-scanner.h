/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-info.h"

G_BEGIN_DECLS

/* Reads /proc, again and again, at the price of what has changed: a process whose
 * CPU clock stands still has not run, so it is not read again, but for
 *   - those that somebody looks at or has acted on (apm_scanner_want()),
 *   - the children of one that has ended, who have a new parent now,
 *   - a sixteenth of the rest, in turn;
 * and /proc is only listed when a number has been given away since.
 * Used by one thread at a time. Private to the room.
 * Read tests/process/test-scanner.c first. */

typedef struct _ApmScanner ApmScanner;

ApmScanner *apm_scanner_new         (GError     **error);
GArray     *apm_scanner_new_samples (void);
void        apm_scanner_set_sources (ApmScanner  *self,
                                     guint        sources);
void        apm_scanner_want        (ApmScanner  *self,
                                     int          pid);
gboolean    apm_scanner_run         (ApmScanner  *self,
                                     GArray      *samples,
                                     guint       *n_living,
                                     const gint  *cancelled);
guint       apm_scanner_get_n_read  (ApmScanner  *self);
void        apm_scanner_free        (ApmScanner  *self);
void        apm_sample_clear        (ApmSample   *sample);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmScanner, apm_scanner_free)

G_END_DECLS
