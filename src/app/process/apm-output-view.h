/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-transcript.h"

G_BEGIN_DECLS

/* Shows a transcript as it grows; at most ten times a second, however fast the
 * child prints. Scrolled up it stays where it is. */

#define APM_TYPE_OUTPUT_VIEW (apm_output_view_get_type ())
G_DECLARE_FINAL_TYPE (ApmOutputView, apm_output_view, APM, OUTPUT_VIEW, GtkWidget)

ApmTranscript *apm_output_view_get_transcript (ApmOutputView *self);
void           apm_output_view_set_transcript (ApmOutputView *self,
                                               ApmTranscript *transcript);
char          *apm_output_view_dup_text       (ApmOutputView *self);

G_END_DECLS
