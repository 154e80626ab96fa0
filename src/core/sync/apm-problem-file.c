/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-loader.h"

#include "apm-referee.h"

#include <glib/gi18n-lib.h>

static const char *const scene_kinds[] = {
  [APM_SCENE_ACTORS] = "actors",
  [APM_SCENE_COUNTER] = "counter",
  [APM_SCENE_BUFFER] = "buffer",
  [APM_SCENE_TABLE] = "table",
  [APM_SCENE_ROOM] = "room",
  [APM_SCENE_BARBER] = "barber",
};

static const char *const *
read_choice_titles (ApmLoader            *loader,
                    const char        *group,
                    const char *const *choices)
{
  guint n = g_strv_length ((GStrv) choices);
  const char **titles = g_new0 (const char *, n + 1);

  g_ptr_array_add (loader->problem->lists, titles);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strconcat ("title-", choices[i], NULL);

      titles[i] = apm_loader_read_text (loader, group, key);
    }

  return titles;
}

static void
read_choices (ApmLoader       *loader,
              const char   *group,
              ApmParameter *parameter)
{
  const char *value = apm_loader_read_word (loader, group, "default");

  parameter->choices = apm_loader_read_ids (loader, group, "choices");
  parameter->choice_titles = read_choice_titles (loader, group, parameter->choices);
  parameter->value = -1;
  for (int i = 0; parameter->choices[i]; i++)
    {
      parameter->maximum = i;
      if (g_str_equal (parameter->choices[i], value))
        parameter->value = i;
    }

  if (parameter->value < 0)
    apm_loader_complain (loader, _("[%s]: the default “%s” is not among the choices"), group, value);
}

static void
read_range (ApmLoader       *loader,
            const char   *group,
            ApmParameter *parameter)
{
  parameter->minimum = apm_loader_read_number (loader, group, "minimum");
  parameter->maximum = apm_loader_read_number (loader, group, "maximum");
  parameter->value = apm_loader_read_number (loader, group, "default");

  if (parameter->value < parameter->minimum || parameter->value > parameter->maximum)
    apm_loader_complain (loader, _("[%s]: the default %d is not from %d to %d"), group,
              parameter->value, parameter->minimum, parameter->maximum);
}

static void
read_parameter (ApmLoader    *loader,
                const char *id)
{
  g_autofree char *group = g_strconcat ("parameter ", id, NULL);
  ApmParameter parameter = { .id = id };

  parameter.title = apm_loader_read_text (loader, group, "title");
  if (g_key_file_has_key (loader->file, group, "unit", NULL))
    parameter.unit = apm_loader_read_text (loader, group, "unit");
  if (g_key_file_has_key (loader->file, group, "choices", NULL))
    read_choices (loader, group, &parameter);
  else
    read_range (loader, group, &parameter);

  g_array_append_val (loader->problem->parameters, parameter);
}

/* "slots=8" and so on: parameters and values that they can have. */
static const char *const *
read_values (ApmLoader  *loader,
             const char *group,
             const char *key)
{
  const char *const *values = apm_loader_read_list (loader, group, key);

  for (guint i = 0; values[i]; i++)
    {
      g_autoptr(GError) error = NULL;
      const ApmParameter *parameter;
      const char *value;

      if (!apm_parameter_parse_pair (loader->problem, values[i], &parameter, &value, &error))
        apm_loader_complain (loader, "[%s]: %s", group, error->message);
    }

  return values;
}

static void
read_preset (ApmLoader  *loader,
             const char *id)
{
  g_autofree char *group = g_strconcat ("preset ", id, NULL);
  ApmPreset preset = { .id = id };

  preset.title = apm_loader_read_text (loader, group, "title");
  preset.values = read_values (loader, group, "values");
  g_array_append_val (loader->problem->presets, preset);
}

static gboolean
is_own_check (ApmLoader  *loader,
              const char *id)
{
  for (guint i = 0; i < loader->problem->own_checks->len; i++)
    if (g_str_equal (g_array_index (loader->problem->own_checks, ApmOwnCheck, i).id, id))
      return TRUE;

  return FALSE;
}

static const char *const *
read_checks (ApmLoader  *loader,
             const char *group)
{
  const char *const *checks;

  if (!apm_loader_has (loader, group, "checks"))
    group = "problem";

  checks = apm_loader_read_ids (loader, group, "checks");
  if (g_strv_length ((GStrv) checks) > APM_MAX_CHECKS)
    apm_loader_complain (loader, _("[%s] has more than %d checks"), group, APM_MAX_CHECKS);
  for (guint i = 0; checks[i]; i++)
    if (!apm_referee_knows_check (checks[i]) && !is_own_check (loader, checks[i]))
      apm_loader_complain (loader, _("There is no check “%s”"), checks[i]);

  return checks;
}

/* A wrong variant says which check breaks, and with which parameters that is seen. */
static void
read_expectation (ApmLoader  *loader,
                  const char *group,
                  ApmVariant *variant)
{
  const char *word = apm_loader_read_word (loader, group, "expected");

  variant->expectation = apm_loader_read_text (loader, group, "expectation");
  if (apm_loader_has (loader, group, "shows"))
    variant->shows = read_values (loader, group, "shows");
  if (apm_loader_has (loader, group, "explores"))
    variant->explores = read_values (loader, group, "explores");
  if (!apm_expectation_parse (word, &variant->expected))
    {
      g_autofree char *all = apm_expectation_dup_words ();

      apm_loader_complain (loader, _("[%s]: “expected” is one of %s, not “%s”"), group, all, word);
    }

  variant->right = variant->expected == APM_EXPECTED_CORRECT;
  if (variant->right)
    return;

  variant->breaks = apm_loader_read_ids (loader, group, "breaks");
  for (guint i = 0; variant->breaks[i]; i++)
    if (!g_strv_contains (variant->checks, variant->breaks[i]))
      apm_loader_complain (loader, _("[%s]: “%s” cannot break, it is not among the checks"), group, variant->breaks[i]);
}

static void
read_variant (ApmLoader  *loader,
              const char *dir,
              const char *id)
{
  g_autofree char *group = g_strconcat ("variant ", id, NULL);
  g_autofree char *source = g_strconcat (id, ".c", NULL);
  ApmVariant variant = { .id = id };

  variant.title = apm_loader_read_text (loader, group, "title");
  variant.folder = apm_loader_keep (loader, g_strdup (dir));
  variant.source_path = apm_loader_keep (loader, g_build_filename (dir, source, NULL));
  variant.program_path = apm_loader_keep (loader, g_build_filename (dir, id, NULL));
  variant.checks = read_checks (loader, group);
  read_expectation (loader, group, &variant);

  g_array_append_val (loader->problem->variants, variant);
}

static void
check_activities (ApmLoader         *loader,
                  const char *const *all,
                  const char *const *some)
{
  for (guint i = 0; some[i]; i++)
    if (!g_strv_contains (all, some[i]))
      apm_loader_complain (loader, _("“%s” is not among the activities"), some[i]);
}

static void
read_activities (ApmLoader *loader)
{
  const char *const *ids = apm_loader_read_optional (loader, "problem", "activities");
  const char *const *wants = apm_loader_read_optional (loader, "problem", "wants");
  const char *const *inside = apm_loader_read_optional (loader, "problem", "inside");

  for (guint i = 0; ids[i]; i++)
    {
      g_autofree char *key = g_strconcat ("title-", ids[i], NULL);
      ApmActivity activity = { .wants = g_strv_contains (wants, ids[i]), .inside = g_strv_contains (inside, ids[i]) };

      if (strlen (ids[i]) >= sizeof activity.id || i >= APM_SCENE_MAX_ACTIVITIES)
        apm_loader_complain (loader, _("“activities”: at most %d words of up to %d letters"),
                             APM_SCENE_MAX_ACTIVITIES, (int) sizeof activity.id - 1);
      g_strlcpy (activity.id, ids[i], sizeof activity.id);
      activity.title = apm_loader_read_text (loader, "problem", key);
      g_array_append_val (loader->problem->activities, activity);
    }

  check_activities (loader, ids, wants);
  check_activities (loader, ids, inside);
}

static void
read_numbers (ApmLoader *loader)
{
  ApmProblem *problem = loader->problem;

  problem->numbers = apm_loader_read_optional (loader, "problem", "numbers");
  for (guint i = 0; problem->numbers[i]; i++)
    if (strlen (problem->numbers[i]) > 8 || i >= APM_SCENE_MAX_NUMBERS)
      apm_loader_complain (loader, _("“numbers”: at most %d words of up to %d letters"), APM_SCENE_MAX_NUMBERS, 8);
}

/* "Ph:philosophers": as many actors of that role as the parameter, or the
 * number behind the colon, says. */
static void
read_actors (ApmLoader *loader)
{
  ApmProblem *problem = loader->problem;

  problem->actors = apm_loader_has (loader, "problem", "actors")
                      ? apm_loader_read_list (loader, "problem", "actors")
                      : apm_loader_read_optional (loader, "problem", "actors");
  for (guint i = 0; problem->actors[i]; i++)
    {
      g_auto(GStrv) parts = g_strsplit (problem->actors[i], ":", 2);
      gboolean good = parts[0] && parts[1] && *parts[0] && strlen (parts[0]) <= 4;

      if (!good || !(apm_problem_find_parameter (problem, parts[1])
                     || g_ascii_string_to_unsigned (parts[1], 10, 1, APM_SCENE_MAX_ACTORS, NULL, NULL)))
        apm_loader_complain (loader, _("“actors”: “%s” is not of the form ROLE:PARAMETER or ROLE:NUMBER"),
                             problem->actors[i]);
    }
}

static gboolean
is_known_name (ApmProblem *problem,
               const char *name)
{
  for (guint i = 0; i < problem->activities->len; i++)
    if (g_str_equal (g_array_index (problem->activities, ApmActivity, i).id, name))
      return TRUE;

  return g_strv_contains (problem->numbers, name) || apm_problem_find_parameter (problem, name)
         || g_str_equal (name, "overtaken");
}

static void
read_invariant (ApmLoader  *loader,
                const char *group)
{
  g_autoptr(GError) error = NULL;
  ApmOwnCheck own = { .id = apm_loader_keep (loader, g_strdup (group + strlen ("invariant "))) };
  const char *const *names;

  own.title = apm_loader_read_text (loader, group, "title");
  own.invariant = apm_invariant_new (apm_loader_read_word (loader, group, "holds"), &error);
  if (own.invariant == NULL)
    {
      apm_loader_complain (loader, "[%s]: %s", group, error->message);
      return;
    }

  names = apm_invariant_get_names (own.invariant);
  own.is_of_time = apm_loader_has (loader, group, "explored") || g_strv_contains (names, "overtaken");
  for (guint i = 0; names[i]; i++)
    if (!is_known_name (loader->problem, names[i]))
      apm_loader_complain (loader, _("[%s]: “%s” is no activity, number or parameter"), group, names[i]);

  g_array_append_val (loader->problem->own_checks, own);
}

static void
read_invariants (ApmLoader *loader)
{
  g_auto(GStrv) groups = g_key_file_get_groups (loader->file, NULL);

  for (guint i = 0; groups[i] && !loader->error; i++)
    if (g_str_has_prefix (groups[i], "invariant "))
      read_invariant (loader, groups[i]);
}

static ApmSceneKind
read_kind (ApmLoader *loader)
{
  const char *word = apm_loader_read_word (loader, "problem", "scene");

  for (guint i = 0; i < G_N_ELEMENTS (scene_kinds); i++)
    if (g_str_equal (word, scene_kinds[i]))
      return (ApmSceneKind) i;

  apm_loader_complain (loader, _("There is no scene “%s”"), word);
  return APM_SCENE_ACTORS;
}

static void
read_all (ApmLoader    *loader,
          const char *dir)
{
  ApmProblem *problem = loader->problem;
  const char *const *ids;

  problem->id = apm_loader_keep (loader, g_path_get_basename (dir));
  problem->title = apm_loader_read_text (loader, "problem", "title");
  problem->group_id = apm_loader_read_word (loader, "problem", "group");
  problem->group = apm_loader_read_text (loader, "problem", "group");
  problem->text = apm_loader_read_text (loader, "problem", "text");
  problem->kind = read_kind (loader);

  ids = apm_loader_read_optional (loader, "problem", "parameters");
  for (guint i = 0; ids[i] && !loader->error; i++)
    read_parameter (loader, ids[i]);

  read_activities (loader);
  read_numbers (loader);
  read_actors (loader);
  read_invariants (loader);

  ids = apm_loader_read_optional (loader, "problem", "presets");
  for (guint i = 0; ids[i] && !loader->error; i++)
    read_preset (loader, ids[i]);

  ids = apm_loader_read_ids (loader, "problem", "variants");
  for (guint i = 0; ids[i] && !loader->error; i++)
    read_variant (loader, dir, ids[i]);

  if (problem->variants->len == 0)
    apm_loader_complain (loader, _("There is no variant"));
}

/**
 * apm_problem_load:
 * @dir: a folder with problem.ini
 *
 * Reads a problem. Whether its programs are there is found out when one is
 * started. APM_ERROR_INVALID says what in the file cannot be taken.
 *
 * Returns: (transfer full): the problem, or %NULL with @error set
 */
ApmProblem *
apm_problem_load (const char *dir,
                  GError    **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (dir, "problem.ini", NULL);
  g_autoptr(GError) file_error = NULL;
  g_autoptr(ApmProblem) problem = g_object_new (APM_TYPE_PROBLEM, NULL);
  ApmLoader loader = { problem, file, path, NULL };

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, &file_error))
    apm_loader_complain (&loader, "%s", file_error->message);
  else
    read_all (&loader, dir);

  if (loader.error)
    {
      g_propagate_error (error, loader.error);
      return NULL;
    }

  return g_steal_pointer (&problem);
}
