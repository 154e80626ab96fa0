/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-order.h"

G_BEGIN_DECLS

/* Asks for a signal and for whom: a process, what belongs to it, or one thread. All
 * who may be meant are held from the moment of opening. */

#define APM_TYPE_SIGNAL_DIALOG (apm_signal_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ApmSignalDialog, apm_signal_dialog, APM, SIGNAL_DIALOG, AdwWindow)

GtkWindow *apm_signal_dialog_new (GtkWidget  *page,
                                  ApmSession *session,
                                  const char *name,
                                  ApmTarget  *target);

G_END_DECLS
