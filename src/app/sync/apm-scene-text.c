/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-text.h"

#include <glib/gi18n.h>

/**
 * apm_scene_dup_buffer_text:
 *
 * Returns: (transfer full): how many slots are filled, and the items in them,
 *   oldest first: "3 of 8 slots filled: 12, 13, 14"
 */
char *
apm_scene_dup_buffer_text (const ApmScene *scene)
{
  g_autoptr(GString) items = g_string_new (NULL);
  g_autofree char *filled = NULL;

  filled = g_strdup_printf (ngettext ("%u of %u slot filled", "%u of %u slots filled", scene->n_slots),
                            scene->filled, scene->n_slots);

  for (guint i = 0; i < scene->n_slots; i++)
    {
      const ApmSlot *slot = &scene->slots[(scene->out + i) % scene->n_slots];

      if (slot->item == 0)
        continue;

      /* Translators: what stands between two items of a list */
      g_string_append_printf (items, "%s%" G_GUINT64_FORMAT, items->len ? _(", ") : "", slot->item);
    }

  if (items->len == 0)
    return g_steal_pointer (&filled);

  /* Translators: "3 of 8 slots filled", then the items in the slots */
  return g_strdup_printf (_("%s: %s"), filled, items->str);
}

/**
 * apm_scene_dup_lost_text:
 *
 * Returns: (transfer full): what has become of the additions, a sentence
 */
char *
apm_scene_dup_lost_text (const ApmScene *scene)
{
  if (scene->lost > 0)
    return g_strdup_printf (ngettext ("%'lld update was lost: it was overwritten with a sum worked out "
                                      "from an older value.",
                                      "%'lld updates were lost: each was overwritten with a sum worked "
                                      "out from an older value.", scene->lost),
                            (long long) scene->lost);

  if (scene->round == 0)
    return g_strdup (_("Nothing has been added yet."));

  return g_strdup_printf (ngettext ("No update lost so far: %'u round ended with the right sum.",
                                    "No update lost so far: %'u rounds ended with the right sum.",
                                    scene->rounds_right),
                          scene->rounds_right);
}

/**
 * apm_scene_dup_actors_text:
 *
 * Returns: (transfer full): what each does: "Ph1: eating, Ph2: waits: forks[1]"
 */
char *
apm_scene_dup_actors_text (const ApmScene *scene)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < scene->n_actors; i++)
    {
      g_autofree char *does = apm_actor_dup_text (scene, &scene->actors[i]);

      /* Translators: what stands between two items of a list */
      g_string_append_printf (text, "%s%s: %s", i > 0 ? _(", ") : "", scene->actors[i].name, does);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * apm_actor_dup_text:
 *
 * Returns: (transfer full): what it waits for, else what it does in the words
 *   of the problem, else its state
 */
char *
apm_actor_dup_text (const ApmScene *scene,
                    const ApmActor *actor)
{
  if (apm_actor_state_is_waiting (actor->state) && actor->wants >= 0)
    return g_strdup_printf (_("waits: %s"), scene->objects[actor->wants].name);
  if (actor->state != APM_ACTOR_ENDED && actor->activity >= 0)
    return g_strdup (scene->activities[actor->activity].title);

  return g_strdup (apm_actor_state_get_label (actor->state));
}

/**
 * apm_scene_dup_counter_text:
 *
 * Returns: (transfer full): the shared number, what it should become, and
 *   whether an update was lost
 */
char *
apm_scene_dup_counter_text (const ApmScene *scene)
{
  g_autofree char *lost = NULL;

  if (scene->kind != APM_SCENE_COUNTER)
    return apm_scene_dup_actors_text (scene);

  lost = apm_scene_dup_lost_text (scene);
  if (scene->round == 0)
    return g_steal_pointer (&lost);

  return g_strdup_printf (_("Round %'u: the number is %'lld, to end at %'lld. %s"), scene->round,
                          (long long) scene->actual, (long long) scene->expected, lost);
}

/**
 * apm_scene_dup_rate_text:
 *
 * Returns: (transfer full): how fast it runs, in the locale's digits:
 *   "12,480 items/s"
 */
char *
apm_scene_dup_rate_text (const ApmScene *scene)
{
  if (scene->kind == APM_SCENE_BUFFER)
    {
      if (scene->consumed_per_s > 0 && scene->consumed_per_s < 10)
        return g_strdup_printf (_("%.1f items/s"), scene->consumed_per_s);

      return g_strdup_printf (_("%'.0f items/s"), scene->consumed_per_s);
    }

  return g_strdup_printf (_("%'.0f reports/s"), scene->reports_per_s);
}

/**
 * apm_actor_state_get_short:
 *
 * Returns: a translated word or two, where apm_actor_state_get_label() is too long
 */
const char *
apm_actor_state_get_short (ApmActorState state)
{
  static const char *words[] = {
    [APM_ACTOR_ABSENT] = N_("not started"),
    [APM_ACTOR_WORKING] = N_("working"),
    [APM_ACTOR_WAITING_EMPTY] = N_("waits: slot"),
    [APM_ACTOR_WAITING_ITEM] = N_("waits: item"),
    [APM_ACTOR_WAITING_MUTEX] = N_("waits: mutex"),
    [APM_ACTOR_WAITING_OTHER] = N_("waits"),
    [APM_ACTOR_WAITING_CONDITION] = N_("waits: signal"),
    [APM_ACTOR_WAITING_BARRIER] = N_("waits: others"),
    [APM_ACTOR_CRITICAL] = N_("critical"),
    [APM_ACTOR_ENDED] = N_("ended"),
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (words), "");

  return _(words[state]);
}

guint
apm_scene_get_n_producers (const ApmScene *scene)
{
  guint n = 0;

  while (n < scene->n_actors && scene->actors[n].producer)
    n++;

  return n;
}
