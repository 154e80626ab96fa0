/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text whose columns stand in line, for a terminal: cells row by row. Whatever a
 * cell holds, its row is one line. */

typedef struct _ApmSheet ApmSheet;

ApmSheet *apm_sheet_new       (const char *alignments);
void      apm_sheet_add       (ApmSheet   *self,
                               const char *cell);
void      apm_sheet_take      (ApmSheet   *self,
                               char       *cell);
void      apm_sheet_pair      (ApmSheet   *self,
                               const char *label,
                               const char *value);
void      apm_sheet_take_pair (ApmSheet   *self,
                               const char *label,
                               char       *value);
void      apm_sheet_append_to (ApmSheet   *self,
                               GString    *text);

G_END_DECLS
