/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-session.h"

G_BEGIN_DECLS

/* The lists at the left of the tab IPC: the channels, each with its level, and
 * the workers. ::channel-activated (ApmChannel *) and ::worker-activated
 * (ApmWorker *) tell what was chosen; the page then says what is selected. */

#define APM_TYPE_IPC_SIDE (apm_ipc_side_get_type ())
G_DECLARE_FINAL_TYPE (ApmIpcSide, apm_ipc_side, APM, IPC_SIDE, AdwBin)

void apm_ipc_side_set_session    (ApmIpcSide *self,
                                  ApmSession *session);
void apm_ipc_side_select_channel (ApmIpcSide *self,
                                  ApmChannel *channel);

G_END_DECLS
