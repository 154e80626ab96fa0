/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-test.h"

#include "apm-prediction.h"

/* What was said is compared with what is known, seen or proven. */

static void
test_expectation (void)
{
  static const struct { ApmExpectation expected; ApmPrediction prediction; } cases[] = {
    { APM_EXPECTED_CORRECT, APM_PREDICTION_ENDS_WELL },
    { APM_EXPECTED_LOSES, APM_PREDICTION_BREAKS },
    { APM_EXPECTED_VIOLATES, APM_PREDICTION_BREAKS },
    { APM_EXPECTED_STARVES, APM_PREDICTION_BREAKS },
    { APM_EXPECTED_DEADLOCK, APM_PREDICTION_HANGS },
    { APM_EXPECTED_ASLEEP, APM_PREDICTION_HANGS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (apm_prediction_from_expectation (cases[i].expected), ==, cases[i].prediction);
}

/* A run that ended well is no proof. */
static void
test_run (gconstpointer data)
{
  static const struct { const char *name, *settings[4]; ApmPrediction shown; } cases[] = {
    { "bounded-buffer:semaphores", { "items=1", "delay_max_ms=0", "delay_min_ms=0" }, APM_PREDICTION_NONE },
    { "rendezvous:both-wait", { NULL }, APM_PREDICTION_HANGS },
    { "counter:none", { NULL }, APM_PREDICTION_BREAKS },
  };
  guint which = GPOINTER_TO_UINT (data);
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  g_autoptr(ApmExperiment) run = sync_test_new (catalogue, cases[which].name, cases[which].settings);

  g_assert_cmpint (apm_prediction_from_run (run), ==, APM_PREDICTION_NONE);
  sync_test_run (run);
  g_assert_cmpint (apm_prediction_from_run (run), ==, cases[which].shown);
}

static void
test_exploration (void)
{
  static const struct { const char *lines; ApmPrediction proven; } cases[] = {
    { "", APM_PREDICTION_NONE },
    { "verdict\tcomplete\t-", APM_PREDICTION_ENDS_WELL },
    { "verdict\tbounded\ttime", APM_PREDICTION_NONE },
    { "failure\tdeadlock\t1\t-\t-\t-\t-\nverdict\tfailed\t-", APM_PREDICTION_HANGS },
    { "failure\tlivelock\t1\t-\t-\t-\t-\nverdict\tfailed\t-", APM_PREDICTION_HANGS },
    { "failure\trace\t1\t-\t-\t-\t-\nverdict\tfailed\t-", APM_PREDICTION_BREAKS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ApmExplored) explored = apm_explored_new ();
      g_auto(GStrv) lines = g_strsplit (cases[i].lines, "\n", -1);
      ApmExploredProgress progress = { 0 };

      for (guint j = 0; lines[j]; j++)
        apm_explored_take_line (explored, lines[j], &progress);
      g_assert_cmpint (apm_prediction_from_exploration (explored), ==, cases[i].proven);
    }
}

/* Only the first answer counts. */
static void
test_answers (void)
{
  g_autoptr(GVariant) none = g_variant_ref_sink (g_variant_new ("a{sb}", NULL));
  g_autoptr(GVariant) one = g_variant_ref_sink (apm_predictions_add (none, "bank:opposite", FALSE));
  g_autoptr(GVariant) again = g_variant_ref_sink (apm_predictions_add (one, "bank:opposite", TRUE));
  g_autoptr(GVariant) two = g_variant_ref_sink (apm_predictions_add (again, "bank:ordered", TRUE));
  guint n_right;

  g_assert_cmpuint (apm_predictions_count (none, &n_right), ==, 0);
  g_assert_cmpuint (n_right, ==, 0);
  g_assert_false (apm_predictions_knows (none, "bank:opposite"));
  g_assert_true (g_variant_equal (one, again));
  g_assert_true (apm_predictions_knows (two, "bank:opposite"));
  g_assert_cmpuint (apm_predictions_count (two, &n_right), ==, 2);
  g_assert_cmpuint (n_right, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prediction/expectation", test_expectation);
  g_test_add_data_func ("/prediction/run/ends-well", GUINT_TO_POINTER (0), test_run);
  g_test_add_data_func ("/prediction/run/hangs", GUINT_TO_POINTER (1), test_run);
  g_test_add_data_func ("/prediction/run/breaks", GUINT_TO_POINTER (2), test_run);
  g_test_add_func ("/prediction/exploration", test_exploration);
  g_test_add_func ("/prediction/answers", test_answers);

  return g_test_run ();
}
