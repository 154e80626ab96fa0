/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Who has a file open, on the whole machine: a window of its own beside the list. */

#define APM_TYPE_FILES_WINDOW (apm_files_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmFilesWindow, apm_files_window, APM, FILES_WINDOW, AdwWindow)

ApmFilesWindow *apm_files_window_new    (GtkWindow      *parent,
                                         ApmSession     *session);
void            apm_files_window_search (ApmFilesWindow *self,
                                         const char     *what);

G_END_DECLS
