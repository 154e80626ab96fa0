/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-chain.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A chain for programs and for graphviz. */

void  apm_wait_chain_to_json (const ApmWaitChain *chain,
                              JsonBuilder        *builder);
char *apm_wait_chain_to_dot  (const ApmWaitChain *chain);

G_END_DECLS
