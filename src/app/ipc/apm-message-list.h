/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The messages that arrived: searched, followed, copied, cleared. */

#define APM_TYPE_MESSAGE_LIST (apm_message_list_get_type ())
G_DECLARE_FINAL_TYPE (ApmMessageList, apm_message_list, APM, MESSAGE_LIST, AdwBin)

void apm_message_list_set_session  (ApmMessageList *self,
                                    ApmSession     *session);
void apm_message_list_focus_search (ApmMessageList *self);

G_END_DECLS
