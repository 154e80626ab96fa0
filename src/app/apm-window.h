/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The window: header bar, the pages of the table in apm-window.c, the log
 * drawer below them, toasts. A page is a widget with a construct-only property
 * "session"; it installs its win.* actions itself, and focuses its search on
 * the widget action "page.search". */

#define APM_TYPE_WINDOW (apm_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmWindow, apm_window, APM, WINDOW, AdwApplicationWindow)

ApmWindow *apm_window_new (GtkApplication *application,
                           ApmSession     *session);

G_END_DECLS
