/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What a message costs by each kind of channel, measured on this machine and drawn
 * side by side. */

#define APM_TYPE_MEASURE_WINDOW (apm_measure_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmMeasureWindow, apm_measure_window, APM, MEASURE_WINDOW, AdwWindow)

void apm_measure_window_present (GtkWindow  *parent,
                                 ApmSession *session);

G_END_DECLS
