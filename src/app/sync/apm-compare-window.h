/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-experiment.h"
#include "apm-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Two variants of a problem run at the same time with the same parameters, side
 * by side, or one above the other where the window is narrow. */

#define APM_TYPE_COMPARE_WINDOW (apm_compare_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmCompareWindow, apm_compare_window, APM, COMPARE_WINDOW, AdwWindow)

void apm_compare_window_present (GtkWindow        *parent,
                                 ApmSession       *session,
                                 ApmProblem       *problem,
                                 const ApmVariant *variant);

G_END_DECLS
