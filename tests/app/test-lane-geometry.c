/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-lane-geometry.h"

#define WIDTH  120
#define HEIGHT 16

static void
add (ApmLane *lane,
     gint64   second,
     double   running,
     double   ready,
     ApmLaneWait  wait)
{
  apm_lane_add (lane, second, apm_moment_make (running, ready, wait));
}

static void
assert_box (const ApmLaneBox *box,
            float             x,
            float             y,
            float             width,
            float             height,
            guint             part)
{
  g_assert_cmpfloat_with_epsilon (box->x, x, 0.1);
  g_assert_cmpfloat_with_epsilon (box->y, y, 0.1);
  g_assert_cmpfloat_with_epsilon (box->width, width, 0.1);
  g_assert_cmpfloat_with_epsilon (box->height, height, 0.1);
  g_assert_cmpuint (box->part, ==, part);
}

static void
test_unseen (void)
{
  ApmLane lane = { 0 };
  ApmLaneBox boxes[APM_LANE_MOST_BOXES];

  g_assert_cmpuint (apm_lane_layout (&lane, WIDTH, HEIGHT, boxes), ==, 0);
}

/* Neighbours that are equal are one box, at the right end. */
static void
test_waiting (void)
{
  ApmLane lane = { 0 };
  ApmLaneBox boxes[APM_LANE_MOST_BOXES];

  for (guint second = 1; second <= 10; second++)
    add (&lane, second, 0, 0, second <= 6 ? APM_LANE_WAIT_LOCK : APM_LANE_WAIT_EVENT);
  g_assert_cmpuint (apm_lane_layout (&lane, WIDTH, HEIGHT, boxes), ==, 2);
  assert_box (&boxes[0], 100, 12, 12, 4, APM_LANE_WAIT_LOCK);
  assert_box (&boxes[1], 112, 12, 8, 4, APM_LANE_WAIT_EVENT);
}

static void
test_shares (void)
{
  ApmLane lane = { 0 };
  ApmLaneBox boxes[APM_LANE_MOST_BOXES];

  add (&lane, 1, 1, 0, APM_LANE_WAIT_OTHER);
  add (&lane, 2, 0.5, 0.25, APM_LANE_WAIT_DATA);
  add (&lane, 3, 0, 1, APM_LANE_WAIT_OTHER);
  g_assert_cmpuint (apm_lane_layout (&lane, WIDTH, HEIGHT, boxes), ==, 5);
  assert_box (&boxes[0], 114, 0, 2, 16, APM_LANE_RUNNING);
  assert_box (&boxes[1], 116, 8, 2, 8, APM_LANE_RUNNING);
  assert_box (&boxes[2], 116, 4, 2, 4, APM_LANE_READY);
  assert_box (&boxes[3], 116, 0, 2, 4, APM_LANE_WAIT_DATA);
  assert_box (&boxes[4], 118, 0, 2, 16, APM_LANE_READY);
}

/* Whatever is in it, nothing stands outside and no more boxes are made than fit. */
static void
test_bounds (void)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (7);

  for (guint n = 0; n < 200; n++)
    {
      ApmLane lane = { 0 };
      ApmLaneBox boxes[APM_LANE_MOST_BOXES];
      float width = (float) g_rand_double_range (random, 1, 400);
      float height = (float) g_rand_double_range (random, 1, 40);
      guint n_boxes;

      for (guint second = 1; second <= APM_LANE_SECONDS; second++)
        add (&lane, second, g_rand_double (random), g_rand_double (random),
             (ApmLaneWait) g_rand_int_range (random, 0, APM_N_WAITS));
      n_boxes = apm_lane_layout (&lane, width, height, boxes);
      g_assert_cmpuint (n_boxes, <=, APM_LANE_MOST_BOXES);
      for (guint i = 0; i < n_boxes; i++)
        {
          g_assert_cmpfloat (boxes[i].x, >=, 0);
          g_assert_cmpfloat (boxes[i].y, >=, -0.1);
          g_assert_cmpfloat (boxes[i].x + boxes[i].width, <=, width + 0.1);
          g_assert_cmpfloat (boxes[i].y + boxes[i].height, <=, height + 0.1);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lane-geometry/unseen", test_unseen);
  g_test_add_func ("/lane-geometry/waiting", test_waiting);
  g_test_add_func ("/lane-geometry/shares", test_shares);
  g_test_add_func ("/lane-geometry/bounds", test_bounds);

  return g_test_run ();
}
