/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Which processes of the machine are connected, by what: a list of all, and a picture
 * of the one that is chosen with those it reaches. */

#define APM_TYPE_MAP_WINDOW (apm_map_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmMapWindow, apm_map_window, APM, MAP_WINDOW, AdwWindow)

void apm_map_window_present (GtkWindow  *parent,
                             ApmSession *session);

G_END_DECLS
