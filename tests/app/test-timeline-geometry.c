/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-timeline-geometry.h"
#include "apm-timeline-words.h"

static ApmTimelineView
make_view (double width,
           double length)
{
  ApmTimelineView view;

  apm_timeline_view_init (&view, FALSE);
  apm_timeline_view_resize (&view, width, length);
  apm_timeline_view_fit (&view);

  return view;
}

/* What is under the pointer stays there, however far one zooms. */
static void
test_zoom (void)
{
  ApmTimelineView view = make_view (1000, 1e9);

  for (guint i = 0; i < 60; i++)
    {
      double time = apm_timeline_view_get_time (&view, 300);

      apm_timeline_view_zoom (&view, 300, 1.5);
      g_assert_cmpfloat_with_epsilon (apm_timeline_view_get_time (&view, 300), time, view.scale);
    }
  g_assert_cmpfloat (view.scale, ==, view.least_scale);
  for (guint i = 0; i < 120; i++)
    apm_timeline_view_zoom (&view, 900, 1 / 1.5);
  g_assert_cmpfloat (view.from, ==, 0);
  g_assert_cmpfloat (view.scale, ==, 1e6);
}

static void
test_move (void)
{
  ApmTimelineView view = make_view (1000, 1e6);

  apm_timeline_view_zoom (&view, 0, 10);
  apm_timeline_view_pan (&view, -50);
  g_assert_cmpfloat (view.from, ==, 0);
  apm_timeline_view_pan (&view, 50);
  g_assert_cmpfloat_with_epsilon (view.from, 5000, 1e-6);
  apm_timeline_view_reveal (&view, 10000, 10100);
  g_assert_cmpfloat_with_epsilon (view.from, 5000, 1e-6);
  apm_timeline_view_reveal (&view, 200000, 200100);
  g_assert_cmpfloat (apm_timeline_view_get_x (&view, 200100), <=, 1000);
  g_assert_cmpfloat (apm_timeline_view_get_x (&view, 200000), >=, 0);
  apm_timeline_view_follow (&view);
  g_assert_cmpfloat_with_epsilon (apm_timeline_view_get_time (&view, 1000), 1e6, 1e-6);
  apm_timeline_view_show (&view, 400000, 400800);
  g_assert_cmpfloat_with_epsilon (apm_timeline_view_get_x (&view, 400000), 100, 1e-6);
  g_assert_cmpfloat_with_epsilon (apm_timeline_view_get_x (&view, 400800), 900, 1e-6);
}

/* A run that grows stays whole where it was whole, and in its place where it was not. */
static void
test_grow (void)
{
  ApmTimelineView view = make_view (1000, 1e6);

  apm_timeline_view_resize (&view, 1000, 2e6);
  g_assert_cmpfloat_with_epsilon (view.scale, 2000, 1e-6);
  apm_timeline_view_zoom (&view, 500, 4);
  apm_timeline_view_resize (&view, 1000, 4e6);
  g_assert_cmpfloat_with_epsilon (view.scale, 500, 1e-6);
  g_assert_cmpfloat_with_epsilon (apm_timeline_view_get_time (&view, 500), 1e6, 1e-6);
}

static void
test_ticks (void)
{
  static const struct {
    double scale, tick, at;
    gboolean logical;
    const char *text;
  } rows[] = {
    { 0.05, 5, 15, FALSE, "15 ns" },
    { 1, 100, 1200, FALSE, "1.2 µs" },
    { 3, 500, 1500, FALSE, "1.5 µs" },
    { 200, 20000, 1240000, FALSE, "1.24 ms" },
    { 1e6, 1e8, 3e8, FALSE, "300 ms" },
    { 1e6, 1e8, 13e8, FALSE, "1.3 s" },
    { 1e8, 1e10, 2e10, FALSE, "20 s" },
    { 0.01, 1, 6, TRUE, "7" },
    { 0.2, 20, 40, TRUE, "41" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ApmTimelineView view = { .scale = rows[i].scale, .width = 1000 };
      double tick = apm_timeline_view_get_tick (&view, 90, rows[i].logical);
      g_autofree char *text = apm_timeline_dup_time (rows[i].at, tick, rows[i].logical);

      g_assert_cmpfloat_with_epsilon (tick, rows[i].tick, tick * 1e-9);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_lengths (void)
{
  static const struct {
    double ns;
    const char *text;
  } rows[] = {
    { 0, "0 ns" }, { 999, "999 ns" }, { 1000, "1.00 µs" }, { 12340, "12.3 µs" }, { 890e3, "890 µs" },
    { 1.5e6, "1.50 ms" }, { 2e9, "2.00 s" }, { 3600e9, "3600 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = apm_timeline_dup_length (rows[i].ns, FALSE);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* Rows neither overlap nor leave their lane, and each is found again where it stands. */
static void
test_rows (void)
{
  static const double heights[] = { 1000, 500, 200, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
    {
      ApmTimelineRows rows;
      double bottom = 0;

      apm_timeline_rows_choose (&rows, 8, 20, heights[i]);
      for (guint row = 0; row < APM_SPAN_ROWS; row++)
        {
          double height, y = apm_timeline_rows_get_y (&rows, row, &height);

          g_assert_cmpfloat (y, >=, bottom);
          g_assert_cmpfloat (height, >=, 4);
          g_assert_cmpuint (apm_timeline_rows_find (&rows, APM_SPAN_ROWS, y + height / 2), ==, row);
          bottom = y + height;
        }
      g_assert_cmpfloat (bottom, <=, apm_timeline_rows_get_height (&rows, APM_SPAN_ROWS));
    }
}

static void
test_boxes (void)
{
  static const ApmSpanColumn columns[] = {
    { 0, 0, 0, 0 },
    { 0.5f, 1, 2, 7 }, { 1, 1, 2, 7 }, { 0.2f, 1, 2, 7 },   /* one span */
    { 1, 1, 2, 8 },                                         /* the next one */
    { 0.5f, 3, 1, 9 }, { 0.52f, 4, 1, 12 }, { 0.9f, 3, 1, 15 },
    { 0, 0, 0, 0 },
    { 0.1f, 1, 5, 20 },
  };
  static const ApmTimelineBox expected[] = {
    { 1, 3, 2, 1, 1, 7 }, { 4, 1, 2, 1, 1, 8 }, { 5, 1, 1, 3, 0.5f, 9 }, { 6, 1, 1, 4, 0.52f, 12 },
    { 7, 1, 1, 3, 0.9f, 15 }, { 9, 1, 5, 1, 0.1f, 20 },
  };
  ApmTimelineBox boxes[G_N_ELEMENTS (columns)];
  guint n = apm_timeline_make_boxes (columns, G_N_ELEMENTS (columns), boxes);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (boxes[i].x, ==, expected[i].x);
      g_assert_cmpuint (boxes[i].width, ==, expected[i].width);
      g_assert_cmpuint (boxes[i].kind, ==, expected[i].kind);
      g_assert_cmpuint (boxes[i].n, ==, expected[i].n);
      g_assert_cmpfloat (boxes[i].busy, ==, expected[i].busy);
      g_assert_cmpuint (boxes[i].number, ==, expected[i].number);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timeline-geometry/zoom", test_zoom);
  g_test_add_func ("/timeline-geometry/move", test_move);
  g_test_add_func ("/timeline-geometry/grow", test_grow);
  g_test_add_func ("/timeline-geometry/ticks", test_ticks);
  g_test_add_func ("/timeline-geometry/lengths", test_lengths);
  g_test_add_func ("/timeline-geometry/rows", test_rows);
  g_test_add_func ("/timeline-geometry/boxes", test_boxes);

  return g_test_run ();
}
