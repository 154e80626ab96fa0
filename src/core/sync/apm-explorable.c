/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-explorable.h"

#include "apm-error.h"
#include "apm-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static ApmExplorable *
make (const char *name)
{
  ApmExplorable *self = g_new0 (ApmExplorable, 1);

  self->name = g_strdup (name);
  self->includes = g_new0 (char *, 1);
  self->defines = g_new0 (char *, 1);
  self->arguments = g_new0 (char *, 1);

  return self;
}

ApmExplorable *
apm_explorable_new_for_variant (ApmProblem       *problem,
                                const ApmVariant *variant)
{
  g_autofree char *name = g_strdup_printf ("%s:%s", apm_problem_get_id (problem), variant->id);
  const char *sources[] = { variant->source_path, NULL };
  ApmExplorable *self = make (name);

  self->problem = g_object_ref (problem);
  self->variant = variant;
  self->sources = g_strdupv ((char **) sources);

  return self;
}

/**
 * apm_explorable_new_for_sources:
 * @sources: C files that are one program
 */
ApmExplorable *
apm_explorable_new_for_sources (const char *const *sources)
{
  g_autoptr(GStrvBuilder) paths = g_strv_builder_new ();
  ApmExplorable *self;

  g_return_val_if_fail (sources && sources[0], NULL);

  for (guint i = 0; sources[i]; i++)
    {
      g_autofree char *path = g_canonicalize_filename (sources[i], NULL);

      g_strv_builder_add (paths, path);
    }
  self = make (sources[0]);
  self->sources = g_strv_builder_end (paths);

  return self;
}

ApmExplorable *
apm_explorable_copy (const ApmExplorable *self)
{
  ApmExplorable *copy = g_new0 (ApmExplorable, 1);

  copy->name = g_strdup (self->name);
  copy->problem = self->problem ? g_object_ref (self->problem) : NULL;
  copy->variant = self->variant;
  copy->sources = g_strdupv (self->sources);
  copy->standard = g_strdup (self->standard);
  copy->includes = g_strdupv (self->includes);
  copy->defines = g_strdupv (self->defines);
  copy->arguments = g_strdupv (self->arguments);
  copy->spurious = self->spurious;
  copy->ignore_races = self->ignore_races;

  return copy;
}

void
apm_explorable_free (ApmExplorable *self)
{
  g_free (self->name);
  g_clear_object (&self->problem);
  g_strfreev (self->sources);
  g_free (self->standard);
  g_strfreev (self->includes);
  g_strfreev (self->defines);
  g_strfreev (self->arguments);
  g_free (self);
}

void
apm_explorable_set_arguments (ApmExplorable     *self,
                              const char *const *arguments)
{
  g_strfreev (self->arguments);
  self->arguments = g_strdupv ((char **) arguments);
}

/**
 * apm_explorable_dup_title:
 *
 * Returns: what a person calls it
 */
char *
apm_explorable_dup_title (const ApmExplorable *self)
{
  g_autofree char *base = NULL;
  guint n = g_strv_length (self->sources);

  if (self->problem)
    return g_strdup_printf ("%s · %s", apm_problem_get_title (self->problem), self->variant->title);

  base = g_path_get_basename (self->sources[0]);
  if (n == 1)
    return g_strdup (base);

  return g_strdup_printf (ngettext ("%s and %u more file", "%s and %u more files", n - 1), base, n - 1);
}

static void
append_word (GString    *text,
             const char *before,
             const char *word)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";
  g_autofree char *quoted = NULL;

  if (word[0] == '\0' || word[strspn (word, plain)] != '\0')
    quoted = g_shell_quote (word);
  g_string_append_printf (text, " %s%s", before, quoted ? quoted : word);
}

/**
 * apm_explorable_dup_text:
 * @schedule: (nullable): of the run; %NULL: any
 *
 * Returns: the command that runs it, for a shell, for a mail, and for
 *   apm_explorable_parse()
 */
char *
apm_explorable_dup_text (const ApmExplorable *self,
                         const char          *schedule)
{
  GString *text = g_string_new ("apmctl check");

  if (self->problem)
    append_word (text, "", self->name);
  for (guint i = 0; !self->problem && self->sources[i]; i++)
    append_word (text, "", self->sources[i]);
  for (guint i = 0; self->includes[i]; i++)
    append_word (text, "-I ", self->includes[i]);
  for (guint i = 0; self->defines[i]; i++)
    append_word (text, "-D ", self->defines[i]);
  if (self->standard)
    append_word (text, "--std ", self->standard);
  if (self->spurious)
    g_string_append (text, " --spurious");
  if (self->ignore_races)
    g_string_append (text, " --ignore-races");
  if (schedule)
    append_word (text, "--schedule ", schedule);
  if (self->arguments[0])
    g_string_append (text, " --");
  for (guint i = 0; self->arguments[i]; i++)
    append_word (text, "", self->arguments[i]);

  return g_string_free (text, FALSE);
}

/* The words of a text, taken apart. */
typedef struct {
  gboolean spurious, ignore_races;
  char *schedule, *standard;
  char **includes, **defines;
} Words;

static void
clear_words (Words *words)
{
  g_free (words->schedule);
  g_free (words->standard);
  g_strfreev (words->includes);
  g_strfreev (words->defines);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, clear_words)

static gboolean
split (const char *text,
       GStrv      *argv,
       GStrv      *arguments,
       GError    **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr(GError) shell_error = NULL;
  int argc;

  if (!g_shell_parse_argv (stripped, &argc, argv, &shell_error) || argc < 3 || strcmp ((*argv)[0], "apmctl") != 0
      || strcmp ((*argv)[1], "check") != 0)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("That is no run: the text of one begins with “apmctl check”"));
      return FALSE;
    }
  for (int i = 2; i < argc; i++)
    if (strcmp ((*argv)[i], "--") == 0)
      {
        *arguments = g_strdupv (*argv + i + 1);
        g_clear_pointer (*argv + i, g_free);
        for (int j = i + 1; j < argc; j++)
          g_clear_pointer (*argv + j, g_free);
        break;
      }

  return TRUE;
}

static gboolean
take_options (GStrv   *argv,
              Words   *words,
              GError **error)
{
  const GOptionEntry entries[] = {
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &words->schedule, NULL, NULL },
    { "std", 0, 0, G_OPTION_ARG_STRING, &words->standard, NULL, NULL },
    { "include", 'I', 0, G_OPTION_ARG_STRING_ARRAY, &words->includes, NULL, NULL },
    { "define", 'D', 0, G_OPTION_ARG_STRING_ARRAY, &words->defines, NULL, NULL },
    { "spurious", 0, 0, G_OPTION_ARG_NONE, &words->spurious, NULL, NULL },
    { "ignore-races", 0, 0, G_OPTION_ARG_NONE, &words->ignore_races, NULL, NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) own_error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (g_option_context_parse_strv (context, argv, &own_error))
    return TRUE;

  g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("That run cannot be taken: %s"), own_error->message);

  return FALSE;
}

static ApmExplorable *
find (const char *const *names,
      GListModel        *catalogue,
      GError           **error)
{
  const ApmVariant *variant;
  ApmProblem *problem;

  if (names[0] == NULL)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("That run names no program"));
      return NULL;
    }
  if (!g_str_has_suffix (names[0], ".c") && strchr (names[0], '/') == NULL)
    {
      if (catalogue && apm_catalogue_find_variant (catalogue, names[0], &problem, &variant, error))
        return apm_explorable_new_for_variant (problem, variant);
      if (catalogue == NULL)
        g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("The problems of the laboratory are not installed."));
      return NULL;
    }
  for (guint i = 0; names[i]; i++)
    if (!g_file_test (names[i], G_FILE_TEST_IS_REGULAR))
      {
        g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no file “%s”"), names[i]);
        return NULL;
      }

  return apm_explorable_new_for_sources (names);
}

/**
 * apm_explorable_parse:
 * @text: of a run; where a mail has broken its lines the schedule is put together again
 * @schedule: (out) (nullable): the run's, %NULL where it names none
 */
ApmExplorable *
apm_explorable_parse (const char *text,
                      GListModel *catalogue,
                      char      **schedule,
                      GError    **error)
{
  g_auto(GStrv) argv = NULL;
  g_auto(GStrv) arguments = NULL;
  g_auto(Words) words = { 0 };
  ApmExplorable *self;

  *schedule = NULL;
  if (!split (text, &argv, &arguments, error) || !take_options (&argv, &words, error))
    return NULL;
  self = find ((const char *const *) argv + 2, catalogue, error);
  if (self == NULL)
    return NULL;

  self->spurious = words.spurious;
  self->ignore_races = words.ignore_races;
  self->standard = g_steal_pointer (&words.standard);
  if (words.includes)
    g_strfreev (self->includes), self->includes = g_steal_pointer (&words.includes);
  if (words.defines)
    g_strfreev (self->defines), self->defines = g_steal_pointer (&words.defines);
  if (arguments)
    apm_explorable_set_arguments (self, (const char *const *) arguments);
  if (words.schedule)
    {
      g_auto(GStrv) pieces = g_strsplit_set (words.schedule, " \t\r\n>", -1);

      *schedule = g_strjoinv ("", pieces);
    }

  return self;
}

/**
 * apm_explorable_explore:
 * @options: what is not the program's: mode, bounds, schedule, further words
 *
 * Returns: (transfer full): an exploration that has not begun
 */
ApmExploration *
apm_explorable_explore (const ApmExplorable  *self,
                        ApmExplorationOptions options)
{
  options.standard = self->standard;
  options.includes = (const char *const *) self->includes;
  options.defines = (const char *const *) self->defines;
  options.arguments = self->arguments[0] ? (const char *const *) self->arguments : NULL;
  options.spurious |= self->spurious;
  options.ignore_races |= self->ignore_races;
  if (self->problem)
    return apm_exploration_new_for_variant (self->problem, self->variant, &options);

  return apm_exploration_new (self->name, (const char *const *) self->sources, &options);
}
