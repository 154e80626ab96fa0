/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-peers.h"

#include "apm-error.h"

const ApmField apm_port_fields[] = { { NULL } };

ApmPeers *
apm_peers_read (ApmPeersFlags   flags,
                GError        **error)
{
  g_set_error_literal (error, APM_ERROR, APM_ERROR_FAILED, "Not known yet");

  return NULL;
}

void
apm_peers_unref (ApmPeers *self)
{
}
