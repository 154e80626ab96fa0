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
  self->invariants = g_new0 (char *, 1);
  self->arguments = g_new0 (char *, 1);

  return self;
}

/**
 * apm_explorable_new_for_variant:
 * @problem: may be one of which a copy of somebody's own is explored, see
 *   apm_problem_dup_with_source()
 */
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
  copy->invariants = g_strdupv (self->invariants);
  copy->arguments = g_strdupv (self->arguments);
  copy->input = g_strdup (self->input);
  copy->spurious = self->spurious;
  copy->ignore_races = self->ignore_races;

  return copy;
}

/**
 * apm_explorable_is_same:
 * @other: (nullable)
 *
 * Returns: whether the same command runs both
 */
gboolean
apm_explorable_is_same (const ApmExplorable *self,
                        const ApmExplorable *other)
{
  g_autofree char *text = apm_explorable_dup_text (self, NULL);
  g_autofree char *other_text = other ? apm_explorable_dup_text (other, NULL) : NULL;

  return g_strcmp0 (text, other_text) == 0;
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
  g_strfreev (self->invariants);
  g_strfreev (self->arguments);
  g_free (self->input);
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
 * apm_explorable_set_input:
 * @path: (nullable): of a file; %NULL: nothing is read
 */
void
apm_explorable_set_input (ApmExplorable *self,
                          const char    *path)
{
  g_free (self->input);
  self->input = path ? g_canonicalize_filename (path, NULL) : NULL;
}

void
apm_explorable_set_invariants (ApmExplorable     *self,
                               const char *const *invariants)
{
  g_strfreev (self->invariants);
  self->invariants = g_strdupv ((char **) invariants);
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
  if (self->problem && apm_problem_is_copy (self->problem))
    append_word (text, "--source ", self->sources[0]);
  for (guint i = 0; !self->problem && self->sources[i]; i++)
    append_word (text, "", self->sources[i]);
  for (guint i = 0; self->includes[i]; i++)
    append_word (text, "-I ", self->includes[i]);
  for (guint i = 0; self->defines[i]; i++)
    append_word (text, "-D ", self->defines[i]);
  for (guint i = 0; self->invariants[i]; i++)
    append_word (text, "--invariant ", self->invariants[i]);
  if (self->standard)
    append_word (text, "--std ", self->standard);
  if (self->input)
    append_word (text, "--stdin ", self->input);
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
  char *schedule, *source, *standard, *input;
  char **includes, **defines, **invariants;
} Words;

static void
clear_words (Words *words)
{
  g_free (words->schedule);
  g_free (words->source);
  g_free (words->standard);
  g_free (words->input);
  g_strfreev (words->includes);
  g_strfreev (words->defines);
  g_strfreev (words->invariants);
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
    { "source", 0, 0, G_OPTION_ARG_FILENAME, &words->source, NULL, NULL },
    { "std", 0, 0, G_OPTION_ARG_STRING, &words->standard, NULL, NULL },
    { "stdin", 0, 0, G_OPTION_ARG_FILENAME, &words->input, NULL, NULL },
    { "include", 'I', 0, G_OPTION_ARG_STRING_ARRAY, &words->includes, NULL, NULL },
    { "define", 'D', 0, G_OPTION_ARG_STRING_ARRAY, &words->defines, NULL, NULL },
    { "invariant", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words->invariants, NULL, NULL },
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

static gboolean
is_file (const char *path,
         GError    **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return TRUE;

  g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no file “%s”"), path);

  return FALSE;
}

/**
 * apm_explorable_is_variant:
 * @name: as the text of a run has it
 *
 * Returns: whether it means a problem of the catalogue or a variant of one, not a file
 */
gboolean
apm_explorable_is_variant (const char *name)
{
  return !g_str_has_suffix (name, ".c") && strchr (name, '/') == NULL;
}

/**
 * apm_explorable_find_variant:
 * @name: "PROBLEM:VARIANT", or "PROBLEM" for its first variant
 * @source: (nullable): a C file that stands in the place of the variant's own
 *
 * Returns: (transfer full): %NULL with APM_ERROR_INVALID where there is no such thing
 */
ApmExplorable *
apm_explorable_find_variant (GListModel  *catalogue,
                             const char  *name,
                             const char  *source,
                             GError     **error)
{
  g_autofree char *path = source ? g_canonicalize_filename (source, NULL) : NULL;
  g_autoptr(ApmProblem) copy = NULL;
  const ApmVariant *variant;
  ApmProblem *problem;

  if (catalogue == NULL)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("The problems of the laboratory are not installed."));
      return NULL;
    }
  if (!apm_catalogue_find_variant (catalogue, name, &problem, &variant, error) || (path && !is_file (path, error)))
    return NULL;
  if (path == NULL)
    return apm_explorable_new_for_variant (problem, variant);

  copy = apm_problem_dup_with_source (problem, variant->id, path);

  return apm_explorable_new_for_variant (copy, apm_problem_find_variant (copy, variant->id));
}

static ApmExplorable *
find (const char *const *names,
      const char        *source,
      GListModel        *catalogue,
      GError           **error)
{
  if (names[0] == NULL)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("That run names no program"));
      return NULL;
    }
  if (apm_explorable_is_variant (names[0]))
    return apm_explorable_find_variant (catalogue, names[0], source, error);
  if (source)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID,
                   _("“--source” stands in the place of a variant's own source, and needs a problem"));
      return NULL;
    }
  for (guint i = 0; names[i]; i++)
    if (!is_file (names[i], error))
      return NULL;

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
  if (!split (text, &argv, &arguments, error) || !take_options (&argv, &words, error) ||
      (words.input && !is_file (words.input, error)))
    return NULL;
  self = find ((const char *const *) argv + 2, words.source, catalogue, error);
  if (self == NULL)
    return NULL;

  self->spurious = words.spurious;
  self->ignore_races = words.ignore_races;
  self->standard = g_steal_pointer (&words.standard);
  apm_explorable_set_input (self, words.input);
  if (words.includes)
    g_strfreev (self->includes), self->includes = g_steal_pointer (&words.includes);
  if (words.defines)
    g_strfreev (self->defines), self->defines = g_steal_pointer (&words.defines);
  if (words.invariants)
    apm_explorable_set_invariants (self, (const char *const *) words.invariants);
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
  options.invariants = (const char *const *) self->invariants;
  options.input = self->input;
  options.arguments = self->arguments[0] ? (const char *const *) self->arguments : NULL;
  options.spurious |= self->spurious;
  options.ignore_races |= self->ignore_races;
  if (self->problem)
    return apm_exploration_new_for_variant (self->problem, self->variant, &options);

  return apm_exploration_new (self->name, (const char *const *) self->sources, &options);
}
