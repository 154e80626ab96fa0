/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-details-private.h"
#include "apm-sheet.h"

G_BEGIN_DECLS

/* Facts as text for a person. Private to the room. */

char *apm_facts_dup_bytes  (gint64            bytes);
char *apm_facts_dup_number (gint64            number);
void  apm_summary_append   (const ApmSummary *summary,
                            GString          *text);
void  apm_cgroup_append    (const ApmCgroup  *cgroup,
                            GString          *text);

G_END_DECLS
