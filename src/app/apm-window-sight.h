/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Tells the session whether the window can be seen. */

void apm_window_sight_watch (GtkWindow  *window,
                             ApmSession *session);

G_END_DECLS
