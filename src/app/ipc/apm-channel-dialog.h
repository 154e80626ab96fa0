/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* Asks which kind of channel is to be made or joined, and who is at its ends. It checks as
 * one types, and stays when the system refuses. */

#define APM_TYPE_CHANNEL_DIALOG (apm_channel_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ApmChannelDialog, apm_channel_dialog, APM, CHANNEL_DIALOG, AdwWindow)

ApmChannelDialog *apm_channel_dialog_new (GtkWindow  *parent,
                                          ApmSession *session);

G_END_DECLS
