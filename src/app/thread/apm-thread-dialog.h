/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Asks for a new named thread: its name, what it does, and in which process.
 * ::created (ApmCrew *crew, const char *name) follows when it was ordered. */

#define APM_TYPE_THREAD_DIALOG (apm_thread_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ApmThreadDialog, apm_thread_dialog, APM, THREAD_DIALOG, AdwWindow)

ApmThreadDialog *apm_thread_dialog_new (GtkWindow  *parent,
                                        ApmSession *session,
                                        ApmWorker  *worker);

G_END_DECLS
