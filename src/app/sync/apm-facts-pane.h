/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-experiment.h"

G_BEGIN_DECLS

/* What there is to know beside the picture: the problem in words, how fast it
 * runs, and how long each actor waits. Main thread only. */

#define APM_TYPE_FACTS_PANE (apm_facts_pane_get_type ())
G_DECLARE_FINAL_TYPE (ApmFactsPane, apm_facts_pane, APM, FACTS_PANE, AdwBin)

GtkWidget *apm_facts_pane_new            (void);
void       apm_facts_pane_set_experiment (ApmFactsPane  *self,
                                          ApmExperiment *experiment);
void       apm_facts_pane_set_secret     (ApmFactsPane  *self,
                                          gboolean       secret);
void       apm_facts_pane_update         (ApmFactsPane  *self);

G_END_DECLS
