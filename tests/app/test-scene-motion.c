/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-motion.h"

static const ApmItemEvent put = { TRUE, 1, 3, 42, 0 };
static const ApmItemEvent got = { FALSE, 2, 3, 42, 0 };

static void
test_an_item_flies_once (void)
{
  ApmMotion motion = { 0 };
  ApmScene scene = { .n_slots = 5 };

  apm_motion_add (&motion, &put, 1, &scene, 1000);
  g_assert_cmpuint (motion.n, ==, 1);
  g_assert_cmpint (motion.flights[0].producer, ==, 1);
  g_assert_cmpfloat (apm_flight_get_way (&motion.flights[0], 1000), ==, 0);
  g_assert_nonnull (apm_motion_find_put (&motion, 3));
  g_assert_null (apm_motion_find_put (&motion, 2));

  g_assert_cmpuint (apm_motion_prune (&motion, 1000 + APM_FLIGHT_US - 1), ==, 1);
  g_assert_cmpuint (apm_motion_prune (&motion, 1000 + APM_FLIGHT_US), ==, 0);
  g_assert_null (apm_motion_find_put (&motion, 3));
}

static void
test_a_flight_is_shorter_than_200_ms (void)
{
  g_assert_cmpint (APM_FLIGHT_US, <, 200 * 1000);
}

static void
test_way_goes_forward (void)
{
  ApmFlight flight = { .begin_us = 1000 };
  double before = -1;

  for (gint64 now = 1000; now <= 1000 + APM_FLIGHT_US; now += 1000)
    {
      double way = apm_flight_get_way (&flight, now);

      g_assert_cmpfloat (way, >, before);
      g_assert_cmpfloat (way, <=, 1);
      before = way;
    }

  g_assert_cmpfloat (before, ==, 1);
  g_assert_cmpfloat (apm_flight_get_way (&flight, 0), ==, 0);            /* the clock went back */
  g_assert_cmpfloat (apm_flight_get_way (&flight, G_MAXINT64 / 2), ==, 1);
}

/* An item that leaves its slot wears its producer's colours. */
static void
test_got_is_its_producers (void)
{
  static const struct {
    guint n_slots;
    ApmSlot slot;
    int producer;
  } rows[] = {
    { 5, { 42, 1 }, 1 },
    { 5, { 41, 1 }, -1 },  /* another item is shown there */
    { 5, { 0, -1 }, -1 },
    { 2, { 42, 1 }, -1 },  /* a slot that is not there */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ApmMotion motion = { 0 };
      ApmScene scene = { .n_slots = rows[i].n_slots };

      scene.slots[3] = rows[i].slot;
      apm_motion_add (&motion, &got, 1, &scene, 0);
      g_assert_cmpint (motion.flights[0].producer, ==, rows[i].producer);
      g_assert_null (apm_motion_find_put (&motion, 3));
    }
}

/* When they come faster than an eye can follow, the newest scene is all there is. */
static void
test_too_many_land_at_once (void)
{
  ApmItemEvent events[APM_MOTION_MAX + 1];
  ApmMotion motion = { 0 };
  ApmScene scene = { .n_slots = 5 };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    events[i] = put;

  apm_motion_add (&motion, events, APM_MOTION_MAX, &scene, 0);
  g_assert_cmpuint (motion.n, ==, APM_MOTION_MAX);
  apm_motion_add (&motion, events, 1, &scene, 1);
  g_assert_cmpuint (motion.n, ==, 0);
  apm_motion_add (&motion, events, APM_MOTION_MAX + 1, &scene, 2);
  g_assert_cmpuint (motion.n, ==, 0);
  apm_motion_add (&motion, events, APM_MOTION_MAX, &scene, 3);
  apm_motion_add (&motion, events, 1, &scene, 3 + APM_FLIGHT_US);
  g_assert_cmpuint (motion.n, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/scene-motion/once", test_an_item_flies_once);
  g_test_add_func ("/app/scene-motion/short", test_a_flight_is_shorter_than_200_ms);
  g_test_add_func ("/app/scene-motion/forward", test_way_goes_forward);
  g_test_add_func ("/app/scene-motion/got", test_got_is_its_producers);
  g_test_add_func ("/app/scene-motion/too-many", test_too_many_land_at_once);

  return g_test_run ();
}
