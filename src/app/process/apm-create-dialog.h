/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Asks for what a new process needs, program or worker, and starts it. What cannot
 * be taken is told at the entry while it is typed, what cannot be started in the
 * dialog, which stays. */

#define APM_TYPE_CREATE_DIALOG (apm_create_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ApmCreateDialog, apm_create_dialog, APM, CREATE_DIALOG, AdwWindow)

GtkWindow *apm_create_dialog_new (GtkWindow  *parent,
                                  ApmSession *session,
                                  gboolean    worker);

G_END_DECLS
