/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-slides.h"

static const ApmBox here = { 0, 0, 10, 10 }, there = { 100, 50, 20, 10 };

static void
test_first_is_at_once (void)
{
  g_autofree ApmSlides *slides = g_new0 (ApmSlides, 1);
  ApmBox box = apm_slides_move (slides, 0, &there, 1000);

  g_assert_cmpfloat (box.x, ==, 100);
  g_assert_cmpint (slides->end_us, ==, 0);
}

static void
test_slides_and_arrives (void)
{
  g_autofree ApmSlides *slides = g_new0 (ApmSlides, 1);
  ApmBox box;

  apm_slides_move (slides, 3, &here, 0);
  box = apm_slides_move (slides, 3, &there, 1000);
  g_assert_cmpfloat (box.x, ==, 0);
  g_assert_cmpint (slides->end_us, ==, 1000 + APM_FLIGHT_US);

  box = apm_slides_move (slides, 3, &there, 1000 + APM_FLIGHT_US / 2);
  g_assert_cmpfloat (box.x, >, 50);
  g_assert_cmpfloat (box.x, <, 100);
  box = apm_slides_move (slides, 3, &there, 1000 + APM_FLIGHT_US);
  g_assert_cmpfloat (box.x, ==, 100);
  g_assert_cmpfloat (box.width, ==, 20);
}

/* Who turns back on the way begins where it is. */
static void
test_turns_back (void)
{
  g_autofree ApmSlides *slides = g_new0 (ApmSlides, 1);
  ApmBox half, back;

  apm_slides_move (slides, 0, &here, 0);
  apm_slides_move (slides, 0, &there, 1000);
  half = apm_slides_move (slides, 0, &there, 50000);
  back = apm_slides_move (slides, 0, &here, 50000);
  g_assert_cmpfloat_with_epsilon (half.x, back.x, 0.01);
}

static void
test_clear (void)
{
  g_autofree ApmSlides *slides = g_new0 (ApmSlides, 1);
  ApmBox box;

  apm_slides_move (slides, 0, &here, 0);
  apm_slides_clear (slides);
  box = apm_slides_move (slides, 0, &there, 10);
  g_assert_cmpfloat (box.x, ==, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scene-slides/first-is-at-once", test_first_is_at_once);
  g_test_add_func ("/scene-slides/slides-and-arrives", test_slides_and_arrives);
  g_test_add_func ("/scene-slides/turns-back", test_turns_back);
  g_test_add_func ("/scene-slides/clear", test_clear);

  return g_test_run ();
}
