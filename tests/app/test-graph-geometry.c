/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-graph-geometry.h"

#include <math.h>

#define KIB 1024.0

static void
test_tops (void)
{
  static const struct {
    double peak;
    ApmGraphScale scale;
    double top;
  } cases[] = {
    { 0.3, APM_GRAPH_SHARE, 1 },
    { 17, APM_GRAPH_SHARE, 1 },
    { 0, APM_GRAPH_DECIMAL, 1 },
    { -4, APM_GRAPH_DECIMAL, 1 },
    { NAN, APM_GRAPH_DECIMAL, 1 },
    { INFINITY, APM_GRAPH_BINARY, 1 },
    { 1, APM_GRAPH_DECIMAL, 1 },
    { 1.01, APM_GRAPH_DECIMAL, 2 },
    { 2, APM_GRAPH_DECIMAL, 2 },
    { 3, APM_GRAPH_DECIMAL, 5 },
    { 5.5, APM_GRAPH_DECIMAL, 10 },
    { 10, APM_GRAPH_DECIMAL, 10 },
    { 1000, APM_GRAPH_DECIMAL, 1000 },
    { 1234567, APM_GRAPH_DECIMAL, 2e6 },
    { 700, APM_GRAPH_BINARY, 1000 },
    { 1000, APM_GRAPH_BINARY, 1000 },
    { 1001, APM_GRAPH_BINARY, KIB },
    { KIB + 1, APM_GRAPH_BINARY, 2 * KIB },
    { 38 * KIB, APM_GRAPH_BINARY, 50 * KIB },
    { 600 * KIB, APM_GRAPH_BINARY, 1000 * KIB },
    { 5.1 * KIB * KIB * KIB, APM_GRAPH_BINARY, 10 * KIB * KIB * KIB },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (apm_graph_get_top (cases[i].peak, cases[i].scale), cases[i].top,
                                    cases[i].top * 1e-9);
}

static void
test_ring (void)
{
  ApmGraphSamples samples;
  double many[] = { 1, 10, 2, 20, 3, 30, 4, 40, 5, 50 };

  apm_graph_samples_init (&samples, 3, 2);
  g_assert_cmpfloat (apm_graph_samples_get_peak (&samples, TRUE), ==, 0);
  for (guint i = 1; i <= 4; i++)
    apm_graph_samples_append (&samples, (double[]) { i, 10 * i });
  g_assert_cmpuint (samples.n, ==, 3);
  g_assert_cmpfloat (apm_graph_samples_get (&samples, 0, 0), ==, 2);
  g_assert_cmpfloat (apm_graph_samples_get (&samples, 2, 1), ==, 40);
  g_assert_cmpfloat (apm_graph_samples_get_peak (&samples, TRUE), ==, 44);
  g_assert_cmpfloat (apm_graph_samples_get_peak (&samples, FALSE), ==, 40);

  apm_graph_samples_set (&samples, many, 5);
  g_assert_cmpuint (samples.n, ==, 3);
  g_assert_cmpfloat (apm_graph_samples_get (&samples, 0, 0), ==, 3);
  g_assert_cmpfloat (apm_graph_samples_get (&samples, 2, 0), ==, 5);

  apm_graph_samples_set (&samples, many, 1);
  apm_graph_samples_append (&samples, (double[]) { NAN, 7 });
  g_assert_cmpuint (samples.n, ==, 2);
  g_assert_cmpfloat (apm_graph_samples_get (&samples, 0, 1), ==, 10);
  g_assert_cmpfloat (apm_graph_samples_get_peak (&samples, TRUE), ==, 11);
  apm_graph_samples_clear (&samples);
}

static void
assert_point (const ApmGraphPoint *point,
              float                x,
              float                low,
              float                high,
              gboolean             begins)
{
  g_assert_cmpfloat_with_epsilon (point->x, x, 0.01);
  g_assert_cmpfloat_with_epsilon (point->low, low, 0.01);
  g_assert_cmpfloat_with_epsilon (point->high, high, 0.01);
  g_assert_cmpint (!!point->begins, ==, begins);
}

/* The newest is at the right end, what is too high ends at the top, what is
 * negative lies on the ground. */
static void
test_line (void)
{
  ApmGraphSamples samples;
  ApmGraphPoint points[10];
  double values[] = { 0.5, 2, -1 };

  apm_graph_samples_init (&samples, 5, 1);
  g_assert_cmpuint (apm_graph_layout (&samples, 0, FALSE, 1, 100, 20, points), ==, 0);
  apm_graph_samples_set (&samples, values, 3);
  g_assert_cmpuint (apm_graph_layout (&samples, 0, FALSE, 1, 100, 20, points), ==, 3);
  assert_point (&points[0], 50, 20, 10, TRUE);
  assert_point (&points[1], 75, 20, 0, FALSE);
  assert_point (&points[2], 100, 20, 20, FALSE);
  apm_graph_samples_clear (&samples);
}

static void
test_stack (void)
{
  ApmGraphSamples samples;
  ApmGraphPoint points[4];
  double values[] = { 0.25, 0.5, 0.5, 1 };

  apm_graph_samples_init (&samples, 2, 2);
  apm_graph_samples_set (&samples, values, 2);
  g_assert_cmpuint (apm_graph_layout (&samples, 1, TRUE, 1, 100, 20, points), ==, 2);
  assert_point (&points[0], 0, 15, 5, TRUE);
  assert_point (&points[1], 100, 10, 0, FALSE);
  g_assert_cmpuint (apm_graph_layout (&samples, 1, FALSE, 1, 100, 20, points), ==, 2);
  assert_point (&points[0], 0, 20, 10, TRUE);
  apm_graph_samples_clear (&samples);
}

/* What was not measured is a gap, and one alone is still to be seen. */
static void
test_gaps (void)
{
  ApmGraphSamples samples;
  ApmGraphPoint points[12];
  double values[] = { NAN, 1, 1, NAN, 1, NAN };

  apm_graph_samples_init (&samples, 6, 1);
  apm_graph_samples_set (&samples, values, 6);
  g_assert_cmpuint (apm_graph_layout (&samples, 0, FALSE, 1, 100, 20, points), ==, 4);
  assert_point (&points[0], 20, 20, 0, TRUE);
  assert_point (&points[1], 40, 20, 0, FALSE);
  assert_point (&points[2], 79, 20, 0, TRUE);
  assert_point (&points[3], 80, 20, 0, FALSE);

  apm_graph_samples_set (&samples, values + 1, 1);
  g_assert_cmpuint (apm_graph_layout (&samples, 0, FALSE, 1, 100, 20, points), ==, 2);
  assert_point (&points[1], 100, 20, 0, FALSE);
  apm_graph_samples_clear (&samples);
}

/* Every value has its bar or shares one, none is told twice, none leaves the box. */
static void
test_bars (void)
{
  static const struct {
    guint n_values;
    float width;
    guint n_bars;
  } cases[] = {
    { 0, 40, 0 }, { 1, 40, 1 }, { 2, 40, 2 }, { 4, 40, 4 }, { 20, 40, 20 }, { 21, 40, 11 },
    { 256, 40, 20 }, { 4, 1, 1 }, { 3, 0, 1 }, { 7, 33, 7 },
  };
  ApmGraphBar bars[256];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n = apm_graph_layout_bars (cases[i].n_values, cases[i].width, bars);
      guint told = 0;

      g_assert_cmpuint (n, ==, cases[i].n_bars);
      for (guint k = 0; k < n; k++)
        {
          g_assert_cmpuint (bars[k].first, ==, told);
          g_assert_cmpfloat (bars[k].width, >=, 1);
          g_assert_cmpfloat (bars[k].x, ==, floorf (bars[k].x));
          g_assert_cmpfloat (bars[k].x + bars[k].width, <=, MAX (cases[i].width, 1));
          g_assert_true (k == 0 || bars[k].x >= bars[k - 1].x + bars[k - 1].width);
          told += bars[k].n;
        }
      g_assert_cmpuint (told, ==, cases[i].n_values);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graph/tops", test_tops);
  g_test_add_func ("/graph/ring", test_ring);
  g_test_add_func ("/graph/line", test_line);
  g_test_add_func ("/graph/stack", test_stack);
  g_test_add_func ("/graph/gaps", test_gaps);
  g_test_add_func ("/graph/bars", test_bars);

  return g_test_run ();
}
