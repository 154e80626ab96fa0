/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-scene-text.h"

#include <stdlib.h>
#include <string.h>

/* Slots as a string: "12@0 13@1" puts item 12 into slot 0. */
static void
fill (ApmScene   *scene,
      guint       n_slots,
      guint       out,
      const char *items)
{
  g_auto (GStrv) each = g_strsplit (items, " ", -1);

  *scene = (ApmScene) { .kind = APM_SCENE_BUFFER, .n_slots = n_slots, .out = out };
  for (guint i = 0; each[i] != NULL && *each[i] != '\0'; i++)
    {
      guint slot = atoi (strchr (each[i], '@') + 1);

      scene->slots[slot] = (ApmSlot) { g_ascii_strtoull (each[i], NULL, 10), 0 };
      scene->filled++;
    }
}

static void
test_buffer (void)
{
  static const struct {
    guint n_slots, out;
    const char *items;
    const char *text;
  } rows[] = {
    { 8, 2, "12@2 13@3 14@4", "3 of 8 slots filled: 12, 13, 14" },
    { 5, 4, "9@4 10@0 11@1", "3 of 5 slots filled: 9, 10, 11" }, /* round the end */
    { 5, 0, "", "0 of 5 slots filled" },
    { 1, 0, "7@0", "1 of 1 slot filled: 7" },
    { 3, 7, "1@0", "1 of 3 slots filled: 1" },                   /* an index that lies */
    { 0, 0, "", "0 of 0 slots filled" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ApmScene scene;
      g_autofree char *text = NULL;

      fill (&scene, rows[i].n_slots, rows[i].out, rows[i].items);
      text = apm_scene_dup_buffer_text (&scene);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_counter (void)
{
  static const struct {
    guint round, rounds_right;
    gint64 expected, actual, lost;
    const char *text;
  } rows[] = {
    { 0, 0, 0, 0, 0, "Nothing has been added yet." },
    { 1, 0, 20000, 150, 0,
      "Round 1: the number is 150, to end at 20000. No update lost so far: 0 rounds ended with the right sum." },
    { 2, 1, 20, 20, 0,
      "Round 2: the number is 20, to end at 20. No update lost so far: 1 round ended with the right sum." },
    { 3, 2, 20, 19, 1,
      "Round 3: the number is 19, to end at 20. "
      "1 update was lost: it was overwritten with a sum worked out from an older value." },
    { 3, 2, 20, 12, 8,
      "Round 3: the number is 12, to end at 20. "
      "8 updates were lost: each was overwritten with a sum worked out from an older value." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ApmScene scene = { .kind = APM_SCENE_COUNTER, .round = rows[i].round, .rounds_right = rows[i].rounds_right,
                         .expected = rows[i].expected, .actual = rows[i].actual, .lost = rows[i].lost };
      g_autofree char *text = apm_scene_dup_counter_text (&scene);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_rate (void)
{
  static const struct {
    ApmSceneKind kind;
    double items, reports;
    const char *text;
  } rows[] = {
    { APM_SCENE_BUFFER, 0, 99, "0 items/s" },
    { APM_SCENE_BUFFER, 3.14, 99, "3.1 items/s" },
    { APM_SCENE_BUFFER, 12480.4, 99, "12480 items/s" },
    { APM_SCENE_COUNTER, 3, 66, "66 reports/s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ApmScene scene = { .kind = rows[i].kind, .consumed_per_s = rows[i].items, .reports_per_s = rows[i].reports };
      g_autofree char *text = apm_scene_dup_rate_text (&scene);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_every_state_has_a_short_word (void)
{
  for (int state = APM_ACTOR_ABSENT; state <= APM_ACTOR_ENDED; state++)
    {
      const char *word = apm_actor_state_get_short (state);

      g_assert_cmpstr (word, !=, "");
      g_assert_cmpuint (strlen (word), <=, strlen (apm_actor_state_get_label (state)));
    }
}

static void
test_producers_come_first (void)
{
  ApmScene scene = { .n_actors = 3 };

  g_assert_cmpuint (apm_scene_get_n_producers (&scene), ==, 0);
  scene.actors[0].producer = scene.actors[1].producer = TRUE;
  g_assert_cmpuint (apm_scene_get_n_producers (&scene), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app/scene-text/buffer", test_buffer);
  g_test_add_func ("/app/scene-text/counter", test_counter);
  g_test_add_func ("/app/scene-text/rate", test_rate);
  g_test_add_func ("/app/scene-text/short-words", test_every_state_has_a_short_word);
  g_test_add_func ("/app/scene-text/producers", test_producers_come_first);

  return g_test_run ();
}
