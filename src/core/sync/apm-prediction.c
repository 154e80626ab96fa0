/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-prediction.h"

/**
 * apm_prediction_from_expectation:
 *
 * What is known of a variant of the catalogue. Who starves does not hang: the others go on.
 */
ApmPrediction
apm_prediction_from_expectation (ApmExpectation expectation)
{
  switch (expectation)
    {
    case APM_EXPECTED_CORRECT:
      return APM_PREDICTION_ENDS_WELL;
    case APM_EXPECTED_DEADLOCK:
    case APM_EXPECTED_ASLEEP:
      return APM_PREDICTION_HANGS;
    case APM_EXPECTED_LOSES:
    case APM_EXPECTED_VIOLATES:
    case APM_EXPECTED_STARVES:
      return APM_PREDICTION_BREAKS;
    default:
      return APM_PREDICTION_NONE;
    }
}

/**
 * apm_prediction_from_run:
 *
 * Returns: what a run has shown; one that ended well shows nothing, since the next may not
 */
ApmPrediction
apm_prediction_from_run (ApmExperiment *experiment)
{
  guint n;
  const ApmCheck *checks = apm_experiment_get_checks (experiment, &n);

  if (apm_experiment_get_state (experiment) != APM_RUN_BROKEN)
    return APM_PREDICTION_NONE;

  for (guint i = 0; i < n; i++)
    if (!checks[i].holds && g_str_equal (checks[i].id, "alive"))
      return APM_PREDICTION_HANGS;

  return APM_PREDICTION_BREAKS;
}

/**
 * apm_prediction_from_exploration:
 *
 * Returns: what is proven of the program
 */
ApmPrediction
apm_prediction_from_exploration (const ApmExplored *explored)
{
  static const char *const hanging[] = { "deadlock", "livelock", "hang", NULL };
  const ApmFailure *first;

  if (apm_explored_get_verdict (explored) == APM_EXPLORED_COMPLETE)
    return APM_PREDICTION_ENDS_WELL;
  if (apm_explored_get_verdict (explored) != APM_EXPLORED_FAILED || explored->failures->len == 0)
    return APM_PREDICTION_NONE;

  first = explored->failures->pdata[0];
  if (first->kind == NULL)
    return APM_PREDICTION_NONE;

  return g_strv_contains (hanging, first->kind) ? APM_PREDICTION_HANGS : APM_PREDICTION_BREAKS;
}

/**
 * apm_predictions_knows:
 *
 * Whether @name was answered.
 */
gboolean
apm_predictions_knows (GVariant   *answers,
                       const char *name)
{
  gboolean right;

  return g_variant_lookup (answers, name, "b", &right);
}

/**
 * apm_predictions_add:
 *
 * Returns: (transfer floating): @answers with that of @name, which only counts the first time
 */
GVariant *
apm_predictions_add (GVariant   *answers,
                     const char *name,
                     gboolean    right)
{
  g_auto(GVariantBuilder) all = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sb}"));
  gboolean known = apm_predictions_knows (answers, name);
  GVariantIter iter;
  const char *one;
  gboolean was_right;

  g_variant_iter_init (&iter, answers);
  while (g_variant_iter_next (&iter, "{&sb}", &one, &was_right))
    g_variant_builder_add (&all, "{sb}", one, was_right);
  if (!known)
    g_variant_builder_add (&all, "{sb}", name, right);

  return g_variant_builder_end (&all);
}

/**
 * apm_predictions_count:
 * @n_right: (out)
 *
 * Returns: how many were answered
 */
guint
apm_predictions_count (GVariant *answers,
                       guint    *n_right)
{
  GVariantIter iter;
  gboolean right;

  *n_right = 0;
  g_variant_iter_init (&iter, answers);
  while (g_variant_iter_next (&iter, "{&sb}", NULL, &right))
    *n_right += right;

  return (guint) g_variant_n_children (answers);
}
