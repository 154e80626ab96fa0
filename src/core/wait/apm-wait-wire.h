/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait.h"
#include "privileged-look.h"

G_BEGIN_DECLS

/* A wait as it travels from the helper that may look to us who may not: conclusions
 * only. Private to the room and to the helper. */

void     apm_wait_wire_pack  (const ApmWaitPass *pass,
                              const ApmWait     *wait,
                              const guint8       key[32],
                              LookWait          *packed);
gboolean apm_wait_wire_graft (ApmWaitPass       *pass,
                              const LookWait    *packed);

G_END_DECLS
