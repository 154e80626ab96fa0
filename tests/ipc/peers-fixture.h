/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-peers.h"

/* What this program itself has open, as the index tells it. */

ApmPeers  *read_peers (ApmPeersFlags   flags);
GPtrArray *read_own   (const ApmPeers *peers);
void       assert_far (const ApmPeers *peers,
                       int             fd,
                       ApmAccess       wanted,
                       ApmFarState     state,
                       const char     *format,
                       ...) G_GNUC_PRINTF (5, 6);
const ApmDescriptor *
           find_descriptor (GPtrArray *list,
                            int        fd);
