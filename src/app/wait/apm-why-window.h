/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-why-view.h"

G_BEGIN_DECLS

/* Why, large: in a window of its own beside the lists. */

#define APM_TYPE_WHY_WINDOW (apm_why_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmWhyWindow, apm_why_window, APM, WHY_WINDOW, AdwWindow)

void apm_why_window_present (GtkWidget  *page,
                             ApmSession *session,
                             const char *name,
                             int         pid,
                             int         tid);

G_END_DECLS
