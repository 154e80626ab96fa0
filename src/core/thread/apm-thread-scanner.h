/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-thread.h"

G_BEGIN_DECLS

/* Reads the threads of one process, or of all, at the price of what has run: a
 * process whose CPU clock stands still has had none of its threads run, and a
 * thread whose scheduler counters stand still is as it was. A sixteenth of what
 * stands still is read again in turn, and what runs or waits for a disk always
 * is. It belongs to one thread at a time. Private to the room. */

typedef struct _ApmThreadScanner ApmThreadScanner;

ApmThreadScanner *apm_thread_scanner_new  (void);
void              apm_thread_scanner_free (ApmThreadScanner *self);
GPtrArray        *apm_thread_scanner_scan (ApmThreadScanner *self,
                                           int               pid,
                                           guint             sources,
                                           GError          **error);
guint             apm_thread_scanner_get_n_read
                                          (ApmThreadScanner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ApmThreadScanner, apm_thread_scanner_free)

G_END_DECLS
