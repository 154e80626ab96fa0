/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-section-view.h"

G_BEGIN_DECLS

/* What a process did in the last ten minutes, and what it is. */

#define APM_TYPE_SUMMARY_SECTION (apm_summary_section_get_type ())
G_DECLARE_FINAL_TYPE (ApmSummarySection, apm_summary_section, APM, SUMMARY_SECTION, ApmSectionView)

GtkWidget *apm_summary_section_new (ApmSubject *subject);

G_END_DECLS
