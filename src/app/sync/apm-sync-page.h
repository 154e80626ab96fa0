/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-problem.h"
#include "apm-session.h"

G_BEGIN_DECLS

/* The laboratory: the catalogue, one experiment at a time, its picture, source
 * and checks. The page shows what the experiment reports, and its actions ask
 * the experiment. Read tests/app/test_sync.py first. */

#define APM_TYPE_SYNC_PAGE (apm_sync_page_get_type ())
G_DECLARE_FINAL_TYPE (ApmSyncPage, apm_sync_page, APM, SYNC_PAGE, AdwBin)

void apm_sync_page_install_actions (ApmSyncPage *self,
                                    GActionMap  *window);

/* apm-sync-predict.c */
gboolean apm_sync_is_secret (ApmSession       *session,
                             ApmProblem       *problem,
                             const ApmVariant *variant);

G_END_DECLS
