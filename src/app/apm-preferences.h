/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The preferences window. Its rows are bound to GSettings, and the session
 * follows these; nothing else happens here. */

#define APM_TYPE_PREFERENCES (apm_preferences_get_type ())
G_DECLARE_FINAL_TYPE (ApmPreferences, apm_preferences, APM, PREFERENCES, AdwPreferencesWindow)

ApmPreferences *apm_preferences_new (GtkWindow  *parent,
                                     ApmSession *session);

G_END_DECLS
