/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-log-entry.h"
#include "apm-table.h"

G_BEGIN_DECLS

/* How an entry looks in the table, and the words for sources and levels. */

typedef struct {
  const char *id;        /* as the log has it; NULL for all */
  const char *title;     /* N_() */
} ApmLogChoice;

extern const ApmColumn    apm_log_columns[];
extern const ApmLogChoice apm_log_sources[];   /* ends with a title of NULL */
extern const ApmLogChoice apm_log_levels[];    /* in the order of ApmLevel */

guint apm_log_find_source (const char *source);

G_END_DECLS
