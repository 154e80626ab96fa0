/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"
#include "apm-target.h"

G_BEGIN_DECLS

/* How the kernel serves a process or thread, in one dialog: it shows what is set,
 * says where a change could not be taken back, and does what was changed. */

#define APM_TYPE_TUNE_DIALOG (apm_tune_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ApmTuneDialog, apm_tune_dialog, APM, TUNE_DIALOG, AdwWindow)

GtkWindow *apm_tune_dialog_new (GtkWidget  *page,
                                ApmSession *session,
                                const char *name,
                                ApmTarget  *target);

G_END_DECLS
