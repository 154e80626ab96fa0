/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-process-list.h"

G_BEGIN_DECLS

/* A list that looks only when it is told, and children for it to see. */

ApmChild       *start    (const char     *verb,
                          const char     *argument,
                          const char     *name);
void            stop     (ApmChild       *child);
void            look     (ApmProcessList *list);
ApmProcessList *new_list (void);

G_END_DECLS
