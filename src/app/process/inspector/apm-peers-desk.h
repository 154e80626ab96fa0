/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-peers.h"

G_BEGIN_DECLS

/* The one reader of who is connected to whom that all sections share: what one has
 * read costs the next nothing. Any thread; they take turns. */

typedef struct _ApmPeersDesk ApmPeersDesk;

ApmPeersDesk *apm_peers_desk_new   (void);
ApmPeersDesk *apm_peers_desk_ref   (ApmPeersDesk  *self);
void          apm_peers_desk_unref (ApmPeersDesk  *self);
ApmPeers     *apm_peers_desk_read  (ApmPeersDesk  *self,
                                    GError       **error);
char         *apm_peers_dup_gaps_text
                                   (const ApmPeers *peers);

G_END_DECLS
