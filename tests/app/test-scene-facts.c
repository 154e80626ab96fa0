/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-facts.h"

#include <string.h>

#include "apm-scene-text.h"

enum { AWAY, WANTS, INSIDE };

static ApmScene *
make_scene (ApmSceneKind kind,
            guint        n,
            const char  *role)
{
  ApmScene *scene = g_new0 (ApmScene, 1);

  scene->kind = kind;
  scene->n_actors = n;
  scene->n_activities = 3;
  scene->activities[AWAY] = (ApmActivity) { "thinks", "thinking", FALSE, FALSE };
  scene->activities[WANTS] = (ApmActivity) { "hungry", "hungry", TRUE, FALSE };
  scene->activities[INSIDE] = (ApmActivity) { "eats", "eating", FALSE, TRUE };
  for (guint i = 0; i < n; i++)
    {
      g_snprintf (scene->actors[i].name, sizeof scene->actors[i].name, "%s%u", role, i + 1);
      scene->actors[i].state = APM_ACTOR_WORKING;
      scene->actors[i].wants = -1;
      scene->actors[i].activity = AWAY;
    }

  return scene;
}

static int
add_lock (ApmScene   *scene,
          const char *name,
          int         owner)
{
  ApmSyncObject *object = &scene->objects[scene->n_objects];

  g_strlcpy (object->name, name, sizeof object->name);
  object->owner = owner;

  return (int) scene->n_objects++;
}

static void
test_forks_are_the_locks_of_an_array (void)
{
  g_autofree ApmScene *scene = make_scene (APM_SCENE_TABLE, 4, "Ph");
  ApmFork forks[APM_SCENE_MAX_ACTORS];
  g_autofree char *text = NULL;

  add_lock (scene, "mutex", 3);
  add_lock (scene, "forks[1]", 0);
  add_lock (scene, "forks[3]", -1);
  add_lock (scene, "forks[9]", 2);   /* there is no such place */
  g_assert_cmpuint (apm_scene_read_forks (scene, forks), ==, 4);
  g_assert_cmpint (forks[1].object, ==, 1);
  g_assert_cmpint (forks[1].holder, ==, 0);
  g_assert_cmpint (forks[3].holder, ==, -1);
  g_assert_cmpint (forks[0].object, ==, -1);

  scene->actors[1].state = APM_ACTOR_WAITING_MUTEX;
  scene->actors[1].wants = 1;
  text = apm_scene_dup_table_text (scene);
  g_assert_cmpstr (text, ==, "Ph1: thinking, Ph2: waits: forks[1], Ph3: thinking, Ph4: thinking. Forks taken: 1: Ph1.");
}

/* A program may know hungry neighbours and no forks. */
static void
test_who_eats_has_both (void)
{
  g_autofree ApmScene *scene = make_scene (APM_SCENE_TABLE, 3, "Ph");
  ApmFork forks[APM_SCENE_MAX_ACTORS];
  g_autofree char *none = apm_scene_dup_table_text (scene);
  g_autofree char *status = NULL;

  g_assert_true (g_str_has_suffix (none, "All forks lie on the table."));
  scene->actors[2].activity = INSIDE;
  apm_scene_read_forks (scene, forks);
  g_assert_cmpint (forks[2].holder, ==, 2);
  g_assert_cmpint (forks[0].holder, ==, 2);
  g_assert_cmpint (forks[1].holder, ==, -1);
  status = apm_scene_dup_table_status (scene);
  g_assert_cmpstr (status, ==, "1 eats, 0 wait");
}

static void
does (ApmScene *scene,
      guint     actor,
      int       activity,
      gint64    at_us)
{
  scene->actors[actor].activity = activity;
  scene->actors[actor].activity_us = at_us;
}

static void
test_first_come_first (void)
{
  g_autofree ApmScene *scene = make_scene (APM_SCENE_ROOM, 5, "R");
  ApmRoomFacts room;
  g_autofree char *text = NULL;

  does (scene, 0, WANTS, 30);
  does (scene, 2, WANTS, 10);
  does (scene, 3, WANTS, 20);
  does (scene, 4, INSIDE, 5);
  scene->actors[3].state = APM_ACTOR_WAITING_MUTEX;
  scene->actors[3].wants = add_lock (scene, "room", 4);
  apm_scene_read_room (scene, &room);
  g_assert_cmpuint (room.n_queue, ==, 3);
  g_assert_cmpuint (room.queue[0], ==, 2);
  g_assert_cmpuint (room.queue[1], ==, 3);
  g_assert_cmpuint (room.queue[2], ==, 0);
  g_assert_cmpuint (room.n_away, ==, 1);
  g_assert_cmpuint (room.n_inside, ==, 1);
  g_assert_cmpuint (room.n_staff, ==, 0);
  g_assert_cmpint (room.gate, ==, 0);

  text = apm_scene_dup_room_text (scene);
  g_assert_cmpstr (text, ==, "Inside: 1 (R5 eating). Waiting: 3 (R3 hungry, R4 waits: room, R1 hungry). "
                             "waits: room, held by R5.");
}

/* Who has ended is nowhere but away, whatever it said last. */
static void
test_ended_is_away (void)
{
  g_autofree ApmScene *scene = make_scene (APM_SCENE_ROOM, 2, "R");
  ApmRoomFacts room;

  does (scene, 0, INSIDE, 1);
  does (scene, 1, WANTS, 2);
  scene->actors[0].state = scene->actors[1].state = APM_ACTOR_ENDED;
  apm_scene_read_room (scene, &room);
  g_assert_cmpuint (room.n_away, ==, 2);
}

static void
test_barber (void)
{
  g_autofree ApmScene *scene = make_scene (APM_SCENE_BARBER, 4, "C");
  ApmRoomFacts room;
  g_autofree char *text = NULL;

  strcpy (scene->actors[0].name, "B1");
  scene->n_places = 3;
  scene->n_numbers = 1;
  scene->numbers[0] = (ApmNumber) { "turned", 2 };
  does (scene, 2, INSIDE, 3);
  does (scene, 3, WANTS, 4);
  apm_scene_read_room (scene, &room);
  g_assert_cmpuint (room.n_staff, ==, 1);
  g_assert_cmpuint (room.staff[0], ==, 0);
  g_assert_cmpuint (room.n_away, ==, 1);

  text = apm_scene_dup_room_text (scene);
  g_assert_cmpstr (text, ==, "Barber’s chair (C3 eating). Waiting: 1 of 3 chairs (C4 hungry). 2 found no chair. "
                             "B1 thinking.");
}

static void
test_objects (void)
{
  g_autofree ApmScene *scene = make_scene (APM_SCENE_ROOM, 2, "R");
  g_autofree char *text = NULL;

  add_lock (scene, "mutex", 1);
  add_lock (scene, "free", -1);
  add_lock (scene, "forks[0]", 1);
  scene->objects[add_lock (scene, "turn", -1)].is_semaphore = TRUE;
  scene->objects[add_lock (scene, "rw", -1)].n_readers = 2;
  text = apm_scene_dup_objects_text (scene);
  g_assert_cmpstr (text, ==, "mutex R2 · turn 0 · rw: 2 readers");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scene-facts/forks-are-the-locks-of-an-array", test_forks_are_the_locks_of_an_array);
  g_test_add_func ("/scene-facts/who-eats-has-both", test_who_eats_has_both);
  g_test_add_func ("/scene-facts/first-come-first", test_first_come_first);
  g_test_add_func ("/scene-facts/ended-is-away", test_ended_is_away);
  g_test_add_func ("/scene-facts/barber", test_barber);
  g_test_add_func ("/scene-facts/objects", test_objects);

  return g_test_run ();
}
