/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-target-set.h"

G_BEGIN_DECLS

/* Who belongs to a process at this moment. Private to the room. */

GArray *apm_kin_list (int       pid,
                      ApmReach  reach,
                      GArray   *roots,
                      GError  **error);

G_END_DECLS
