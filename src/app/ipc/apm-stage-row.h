/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-pipeline.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* One stage of a pipeline, with the pipe that leads on from it: planned, or running.
 * It shows what the pipeline knows and nothing else. */

#define APM_TYPE_STAGE_ROW (apm_stage_row_get_type ())
G_DECLARE_FINAL_TYPE (ApmStageRow, apm_stage_row, APM, STAGE_ROW, AdwBin)

GtkWidget *apm_stage_row_new_planned (const ApmPipelinePlan *plan,
                                      gboolean               is_last);
GtkWidget *apm_stage_row_new         (ApmSession            *session,
                                      ApmPipeline           *pipeline,
                                      guint                  stage);
void       apm_stage_row_update      (ApmStageRow           *self);
char      *apm_pipe_dup_flow_text    (const ApmPipelinePipe *pipe);

G_END_DECLS
