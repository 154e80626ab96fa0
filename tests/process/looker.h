/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-scanner.h"

G_BEGIN_DECLS

/* Looks with a scanner when it is told, and subjects for it to see. */

typedef struct {
  ApmScanner *scanner;
  GArray *samples;
  guint n_living;
} Looker;

Looker           *looker_new       (guint       sources);
void              looker_free      (Looker     *self);
const ApmProcess *find             (Looker     *self,
                                    int         pid);
const ApmProcess *find_ended       (Looker     *self,
                                    int         pid);
const ApmProcess *look             (Looker     *self,
                                    int         pid);
void              look_until_still (Looker     *self,
                                    int         pid);
int               start            (const char *verb,
                                    const char *argument);
void              stop             (int         pid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Looker, looker_free)

G_END_DECLS
