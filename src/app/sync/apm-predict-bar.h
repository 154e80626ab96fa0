/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "apm-prediction.h"

G_BEGIN_DECLS

/* Asks what a program will do, and tells beside the guess what it did. What is true,
 * and what is kept of it, is the page's.
 *
 * ::start-over ()   the score is to be forgotten */

#define APM_TYPE_PREDICT_BAR (apm_predict_bar_get_type ())
G_DECLARE_FINAL_TYPE (ApmPredictBar, apm_predict_bar, APM, PREDICT_BAR, AdwBin)

void          apm_predict_bar_ask       (ApmPredictBar *self);
void          apm_predict_bar_answer    (ApmPredictBar *self,
                                         ApmPrediction  truth,
                                         const char    *why);
void          apm_predict_bar_set_score (ApmPredictBar *self,
                                         guint          n_right,
                                         guint          n);
ApmPrediction apm_predict_bar_get_guess (ApmPredictBar *self);

G_END_DECLS
