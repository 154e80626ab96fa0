/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-pipe-geometry.h"

static const struct {
  const char *what;
  ApmPipeMeasures in;
  float sender, receiver;        /* widths of the boxes */
  float pipe_x, pipe, filled;
} cases[] = {
  { "room for all", { 600, 60, 50, 60, 20, 0.5 }, 74, 84, 138, 314, 157 },
  { "empty", { 600, 60, 50, 60, 20, 0 }, 74, 84, 138, 314, 0 },
  { "full", { 600, 60, 50, 60, 20, 1 }, 74, 84, 138, 314, 314 },
  { "more than full", { 600, 60, 50, 60, 20, 1.5 }, 74, 84, 138, 314, 314 },
  { "less than empty", { 600, 60, 50, 60, 20, -1 }, 74, 84, 138, 314, 0 },
  { "a long sender leaves the receiver whole", { 300, 60, 500, 50, 20, 1 }, 130, 74, 158, 40, 40 },
  { "a long receiver leaves the sender whole", { 300, 60, 50, 500, 20, 1 }, 74, 130, 102, 40, 40 },
  { "two long names share", { 300, 60, 500, 500, 20, 1 }, 102, 102, 130, 40, 40 },
  { "no room for names", { 96, 60, 50, 50, 20, 1 }, 0, 0, 28, 40, 40 },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ApmPipeGeometry g;

      g_test_message ("%s", cases[i].what);
      apm_pipe_geometry (&cases[i].in, &g);

      g_assert_cmpfloat_with_epsilon (g.sender.size.width, cases[i].sender, 0.01);
      g_assert_cmpfloat_with_epsilon (g.receiver.size.width, cases[i].receiver, 0.01);
      g_assert_cmpfloat_with_epsilon (g.pipe.origin.x, cases[i].pipe_x, 0.01);
      g_assert_cmpfloat_with_epsilon (g.pipe.size.width, cases[i].pipe, 0.01);
      g_assert_cmpfloat_with_epsilon (g.filled.size.width, cases[i].filled, 0.01);
      g_assert_cmpfloat (g.in_from, ==, g.sender.size.width);
      g_assert_cmpfloat (g.in_to, ==, g.pipe.origin.x);
    }
}

/* The parts stand side by side in their order, at every size there is. */
static void
test_order (void)
{
  for (float width = 0; width <= 2000; width += 7)
    for (float height = 0; height <= 200; height += 20)
      {
        ApmPipeMeasures measures = { width, height, 80, 120, 18, 0.25 };
        ApmPipeGeometry g;

        apm_pipe_geometry (&measures, &g);
        g_assert_cmpfloat (g.sender.size.width, >=, 0);
        g_assert_cmpfloat (g.receiver.size.width, >=, 0);
        g_assert_cmpfloat (g.pipe.size.width, >=, 0);
        g_assert_cmpfloat (g.sender.origin.y, >=, 0);
        g_assert_cmpfloat (g.in_to, >=, g.in_from);
        g_assert_cmpfloat (g.out_from, >=, g.in_to);
        g_assert_cmpfloat (g.out_to, >=, g.out_from);
        g_assert_cmpfloat (g.filled.size.width, <=, g.pipe.size.width);
        g_assert_cmpfloat (g.caption.origin.y, >, g.y);
      }
}

static void
test_mirrored (void)
{
  ApmPipeMeasures measures = { 600, 60, 50, 60, 20, 0.5 };
  ApmPipeGeometry plain, mirrored;

  apm_pipe_geometry (&measures, &plain);
  measures.mirrored = TRUE;
  apm_pipe_geometry (&measures, &mirrored);

  g_assert_cmpfloat (mirrored.sender.origin.x, ==, 600 - plain.sender.size.width);
  g_assert_cmpfloat (mirrored.receiver.origin.x, ==, 0);
  g_assert_cmpfloat (mirrored.out_to, ==, 600 - plain.out_to);
  g_assert_cmpfloat_with_epsilon (mirrored.filled.origin.x + mirrored.filled.size.width,
                                  mirrored.pipe.origin.x + mirrored.pipe.size.width, 0.01);
  g_assert_cmpfloat (mirrored.y, ==, plain.y);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pipe-geometry/cases", test_cases);
  g_test_add_func ("/pipe-geometry/order", test_order);
  g_test_add_func ("/pipe-geometry/mirrored", test_mirrored);

  return g_test_run ();
}
