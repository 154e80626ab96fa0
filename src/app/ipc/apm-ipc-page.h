/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The tab IPC: the channels and workers at the left; at the right the channel of
 * the two that are chosen, the messages that arrived, and the place to write one.
 * Read tests/app/test_ipc.py first. */

#define APM_TYPE_IPC_PAGE (apm_ipc_page_get_type ())
G_DECLARE_FINAL_TYPE (ApmIpcPage, apm_ipc_page, APM, IPC_PAGE, AdwBin)

void apm_ipc_page_install_actions (ApmIpcPage *self,
                                   GActionMap *window);

G_END_DECLS
