/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-meter.h"

#include "../until.h"

/* The same program freely, at random, and explored. */

static const struct {
  const char *name;
  ApmExploredVerdict explored;
  gboolean fails_at_random;
} cases[] = {
  { "counter:none", APM_EXPLORED_FAILED, TRUE },
  { "counter:mutex", APM_EXPLORED_COMPLETE, FALSE },
};

static void
test_figures (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  g_autofree char *text = g_strdup_printf ("apmctl check %s", cases[i].name), *schedule = NULL;
  g_autoptr(ApmExplorable) program = apm_explorable_parse (text, catalogue, &schedule, NULL);
  g_autoptr(ApmMeter) meter = apm_meter_new (program, 30, 60);
  const ApmFigure *figure;

  g_assert_cmpint (apm_meter_get_figure (meter, APM_METER_FREE)->state, ==, APM_FIGURE_WAITS);
  apm_meter_start (meter);
  test_until (!apm_meter_is_running (meter));

  figure = apm_meter_get_figure (meter, APM_METER_FREE);
  g_assert_cmpint (figure->state, ==, APM_FIGURE_DONE);
  g_assert_cmpuint (figure->runs, ==, 30);
  g_assert_cmpuint (figure->failed, <=, i == 0 ? 30 : 0);   /* chance, where it can fail */
  figure = apm_meter_get_figure (meter, APM_METER_RANDOM);
  g_assert_cmpuint (figure->runs, ==, 30);
  g_assert_true ((figure->failed > 0) == cases[i].fails_at_random);
  figure = apm_meter_get_figure (meter, APM_METER_EXPLORED);
  g_assert_cmpint (figure->verdict, ==, cases[i].explored);
}

static void
test_cancel (void)
{
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  g_autofree char *schedule = NULL;
  g_autoptr(ApmExplorable) program = apm_explorable_parse ("apmctl check counter:mutex", catalogue, &schedule, NULL);
  g_autoptr(ApmMeter) meter = apm_meter_new (program, 1000000, 600);

  g_signal_connect (meter, "changed", G_CALLBACK (apm_meter_cancel), NULL);
  apm_meter_start (meter);
  test_until (!apm_meter_is_running (meter));
  g_assert_cmpint (apm_meter_get_figure (meter, APM_METER_EXPLORED)->state, ==, APM_FIGURE_WAITS);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#if defined (__x86_64__)
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/meter/figures/", cases[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_figures);
    }
  g_test_add_func ("/meter/cancel", test_cancel);
#endif

  return g_test_run ();
}
