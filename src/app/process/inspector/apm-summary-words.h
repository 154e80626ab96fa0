/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-details-facts.h"

G_BEGIN_DECLS

/* What a summary says, a line each. Pure. Read tests/app/test-summary-words.c first. */

typedef struct {
  const char *title;                                 /* N_() */
  char     *(*dup) (const ApmSummary *summary);      /* NULL: nothing to be said */
  gboolean  (*is_odd) (const ApmSummary *summary);   /* worth a look; nullable */
  gboolean    is_parent;                             /* leads to the parent */
} ApmSummaryLine;

/* Ends with { NULL }. */
extern const ApmSummaryLine apm_summary_lines[];

G_END_DECLS
