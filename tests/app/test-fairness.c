/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-fairness.h"

enum { RESTS, WANTS };

static ApmScene *
make_scene (void)
{
  ApmScene *scene = g_new0 (ApmScene, 1);

  scene->n_actors = 2;
  scene->n_activities = 2;
  scene->activities[WANTS].wants = TRUE;

  return scene;
}

static void
add (ApmScene      *scene,
     ApmActorState  state,
     int            activity,
     gint64         at_us)
{
  ApmActor *actor = &scene->actors[0];

  actor->past[actor->n_past++ % APM_SCENE_MAX_PAST] = (ApmPast) { at_us, state, activity };
  scene->now_us = at_us;
}

static void
test_none_yet (void)
{
  g_autofree ApmScene *scene = make_scene ();
  g_autofree ApmFairness *fairness = g_new0 (ApmFairness, 1);
  ApmWaits waits;

  apm_fairness_take (fairness, scene);
  waits = apm_fairness_get (fairness, scene, 0);
  g_assert_cmpuint (waits.n, ==, 0);
  g_assert_cmpint (waits.median_us, ==, 0);
  g_assert_cmpint (waits.longest_us, ==, 0);
}

/* To want in and then to wait for its lock is one wait. */
static void
test_a_wait_of_pieces (void)
{
  g_autofree ApmScene *scene = make_scene ();
  g_autofree ApmFairness *fairness = g_new0 (ApmFairness, 1);
  ApmWaits waits;

  add (scene, APM_ACTOR_WORKING, RESTS, 1000);
  add (scene, APM_ACTOR_WORKING, WANTS, 2000);
  add (scene, APM_ACTOR_WAITING_MUTEX, WANTS, 2100);
  apm_fairness_take (fairness, scene);
  waits = apm_fairness_get (fairness, scene, 0);
  g_assert_cmpuint (waits.n, ==, 0);
  g_assert_cmpint (waits.longest_us, ==, 100);   /* it goes on */

  add (scene, APM_ACTOR_CRITICAL, RESTS, 6000);
  scene->actors[0].overtaken = 3;
  apm_fairness_take (fairness, scene);
  scene->actors[0].overtaken = 0;
  apm_fairness_take (fairness, scene);
  waits = apm_fairness_get (fairness, scene, 0);
  g_assert_cmpuint (waits.n, ==, 1);
  g_assert_cmpint (waits.longest_us, ==, 4000);
  g_assert_cmpint (waits.median_us, >=, 3500);
  g_assert_cmpint (waits.median_us, <=, 4500);
  g_assert_cmpuint (waits.overtaken, ==, 3);
}

static void
test_median (void)
{
  static const gint64 lengths[] = { 100, 100, 100, 1000000, 5000000 };
  g_autofree ApmScene *scene = make_scene ();
  g_autofree ApmFairness *fairness = g_new0 (ApmFairness, 1);
  gint64 at_us = 1000;
  ApmWaits waits;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      add (scene, APM_ACTOR_WAITING_OTHER, -1, at_us);
      add (scene, APM_ACTOR_WORKING, -1, at_us += lengths[i]);
      apm_fairness_take (fairness, scene);
    }

  waits = apm_fairness_get (fairness, scene, 0);
  g_assert_cmpuint (waits.n, ==, 5);
  g_assert_cmpint (waits.longest_us, ==, 5000000);
  g_assert_cmpint (waits.median_us, >=, 88);
  g_assert_cmpint (waits.median_us, <=, 113);
}

/* More happened than a scene keeps: what is not known is not made up. */
static void
test_what_was_missed (void)
{
  g_autofree ApmScene *scene = make_scene ();
  g_autofree ApmFairness *fairness = g_new0 (ApmFairness, 1);
  ApmWaits waits;

  add (scene, APM_ACTOR_WAITING_MUTEX, -1, 1000);
  apm_fairness_take (fairness, scene);
  for (guint i = 0; i < 100; i++)
    add (scene, APM_ACTOR_WORKING, -1, 100000 + i);
  apm_fairness_take (fairness, scene);
  waits = apm_fairness_get (fairness, scene, 0);
  g_assert_cmpuint (waits.n, ==, 0);
  g_assert_cmpint (waits.longest_us, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fairness/none-yet", test_none_yet);
  g_test_add_func ("/fairness/a-wait-of-pieces", test_a_wait_of_pieces);
  g_test_add_func ("/fairness/median", test_median);
  g_test_add_func ("/fairness/what-was-missed", test_what_was_missed);

  return g_test_run ();
}
