/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* A teacher's own problems: which folders the catalogue has besides ours, and how one
 * is written. */

#define APM_TYPE_FOLDER_WINDOW (apm_folder_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmFolderWindow, apm_folder_window, APM, FOLDER_WINDOW, AdwWindow)

void apm_folder_window_present (GtkWindow  *parent,
                                ApmSession *session,
                                const char *path);

G_END_DECLS
