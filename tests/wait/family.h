/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-wait-proof.h"

/* A program with the children it has made, started for a test and ended by it. */

typedef struct {
  char  *kind;
  int    pid;
  int    out;       /* its standard output, read end */
} Family;

Family *family_start    (const char *program_variable,
                         const char *kind);
void    family_free     (Family     *self);
GArray *family_list     (const Family *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Family, family_free)
