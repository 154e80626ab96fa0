/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-explorable.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* Exploring one program, in a window of its own beside the laboratory: it owns the
 * program, the pages hang off it. Closing it ends what runs for it.
 * Read tests/app/test_explore.py first. */

#define APM_TYPE_EXPLORE_WINDOW (apm_explore_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmExploreWindow, apm_explore_window, APM, EXPLORE_WINDOW, AdwWindow)

void apm_explore_window_present      (GtkWidget           *parent,
                                      ApmSession          *session,
                                      const ApmExplorable *program);
void apm_explore_window_present_text (GtkWidget           *parent,
                                      ApmSession          *session,
                                      const char          *text);

G_END_DECLS
