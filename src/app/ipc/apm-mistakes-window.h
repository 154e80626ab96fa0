/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The classic mistakes with channels, one click away: each is a variant of a problem
 * of the catalogue, run here as the ordinary program that it is, so that it really
 * hangs and can be asked why. What runs ends with the window.
 * Read tests/app/test_mistakes.py first. */

#define APM_TYPE_MISTAKES_WINDOW (apm_mistakes_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmMistakesWindow, apm_mistakes_window, APM, MISTAKES_WINDOW, AdwWindow)

void apm_mistakes_window_present (GtkWindow  *parent,
                                  ApmSession *session);

G_END_DECLS
