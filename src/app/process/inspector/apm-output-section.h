/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-output-view.h"
#include "apm-section-view.h"

G_BEGIN_DECLS

/* What the process has printed, if it was created here. */

#define APM_TYPE_OUTPUT_SECTION (apm_output_section_get_type ())
G_DECLARE_FINAL_TYPE (ApmOutputSection, apm_output_section, APM, OUTPUT_SECTION, ApmSectionView)

GtkWidget *apm_output_section_new            (ApmSubject       *subject);
void       apm_output_section_set_transcript (ApmOutputSection *self,
                                              ApmTranscript    *transcript);

G_END_DECLS
