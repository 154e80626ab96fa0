/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-explorable.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* What a program needs its calls for: a row for each that locks, unlocks, waits or
 * wakes, with what fails where it is left out. */

#define APM_TYPE_MUTATION_PAGE (apm_mutation_page_get_type ())
G_DECLARE_FINAL_TYPE (ApmMutationPage, apm_mutation_page, APM, MUTATION_PAGE, AdwBin)

void apm_mutation_page_set_program (ApmMutationPage     *self,
                                    ApmSession          *session,
                                    const ApmExplorable *program);
void apm_mutation_page_export      (ApmMutationPage     *self,
                                    const char          *path);

G_END_DECLS
