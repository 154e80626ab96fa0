/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-message.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* One message as a whole: its text, however many lines it has, and its bytes
 * saved to a file. It keeps what it shows, whatever becomes of the list. */

#define APM_TYPE_MESSAGE_WINDOW (apm_message_window_get_type ())
G_DECLARE_FINAL_TYPE (ApmMessageWindow, apm_message_window, APM, MESSAGE_WINDOW, AdwWindow)

ApmMessageWindow *apm_message_window_new (GtkWindow        *parent,
                                          ApmSession       *session,
                                          const ApmMessage *message);

G_END_DECLS
