/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-drop-row.h"

/* Five of 100, 10 apart; the last but one is the least important. */
static void
test_choose (void)
{
  static const int widths[] = { 100, 100, 100, 100, 100 };
  static const int hidden[] = { 100, -1, 100, 100, 100 };
  static const int uneven[] = { 100, 300, 100, 50, 100 };
  static const guint importances[] = { 0, 1, 2, 4, 3 };
  static const struct {
    const int *widths;
    int width;
    const char *shown;
    guint taken;
  } cases[] = {
    { widths, 540, "+++++", 540 },
    { widths, 539, "+++-+", 430 },
    { widths, 429, "+++--", 320 },
    { widths, 210, "++---", 210 },
    { widths, 0, "+----", 100 },
    { hidden, 430, "+-+++", 430 },
    { hidden, 0, "+----", 100 },
    /* What is too wide makes room for those that follow it. */
    { uneven, 400, "+-+++", 380 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean shown[5];

      g_test_message ("case %u", i);
      g_assert_cmpuint (apm_drop_row_choose (cases[i].widths, importances, 5, 10, cases[i].width, shown),
                        ==, cases[i].taken);
      for (guint k = 0; k < 5; k++)
        g_assert_cmpint (shown[k], ==, cases[i].shown[k] == '+');
    }

  g_assert_cmpuint (apm_drop_row_choose (widths, importances, 0, 10, 100, NULL), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drop-row/choose", test_choose);

  return g_test_run ();
}
