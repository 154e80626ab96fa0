/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-snapshots.h"

G_BEGIN_DECLS

/* What has changed since a snapshot, until another one or now. */

#define APM_TYPE_CHANGE_WINDOW (apm_change_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmChangeWindow, apm_change_window, APM, CHANGE_WINDOW, AdwWindow)

ApmChangeWindow *apm_change_window_new (GtkWindow    *parent,
                                        ApmSession   *session,
                                        ApmSnapshots *snapshots);

G_END_DECLS
