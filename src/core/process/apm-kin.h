/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-target-set.h"

G_BEGIN_DECLS

/* Who belongs to a process at this moment. Private to the room. */

GArray  *apm_kin_list          (int       pid,
                                ApmReach  reach,
                                GArray   *roots,
                                GError  **error);
GArray  *apm_kin_list_children (int       pid);
int      apm_kin_get_parent    (int       pid);
gboolean apm_kin_belongs       (int       pid,
                                ApmReach  reach,
                                int       other_pid);

G_END_DECLS
