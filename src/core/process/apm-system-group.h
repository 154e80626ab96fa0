/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-system.h"

G_BEGIN_DECLS

/* What our own control group may use of the machine, in either version of control
 * groups (cgroups(7)): the tightest limit from our group up. Private to the room. */

typedef struct _ApmSystemGroup ApmSystemGroup;

ApmSystemGroup *apm_system_group_new  (const char     *root);
void            apm_system_group_free (ApmSystemGroup *self);
void            apm_system_group_read (ApmSystemGroup *self,
                                       ApmSystem      *system);

G_END_DECLS
