/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The page of all processes: search, scope, table, orders to the selected one, and
 * beside it all about that one and what it prints, if it was created here. It owns the transcripts; the
 * rows are the session's. Read tests/app/test_process.py first. */

#define APM_TYPE_PROCESS_PAGE (apm_process_page_get_type ())
G_DECLARE_FINAL_TYPE (ApmProcessPage, apm_process_page, APM, PROCESS_PAGE, GtkWidget)

void apm_process_page_install_actions (ApmProcessPage *self,
                                       GActionMap     *window);

G_END_DECLS
