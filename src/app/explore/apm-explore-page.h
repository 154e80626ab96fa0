/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-explorable.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* A program run through its schedules: how, how far it is, the verdict, and the
 * failing schedule, played.
 *
 * ::changed ()   the program's arguments or switches, or the run that is played */

#define APM_TYPE_EXPLORE_PAGE (apm_explore_page_get_type ())
G_DECLARE_FINAL_TYPE (ApmExplorePage, apm_explore_page, APM, EXPLORE_PAGE, AdwBin)

void        apm_explore_page_set_program (ApmExplorePage      *self,
                                          ApmSession          *session,
                                          const ApmExplorable *program);
const ApmExplorable *
            apm_explore_page_get_program (ApmExplorePage      *self);
void        apm_explore_page_start       (ApmExplorePage      *self,
                                          const char          *schedule);
char       *apm_explore_page_dup_run     (ApmExplorePage      *self);
void        apm_explore_page_export      (ApmExplorePage      *self,
                                          const char          *path);

G_END_DECLS
