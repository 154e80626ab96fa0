/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-details-private.h"

char *
apm_variable_dup_masked (const ApmVariable *variable)
{
  return g_strdup (variable->value);
}

char *
apm_facts_dup_text (const ApmFacts *facts,
                    gboolean        show_secrets)
{
  return g_strdup (facts->nothing ? facts->nothing : "");
}

void
apm_facts_to_json (const ApmFacts *facts,
                   gboolean        show_secrets,
                   JsonBuilder    *builder)
{
}
