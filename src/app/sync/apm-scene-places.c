/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-text.h"

#include <glib/gi18n.h>

#include "apm-scene-facts.h"

/* The words of the pictures that show who is where: table and room. */

static void
append_item (GString    *list,
             const char *item)
{
  /* Translators: what stands between two items of a list */
  g_string_append_printf (list, "%s%s", list->len > 0 ? _(", ") : "", item);
}

/* "mutex" with its holder, a semaphore with its value. */
static char *
dup_object_text (const ApmScene      *scene,
                 const ApmSyncObject *object)
{
  if (object->is_semaphore)
    return g_strdup_printf ("%s %" G_GINT64_FORMAT, object->name, object->value);
  if (object->owner >= 0)
    return g_strdup_printf ("%s %s", object->name, scene->actors[object->owner].name);

  return object->n_readers > 0 ? g_strdup_printf (ngettext ("%s: %u reader", "%s: %u readers", object->n_readers),
                                                  object->name, object->n_readers) : NULL;
}

/**
 * apm_scene_dup_objects_text:
 *
 * Returns: (transfer full): the semaphores with their values, and the locks that
 *   somebody has; what is one of many of a name is left out
 */
char *
apm_scene_dup_objects_text (const ApmScene *scene)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < scene->n_objects; i++)
    {
      g_autofree char *words = dup_object_text (scene, &scene->objects[i]);

      if (words != NULL && strchr (scene->objects[i].name, '[') == NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* How many do what is marked so, and how many wait for a lock. */
static guint
count_inside (const ApmScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < scene->n_actors; i++)
    n += scene->actors[i].state != APM_ACTOR_ENDED && scene->actors[i].activity >= 0 &&
         scene->activities[scene->actors[i].activity].inside;

  return n;
}

static guint
count_waiting (const ApmScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < scene->n_actors; i++)
    n += apm_actor_state_is_waiting (scene->actors[i].state);

  return n;
}

/**
 * apm_scene_dup_table_status:
 *
 * Returns: (transfer full): "2 eat, 1 waits", for the middle of the table
 */
char *
apm_scene_dup_table_status (const ApmScene *scene)
{
  guint n_inside = count_inside (scene), n_waiting = count_waiting (scene);
  g_autofree char *eat = g_strdup_printf (ngettext ("%u eats", "%u eat", n_inside), n_inside);
  g_autofree char *wait = g_strdup_printf (ngettext ("%u waits", "%u wait", n_waiting), n_waiting);

  /* Translators: "2 eat", "1 waits" */
  return g_strdup_printf (_("%s, %s"), eat, wait);
}

/**
 * apm_scene_dup_table_text:
 *
 * Returns: (transfer full): what each does, and who has which fork
 */
char *
apm_scene_dup_table_text (const ApmScene *scene)
{
  g_autofree char *actors = apm_scene_dup_actors_text (scene);
  g_autoptr(GString) taken = g_string_new (NULL);
  ApmFork forks[APM_SCENE_MAX_ACTORS];
  guint n = apm_scene_read_forks (scene, forks);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *fork = NULL;

      if (forks[i].holder < 0)
        continue;

      /* Translators: the number of a fork, and who holds it */
      fork = g_strdup_printf (_("%u: %s"), i, scene->actors[forks[i].holder].name);
      append_item (taken, fork);
    }

  if (taken->len == 0)
    return g_strdup_printf (_("%s. All forks lie on the table."), actors);

  /* Translators: what each philosopher does; the forks that are taken, and by whom */
  return g_strdup_printf (_("%s. Forks taken: %s."), actors, taken->str);
}

/**
 * apm_scene_dup_area_title:
 * @n: how many are there
 */
char *
apm_scene_dup_area_title (const ApmScene *scene,
                          ApmArea         area,
                          guint           n)
{
  gboolean barber = scene->kind == APM_SCENE_BARBER;

  if (area == APM_AREA_AWAY)
    return barber ? g_strdup_printf (_("Away: %u"), n) : g_strdup_printf (_("Outside: %u"), n);
  if (area == APM_AREA_INSIDE && barber)
    return g_strdup (_("Barber’s chair"));
  if (scene->n_places > 0 && (area == APM_AREA_INSIDE) != barber)
    return barber ? g_strdup_printf (_("Waiting: %u of %u chairs"), n, scene->n_places)
                  : g_strdup_printf (_("Inside: %u of %u places"), n, scene->n_places);

  return area == APM_AREA_INSIDE ? g_strdup_printf (_("Inside: %u"), n) : g_strdup_printf (_("Waiting: %u"), n);
}

static char *
dup_turned_away_text (const ApmScene *scene)
{
  for (guint i = 0; i < scene->n_numbers; i++)
    if (g_str_equal (scene->numbers[i].name, "turned"))
      return g_strdup_printf (ngettext ("%lld found no chair", "%lld found no chair", scene->numbers[i].value),
                              (long long) scene->numbers[i].value);

  return g_strdup ("");
}

/**
 * apm_scene_dup_gate_text:
 * @gate: in the scene's objects; -1 for none
 *
 * Returns: (transfer full): what the queue waits for, who has it, and in a
 *   barber's shop how many found no chair
 */
char *
apm_scene_dup_gate_text (const ApmScene *scene,
                         int             gate)
{
  const ApmSyncObject *object = gate >= 0 ? &scene->objects[gate] : NULL;

  if (scene->kind == APM_SCENE_BARBER)
    return dup_turned_away_text (scene);
  if (object == NULL)
    return g_strdup ("");
  if (object->owner >= 0)
    /* Translators: a lock, and who holds it */
    return g_strdup_printf (_("waits: %s, held by %s"), object->name, scene->actors[object->owner].name);

  return g_strdup_printf (_("waits: %s"), object->name);
}

/**
 * apm_actor_dup_words_in:
 * @area: where it is
 *
 * Returns: (transfer full): what it does; inside that says more than what it
 *   waits for
 */
char *
apm_actor_dup_words_in (const ApmScene *scene,
                        const ApmActor *actor,
                        ApmArea         area)
{
  if (area == APM_AREA_INSIDE && actor->activity >= 0 && actor->state != APM_ACTOR_ENDED)
    return g_strdup (scene->activities[actor->activity].title);

  return apm_actor_dup_text (scene, actor);
}

static char *
dup_area_text (const ApmScene *scene,
               ApmArea         area,
               const guint    *actors,
               guint           n)
{
  g_autofree char *title = apm_scene_dup_area_title (scene, area, n);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *does = apm_actor_dup_words_in (scene, &scene->actors[actors[i]], area);
      g_autofree char *item = g_strdup_printf (_("%s %s"), scene->actors[actors[i]].name, does);

      append_item (names, item);
    }

  return names->len > 0 ? g_strdup_printf (_("%s (%s)"), title, names->str) : g_steal_pointer (&title);
}

/**
 * apm_scene_dup_room_text:
 *
 * Returns: (transfer full): who is inside, who waits, and what the queue waits for
 */
char *
apm_scene_dup_room_text (const ApmScene *scene)
{
  ApmRoomFacts room;
  g_autofree char *inside = NULL, *queue = NULL, *gate = NULL, *staff = NULL;

  apm_scene_read_room (scene, &room);
  inside = dup_area_text (scene, APM_AREA_INSIDE, room.inside, room.n_inside);
  queue = dup_area_text (scene, APM_AREA_QUEUE, room.queue, room.n_queue);
  gate = apm_scene_dup_gate_text (scene, room.gate);
  if (room.n_staff > 0)
    {
      g_autofree char *does = apm_actor_dup_words_in (scene, &scene->actors[room.staff[0]], APM_AREA_INSIDE);

      staff = g_strdup_printf (_("%s %s"), scene->actors[room.staff[0]].name, does);
    }

  return g_strdup_printf ("%s. %s%s%s%s%s.", inside, queue, *gate != '\0' ? ". " : "", gate,
                          staff != NULL ? ". " : "", staff != NULL ? staff : "");
}
