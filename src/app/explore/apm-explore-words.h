/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-meter.h"

G_BEGIN_DECLS

/* What the window says of an exploration. Read tests/app/test_explore.py. */

char *apm_explore_dup_progress    (const ApmExploredProgress *progress);
char *apm_explore_dup_verdict     (const ApmExplored         *explored);
char *apm_explore_dup_failure     (const ApmFailure          *failure);
char *apm_explore_dup_details     (const ApmExplored         *explored,
                                   const ApmExploredProgress *progress);
char *apm_explore_dup_explanation (const ApmExplored         *explored,
                                   const char                *complaints,
                                   gboolean                   is_partial);
char *apm_explore_dup_figure      (const ApmFigure           *figure,
                                   ApmMeterWay                way);
char *apm_explore_dup_figure_words
                                  (const ApmFigure           *figure,
                                   ApmMeterWay                way);

G_END_DECLS
