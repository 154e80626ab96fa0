/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-child.h"
#include "apm-lens-memory.h"

G_BEGIN_DECLS

/* How a program is started under the lens: which library goes into it, what it
 * inherits. Private to the room. */

char     *apm_lens_spawn_dup_library (const ApmSpawn *spawn,
                                      GError        **error);
ApmChild *apm_lens_spawn             (ApmLensMemory  *memory,
                                      const ApmSpawn *spawn,
                                      const char     *library,
                                      GError        **error);
void      apm_lens_spawn_give_up     (const ApmSpawn *spawn);

G_END_DECLS
