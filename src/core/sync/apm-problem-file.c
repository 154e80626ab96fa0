/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-problem-private.h"

#include "apm-error.h"
#include "apm-referee.h"

#include <glib/gi18n-lib.h>

/* Reading problem.ini. The first error sticks; what is read after it is not
 * looked at, so that a reader need not ask after every key. */
typedef struct {
  ApmProblem *problem;
  GKeyFile *file;
  char *path;
  GError *error;
} Loader;

static const char *const scene_kinds[] = {
  [APM_SCENE_ACTORS] = "actors",
  [APM_SCENE_COUNTER] = "counter",
  [APM_SCENE_BUFFER] = "buffer",
};

static void G_GNUC_PRINTF (2, 3)
complain (Loader     *loader,
          const char *format,
          ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  if (loader->error)
    return;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (&loader->error, APM_ERROR, APM_ERROR_INVALID, "%s: %s",
               loader->path, sentence);
}

static const char *
keep (Loader *loader,
      char   *text)
{
  const char *kept = g_string_chunk_insert (loader->problem->strings, text ? text : "");

  g_free (text);
  return kept;
}

static const char *
read_word (Loader     *loader,
           const char *group,
           const char *key)
{
  g_autoptr(GError) error = NULL;
  char *word = g_key_file_get_string (loader->file, group, key, &error);

  if (error)
    complain (loader, "%s", error->message);

  return keep (loader, word);
}

/* A text for people: translated in the file itself (title[de]=…), as a teacher
 * may do, else by our own catalogues. */
static const char *
read_text (Loader     *loader,
           const char *group,
           const char *key)
{
  const char *plain = read_word (loader, group, key);
  g_autofree char *local = g_key_file_get_locale_string (loader->file, group, key, NULL, NULL);

  if (*plain == '\0')
    complain (loader, _("[%s] has no “%s”"), group, key);
  if (local && !g_str_equal (local, plain))
    return keep (loader, g_steal_pointer (&local));

  return *plain ? _(plain) : plain;
}

static int
read_number (Loader     *loader,
             const char *group,
             const char *key)
{
  g_autoptr(GError) error = NULL;
  int number = g_key_file_get_integer (loader->file, group, key, &error);

  if (error)
    complain (loader, "%s", error->message);

  return number;
}

/* Ids name files and options, so they are plain. */
static gboolean
is_id (const char *id)
{
  return *id && strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen (id);
}

static const char *const *
read_list (Loader     *loader,
           const char *group,
           const char *key)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) list = g_key_file_get_string_list (loader->file, group, key, NULL, &error);
  guint n = list ? g_strv_length (list) : 0;
  const char **kept = g_new0 (const char *, n + 1);

  if (error)
    complain (loader, "%s", error->message);
  for (guint i = 0; i < n; i++)
    kept[i] = g_string_chunk_insert (loader->problem->strings, list[i]);

  g_ptr_array_add (loader->problem->lists, kept);
  return kept;
}

static const char *const *
read_ids (Loader     *loader,
          const char *group,
          const char *key)
{
  const char *const *ids = read_list (loader, group, key);

  for (guint i = 0; ids[i]; i++)
    if (!is_id (ids[i]))
      complain (loader, _("“%s” in “%s” is not a plain name"), ids[i], key);

  return ids;
}

static const char *const *
read_choice_titles (Loader            *loader,
                    const char        *group,
                    const char *const *choices)
{
  guint n = g_strv_length ((GStrv) choices);
  const char **titles = g_new0 (const char *, n + 1);

  g_ptr_array_add (loader->problem->lists, titles);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strconcat ("title-", choices[i], NULL);

      titles[i] = read_text (loader, group, key);
    }

  return titles;
}

static void
read_choices (Loader       *loader,
              const char   *group,
              ApmParameter *parameter)
{
  const char *value = read_word (loader, group, "default");

  parameter->choices = read_ids (loader, group, "choices");
  parameter->choice_titles = read_choice_titles (loader, group, parameter->choices);
  parameter->value = -1;
  for (int i = 0; parameter->choices[i]; i++)
    {
      parameter->maximum = i;
      if (g_str_equal (parameter->choices[i], value))
        parameter->value = i;
    }

  if (parameter->value < 0)
    complain (loader, _("[%s]: the default “%s” is not among the choices"), group, value);
}

static void
read_range (Loader       *loader,
            const char   *group,
            ApmParameter *parameter)
{
  parameter->minimum = read_number (loader, group, "minimum");
  parameter->maximum = read_number (loader, group, "maximum");
  parameter->value = read_number (loader, group, "default");

  if (parameter->value < parameter->minimum || parameter->value > parameter->maximum)
    complain (loader, _("[%s]: the default %d is not from %d to %d"), group,
              parameter->value, parameter->minimum, parameter->maximum);
}

static void
read_parameter (Loader     *loader,
                const char *id)
{
  g_autofree char *group = g_strconcat ("parameter ", id, NULL);
  ApmParameter parameter = { .id = id };

  parameter.title = read_text (loader, group, "title");
  if (g_key_file_has_key (loader->file, group, "unit", NULL))
    parameter.unit = read_text (loader, group, "unit");
  if (g_key_file_has_key (loader->file, group, "choices", NULL))
    read_choices (loader, group, &parameter);
  else
    read_range (loader, group, &parameter);

  g_array_append_val (loader->problem->parameters, parameter);
}

static void
read_preset (Loader     *loader,
             const char *id)
{
  g_autofree char *group = g_strconcat ("preset ", id, NULL);
  ApmPreset preset = { .id = id };

  preset.title = read_text (loader, group, "title");
  preset.values = read_list (loader, group, "values");
  for (guint i = 0; preset.values[i]; i++)
    {
      g_autoptr(GError) error = NULL;
      const ApmParameter *parameter;
      const char *value;

      if (!apm_parameter_parse_pair (loader->problem, preset.values[i], &parameter, &value, &error))
        complain (loader, "[%s]: %s", group, error->message);
    }

  g_array_append_val (loader->problem->presets, preset);
}

static const char *const *
read_checks (Loader     *loader,
             const char *group)
{
  const char *const *checks;

  if (!g_key_file_has_key (loader->file, group, "checks", NULL))
    group = "problem";

  checks = read_ids (loader, group, "checks");
  for (guint i = 0; checks[i]; i++)
    if (!apm_referee_knows_check (checks[i]))
      complain (loader, _("There is no check “%s”"), checks[i]);

  return checks;
}

static void
read_variant (Loader     *loader,
              const char *dir,
              const char *id)
{
  g_autofree char *group = g_strconcat ("variant ", id, NULL);
  g_autofree char *source = g_strconcat (id, ".c", NULL);
  const char *expected = read_word (loader, group, "expected");
  ApmVariant variant = { .id = id };

  variant.title = read_text (loader, group, "title");
  variant.expectation = read_text (loader, group, "expectation");
  variant.right = g_str_equal (expected, "right");
  if (!variant.right && !g_str_equal (expected, "wrong"))
    complain (loader, _("[%s]: “expected” is right or wrong, not “%s”"), group, expected);

  variant.source_path = keep (loader, g_build_filename (dir, source, NULL));
  variant.program_path = keep (loader, g_build_filename (dir, id, NULL));
  variant.checks = read_checks (loader, group);

  g_array_append_val (loader->problem->variants, variant);
}

static ApmSceneKind
read_kind (Loader *loader)
{
  const char *word = read_word (loader, "problem", "scene");

  for (guint i = 0; i < G_N_ELEMENTS (scene_kinds); i++)
    if (g_str_equal (word, scene_kinds[i]))
      return (ApmSceneKind) i;

  complain (loader, _("There is no scene “%s”"), word);
  return APM_SCENE_ACTORS;
}

static void
read_all (Loader     *loader,
          const char *dir)
{
  ApmProblem *problem = loader->problem;
  const char *const *ids;

  problem->id = keep (loader, g_path_get_basename (dir));
  problem->title = read_text (loader, "problem", "title");
  problem->group_id = read_word (loader, "problem", "group");
  problem->group = read_text (loader, "problem", "group");
  problem->text = read_text (loader, "problem", "text");
  problem->kind = read_kind (loader);

  ids = read_ids (loader, "problem", "parameters");
  for (guint i = 0; ids[i] && !loader->error; i++)
    read_parameter (loader, ids[i]);

  ids = read_ids (loader, "problem", "presets");
  for (guint i = 0; ids[i] && !loader->error; i++)
    read_preset (loader, ids[i]);

  ids = read_ids (loader, "problem", "variants");
  for (guint i = 0; ids[i] && !loader->error; i++)
    read_variant (loader, dir, ids[i]);

  if (problem->variants->len == 0)
    complain (loader, _("There is no variant"));
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
  Loader loader = { problem, file, path, NULL };

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, &file_error))
    complain (&loader, "%s", file_error->message);
  else
    read_all (&loader, dir);

  if (loader.error)
    {
      g_propagate_error (error, loader.error);
      return NULL;
    }

  return g_steal_pointer (&problem);
}
