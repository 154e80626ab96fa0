/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-referee-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

/* What must hold by the problem's own words, and who can never go on. */

static gint64
combine (ApmReferee           *self,
         const gint64         *values,
         ApmInvariantFunction  function)
{
  gint64 result = values[0];

  for (guint i = 1; i < self->scene.n_actors; i++)
    {
      if (function == APM_INVARIANT_SUM)
        result = (gint64) ((guint64) result + (guint64) values[i]);
      else if (function == APM_INVARIANT_MIN ? values[i] < result : values[i] > result)
        result = values[i];
    }

  return result;
}

static gint64
most_overtaken (ApmReferee *self)
{
  guint most = 0;

  for (guint i = 0; i < self->scene.n_actors; i++)
    most = MAX (most, self->scene.actors[i].overtaken);

  return most;
}

/* A number that was shown, how many do that, a parameter, or how often somebody
 * who waits was overtaken. */
static gint64
get_value (const char           *name,
           ApmInvariantFunction  function,
           gpointer              user_data)
{
  ApmReferee *self = user_data;
  ApmScene *scene = &self->scene;
  const char *parameter = self->rules.parameters ? g_hash_table_lookup (self->rules.parameters, name) : NULL;

  for (guint i = 0; i < scene->n_numbers; i++)
    if (g_str_equal (scene->numbers[i].name, name))
      return function == APM_INVARIANT_VALUE ? scene->numbers[i].value
                                             : combine (self, self->own_numbers[i], function);
  if (parameter)
    return strtoll (parameter, NULL, 10);
  if (g_str_equal (name, "overtaken"))
    return most_overtaken (self);

  return apm_scene_count_activity (scene, name);
}

/* "reads = 1, writes = 1" */
static char *
dup_values (ApmReferee         *self,
            const ApmInvariant *invariant)
{
  const char *const *names = apm_invariant_get_names (invariant);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; names[i]; i++)
    if (!g_strv_contains (names + i + 1, names[i]))
      g_string_append_printf (text, "%s%s = %lld", text->len ? ", " : "", names[i],
                              (long long) get_value (names[i], APM_INVARIANT_VALUE, self));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
apm_referee_check_invariants (ApmReferee *self,
                              ApmActor   *actor)
{
  for (guint i = 0; i < self->rules.n_own_checks; i++)
    {
      const ApmOwnCheck *own = &self->rules.own_checks[i];
      g_autofree char *values = NULL;

      if (apm_invariant_holds (own->invariant, get_value, self))
        continue;

      values = dup_values (self, own->invariant);
      /* Translators: an actor's name, an expression in C, and what is in it: "reads = 1, writes = 1" */
      apm_referee_break (self, own->id, _("%s broke “%s”: %s."), actor ? actor->name : "main",
                         apm_invariant_get_text (own->invariant), values);
    }

  apm_referee_check_neighbours (self, actor);
}

static gboolean
is_inside (const ApmScene *scene,
           guint           place)
{
  int activity = scene->actors[place % scene->n_actors].activity;

  return activity >= 0 && scene->activities[activity].inside;
}

/* Round a table the last sits beside the first. */
void
apm_referee_check_neighbours (ApmReferee *self,
                              ApmActor   *actor)
{
  ApmScene *scene = &self->scene;
  guint place = actor ? (guint) (actor - scene->actors) : 0;

  if (scene->kind != APM_SCENE_TABLE || scene->n_actors < 2 || actor == NULL || !is_inside (scene, place))
    return;

  for (guint step = 1; step < scene->n_actors; step += MAX (scene->n_actors - 2, 1))
    if (is_inside (scene, place + step))
      apm_referee_break (self, "neighbours", _("%s and %s eat at the same time, with one fork between them."),
                         actor->name, scene->actors[(place + step) % scene->n_actors].name);
}

/* "Ph1 waits for fork[1], which Ph2 holds" */
static char *
dup_wait (const ApmScene *scene,
          const ApmActor *actor)
{
  const ApmSyncObject *object = actor->wants >= 0 ? &scene->objects[actor->wants] : NULL;

  if (object == NULL)
    return g_strdup_printf (_("%s waits"), actor->name);
  if (object->owner >= 0 && scene->actors[object->owner].state == APM_ACTOR_ENDED)
    return g_strdup_printf (_("%s waits for %s, which %s held when it ended"), actor->name, object->name,
                            scene->actors[object->owner].name);
  if (object->owner >= 0)
    return g_strdup_printf (_("%s waits for %s, which %s holds"), actor->name, object->name,
                            scene->actors[object->owner].name);

  return g_strdup_printf (_("%s waits for %s"), actor->name, object->name);
}

/**
 * apm_referee_stuck:
 * @tids: threads of which it was proven that they can never go on
 * @is_deadlock: each is held up by another; else nobody is left to wake them
 *
 * Breaks the check that nobody waits for ever.
 */
void
apm_referee_stuck (ApmReferee *self,
                   const int  *tids,
                   guint       n_tids,
                   gboolean    is_deadlock)
{
  ApmScene *scene = &self->scene;
  g_autoptr(GPtrArray) waits = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;

  for (guint i = 0; i < scene->n_actors; i++)
    for (guint j = 0; j < n_tids; j++)
      if (scene->actors[i].tid == tids[j] && scene->actors[i].state != APM_ACTOR_ENDED)
        g_ptr_array_add (waits, dup_wait (scene, &scene->actors[i]));

  g_ptr_array_add (waits, NULL);
  /* Translators: what stands between two clauses of a list */
  all = g_strjoinv (_("; "), (GStrv) waits->pdata);
  scene->now_us = MAX (scene->now_us, g_get_monotonic_time ());
  if (is_deadlock)
    apm_referee_break (self, "alive", _("Deadlock: %s."), all);
  else
    apm_referee_break (self, "alive", _("Nobody is left to wake them: %s."), all);
}
