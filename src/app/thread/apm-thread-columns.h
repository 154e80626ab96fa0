/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-list-export.h"
#include "apm-thread-list.h"

G_BEGIN_DECLS

/* The columns of the list of threads and how it leaves the window, a thread's work and phase, and the list's
 * state in words. */

extern const ApmColumn apm_thread_columns[];
extern const ApmListing apm_thread_listing;

const char *apm_thread_get_work_label (const ApmThread *thread);
char       *apm_thread_dup_phase_text (const ApmThread *thread);
char       *apm_thread_dup_status_text
                                      (ApmThreadList   *threads,
                                       ApmCrew         *crew);

G_END_DECLS
