/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Joins programs by pipes and shows them run: each stage with its state and the pipe
 * that leads on from it. What is typed is taken apart at once, and what is known
 * against a stage stands beside it before anything runs. What runs ends with the
 * window. Read tests/app/test_pipeline.py first. */

#define APM_TYPE_PIPELINE_WINDOW (apm_pipeline_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmPipelineWindow, apm_pipeline_window, APM, PIPELINE_WINDOW, AdwWindow)

void apm_pipeline_window_present (GtkWindow  *parent,
                                  ApmSession *session,
                                  const char *line);

G_END_DECLS
