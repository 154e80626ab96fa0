/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-section-view.h"

G_BEGIN_DECLS

/* Why the process waits, and for whom. */

#define APM_TYPE_WHY_SECTION (apm_why_section_get_type ())
G_DECLARE_FINAL_TYPE (ApmWhySection, apm_why_section, APM, WHY_SECTION, ApmSectionView)

GtkWidget *apm_why_section_new (ApmSubject *subject);

G_END_DECLS
