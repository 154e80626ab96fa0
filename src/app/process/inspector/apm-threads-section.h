/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-section-view.h"

G_BEGIN_DECLS

/* The threads of the process in short; the tab Threads has more of them. */

#define APM_TYPE_THREADS_SECTION (apm_threads_section_get_type ())
G_DECLARE_FINAL_TYPE (ApmThreadsSection, apm_threads_section, APM, THREADS_SECTION, ApmSectionView)

GtkWidget *apm_threads_section_new (ApmSubject *subject);

G_END_DECLS
