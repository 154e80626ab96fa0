/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-facts.h"

#include <stdlib.h>
#include <string.h>

static const ApmActivity *
get_activity (const ApmScene *scene,
              const ApmActor *actor)
{
  return actor->activity >= 0 ? &scene->activities[actor->activity] : NULL;
}

static gboolean
is_inside (const ApmScene *scene,
           guint           index)
{
  const ApmActivity *activity = get_activity (scene, &scene->actors[index]);

  return scene->actors[index].state != APM_ACTOR_ENDED && activity != NULL && activity->inside;
}

/* "forks[2]": 2, or -1 where it is no element of an array. */
static int
get_element (const char *name)
{
  const char *bracket = strchr (name, '[');

  return bracket != NULL && g_ascii_isdigit (bracket[1]) ? atoi (bracket + 1) : -1;
}

/**
 * apm_scene_read_forks:
 *
 * Fork i lies between actor i − 1 and actor i, and is the lock number i of the
 * program's array of locks. Where a program has no such locks, who eats has both
 * forks beside it.
 *
 * Returns: how many there are: as many as actors
 */
guint
apm_scene_read_forks (const ApmScene *scene,
                      ApmFork         forks[APM_SCENE_MAX_ACTORS])
{
  gboolean locks = FALSE;
  guint n = scene->n_actors;

  for (guint i = 0; i < n; i++)
    forks[i] = (ApmFork) { -1, -1 };

  for (guint i = 0; i < scene->n_objects; i++)
    {
      const ApmSyncObject *object = &scene->objects[i];
      int element = object->is_semaphore ? -1 : get_element (object->name);

      if (element < 0 || (guint) element >= n)
        continue;

      forks[element] = (ApmFork) { (int) i, object->owner };
      locks = TRUE;
    }

  for (guint i = 0; i < n && !locks; i++)
    if (is_inside (scene, i))
      forks[i].holder = forks[(i + 1) % n].holder = (int) i;

  return n;
}

/* Staff are those of the first one's role: B1, B2, … */
static gboolean
is_staff (const ApmScene *scene,
          guint           index)
{
  const char *first = scene->actors[0].name, *name = scene->actors[index].name;
  gsize length = strcspn (first, "0123456789");

  return scene->kind == APM_SCENE_BARBER && strcspn (name, "0123456789") == length &&
         strncmp (first, name, length) == 0;
}

static void
add_in_order (const ApmScene *scene,
              guint          *places,
              guint          *n,
              guint           index)
{
  guint i = (*n)++;

  for (; i > 0 && scene->actors[places[i - 1]].activity_us > scene->actors[index].activity_us; i--)
    places[i] = places[i - 1];
  places[i] = index;
}

/**
 * apm_scene_read_room:
 *
 * Who is where, by what each says it does: those who came first stand first.
 */
void
apm_scene_read_room (const ApmScene *scene,
                     ApmRoomFacts   *room)
{
  room->n_staff = room->n_away = room->n_queue = room->n_inside = 0;
  room->gate = -1;

  for (guint i = 0; i < scene->n_actors; i++)
    {
      const ApmActor *actor = &scene->actors[i];
      const ApmActivity *activity = get_activity (scene, actor);

      if (is_staff (scene, i))
        room->staff[room->n_staff++] = i;
      else if (is_inside (scene, i))
        add_in_order (scene, room->inside, &room->n_inside, i);
      else if (actor->state != APM_ACTOR_ENDED && activity != NULL && activity->wants)
        add_in_order (scene, room->queue, &room->n_queue, i);
      else
        room->away[room->n_away++] = i;
    }

  for (guint i = 0; i < room->n_queue && room->gate < 0; i++)
    room->gate = scene->actors[room->queue[i]].wants;
}
