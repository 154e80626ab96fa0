/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "apm-experiment.h"
#include "apm-explored.h"

G_BEGIN_DECLS

/* What a program will do, said before it has run, and what it did. Pure. Read
 * tests/sync/test-prediction.c. */

typedef enum {
  APM_PREDICTION_NONE,       /* nothing was said, or nothing is known */
  APM_PREDICTION_ENDS_WELL,  /* in every order of its threads */
  APM_PREDICTION_BREAKS,     /* something that must hold does not, sometimes */
  APM_PREDICTION_HANGS,      /* nobody can ever go on, sometimes */
} ApmPrediction;

ApmPrediction apm_prediction_from_expectation (ApmExpectation     expectation);
ApmPrediction apm_prediction_from_run         (ApmExperiment     *experiment);
ApmPrediction apm_prediction_from_exploration (const ApmExplored *explored);

/* The first answers of a learner: a{sb}, "PROBLEM:VARIANT" → whether it was right. */
GVariant     *apm_predictions_add             (GVariant          *answers,
                                               const char        *name,
                                               gboolean           right);
guint         apm_predictions_count           (GVariant          *answers,
                                               guint             *n_right);
gboolean      apm_predictions_knows           (GVariant          *answers,
                                               const char        *name);

G_END_DECLS
