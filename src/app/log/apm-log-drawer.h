/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The log below every page: what was done and what happened, searched, followed,
 * copied, exported, cleared. Shows the log's view and sets its filter.
 * Read tests/app/test_log.py first. */

#define APM_TYPE_LOG_DRAWER (apm_log_drawer_get_type ())
G_DECLARE_FINAL_TYPE (ApmLogDrawer, apm_log_drawer, APM, LOG_DRAWER, AdwBin)

GtkWidget *apm_log_drawer_new             (ApmSession   *session);
void       apm_log_drawer_install_actions (ApmLogDrawer *self,
                                           GActionMap   *window);

G_END_DECLS
