/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-check.h"

#include "apm-paths.h"
#include "apm-problem.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

typedef struct {
  gboolean all, json, spurious, ignore_races;
  int      preemptions, seconds;
  char    *mode, *schedule, *standard, *junit;
  char   **includes, **defines;
  char   **arguments;       /* the program's */
} Options;

static void
clear_options (Options *options)
{
  g_free (options->mode);
  g_free (options->schedule);
  g_free (options->standard);
  g_free (options->junit);
  g_strfreev (options->includes);
  g_strfreev (options->defines);
  g_strfreev (options->arguments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* What stands behind "--" belongs to the program. */
static void
cut_arguments (Options   *options,
               int       *argc,
               char    ***argv)
{
  for (int i = 1; i < *argc; i++)
    if (strcmp ((*argv)[i], "--") == 0)
      {
        options->arguments = g_strdupv (*argv + i + 1);
        (*argv)[i] = NULL;
        *argc = i;
        return;
      }
}

/* The compiler's -DNAME, -IFOLDER and -std=WORD are written together. Returns: the
 * words apart, which @owned keeps */
static char **
split_flags (GPtrArray  *owned,
             int        *argc,
             char      **argv)
{
  for (int i = 0; i < *argc; i++)
    {
      gboolean joined = (g_str_has_prefix (argv[i], "-D") || g_str_has_prefix (argv[i], "-I")) && argv[i][2] != '\0';

      if (joined)
        g_ptr_array_add (owned, g_strndup (argv[i], 2));
      g_ptr_array_add (owned, g_str_has_prefix (argv[i], "-std=") ? g_strconcat ("-", argv[i], NULL) :
                              g_strdup (joined ? argv[i] + 2 : argv[i]));
    }
  *argc = owned->len;
  g_ptr_array_add (owned, NULL);

  return g_memdup2 (owned->pdata, owned->len * sizeof owned->pdata[0]);
}

/* The C files of a folder are one program. Returns: FALSE where it has none */
static gboolean
add_folder (GStrvBuilder *words,
            const char   *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".c"))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < names->len; i++)
    {
      const char *path = g_ptr_array_index (names, i);

      g_strv_builder_add (words, path);
    }

  return names->len > 0;
}

/* "PROBLEM" or "PROBLEM:VARIANT": the source of that variant, else of the first. What
 * problem.ini promises of its actors is not checked while it is explored. */
static gboolean
add_problem (GStrvBuilder *words,
             ApmctlCheck  *check,
             const char   *name)
{
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  g_auto(GStrv) parts = g_strsplit (name, ":", 2);
  ApmProblem *problem = catalogue ? apm_catalogue_find (catalogue, parts[0]) : NULL;
  const ApmVariant *variant;
  guint n;

  if (problem == NULL)
    return FALSE;
  variant = parts[1] ? apm_problem_find_variant (problem, parts[1]) : apm_problem_get_variants (problem, &n);
  if (variant == NULL)
    return FALSE;

  g_strv_builder_add_many (words, "--problem", variant->source_path, NULL);
  check->is_partial |= apm_problem_get_kind (problem) != APM_SCENE_COUNTER
                       && apm_problem_get_kind (problem) != APM_SCENE_BUFFER;

  return TRUE;
}

/* Returns: FALSE, and has said why, where something is not there */
static gboolean
add_programs (GStrvBuilder *words,
              ApmctlCheck  *check,
              int           n,
              char        **names)
{
  for (int i = 0; i < n; i++)
    {
      const char *name = names[i];

      if (g_file_test (name, G_FILE_TEST_IS_DIR))
        {
          if (!add_folder (words, name))
            {
              apmctl_fail (APMCTL_USAGE, _("There is no C file in “%s”"), name);
              return FALSE;
            }
        }
      else if (g_str_has_suffix (name, ".c") || strchr (name, '/'))
        {
          g_autofree char *path = g_canonicalize_filename (name, NULL);

          if (!g_file_test (path, G_FILE_TEST_EXISTS))
            {
              apmctl_fail (APMCTL_USAGE, _("There is no file “%s”"), name);
              return FALSE;
            }
          g_strv_builder_add (words, path);
        }
      else if (!add_problem (words, check, name))
        {
          apmctl_fail (APMCTL_USAGE, _("“%s” is no C file, no folder and no problem of the laboratory"), name);
          return FALSE;
        }
    }

  return TRUE;
}

static void
add_word (GStrvBuilder *words,
          const char   *prefix,
          const char   *value)
{
  g_autofree char *word = g_strconcat (prefix, value, NULL);

  if (value)
    g_strv_builder_add (words, word);
}

static void
add_number (GStrvBuilder *words,
            const char   *prefix,
            int           value)
{
  g_autofree char *number = g_strdup_printf ("%d", value);

  add_word (words, prefix, number);
}

static void
add_options (GStrvBuilder  *words,
             const Options *options)
{
  add_word (words, "--mode=", options->mode);
  add_word (words, "--schedule=", options->schedule);
  add_word (words, "-std=", options->standard);
  for (guint i = 0; options->includes && options->includes[i]; i++)
    add_word (words, "-I", options->includes[i]);
  for (guint i = 0; options->defines && options->defines[i]; i++)
    add_word (words, "-D", options->defines[i]);
  if (options->preemptions >= 0)
    add_number (words, "--preemptions=", options->preemptions);
  if (options->seconds > 0)
    add_number (words, "--seconds=", options->seconds);
  if (options->all)
    g_strv_builder_add (words, "--all");
  if (options->spurious)
    g_strv_builder_add (words, "--spurious");
  if (options->ignore_races)
    g_strv_builder_add (words, "--ignore-races");
  if (options->arguments)
    {
      g_strv_builder_add (words, "--");
      g_strv_builder_addv (words, (const char **) options->arguments);
    }
}

/* The exploration ends with us, however we end. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* Returns: FALSE, and has said why, where apm-explore does not run */
static gboolean
explore (ApmctlCheck  *check,
         GStrvBuilder *words)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_auto(GStrv) argv = g_strv_builder_end (words);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GDataInputStream) lines = NULL;
  g_autoptr(GError) error = NULL;
  char *line;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  if (process == NULL)
    {
      apmctl_fail (APMCTL_FAILED, _("Cannot start “%s”: %s"), argv[0], error->message);
      return FALSE;
    }

  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)))
    {
      apmctl_check_take_line (check, line);
      g_free (line);
    }
  g_subprocess_wait (process, NULL, NULL);

  return TRUE;
}

static int
print_check (const ApmctlCheck *check,
             const Options     *options)
{
  ApmctlStatus status = apmctl_check_get_status (check), printed;

  if (options->junit)
    {
      g_autofree char *junit = apmctl_check_to_junit (check);
      g_autoptr(GError) error = NULL;

      if (!g_file_set_contents (options->junit, junit, -1, &error))
        return apmctl_fail (APMCTL_FAILED, "%s", error->message);
    }
  if (options->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "schema");
      json_builder_add_int_value (builder, 1);
      json_builder_set_member_name (builder, "check");
      apmctl_check_to_json (check, builder);
      json_builder_end_object (builder);
      printed = apmctl_print_json (builder);
    }
  else
    {
      g_autoptr(GString) text = g_string_new (NULL);

      apmctl_check_to_text (check, text);
      printed = apmctl_print (text);
    }

  return printed != APMCTL_DONE ? printed : status;
}

/* apmctl check */
int
apmctl_check (int    argc,
              char **argv)
{
  g_auto(Options) options = { .preemptions = -1 };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, N_("Print one JSON document"), NULL },
    { "junit", 0, 0, G_OPTION_ARG_FILENAME, &options.junit, N_("Write the verdict for test runners"), N_("FILE") },
    { "all", 0, 0, G_OPTION_ARG_NONE, &options.all, N_("Go on after the first failure"), NULL },
    { "seconds", 0, 0, G_OPTION_ARG_INT, &options.seconds, N_("Seconds of CPU at most; 10"), N_("N") },
    { "preemptions", 0, 0, G_OPTION_ARG_INT, &options.preemptions, N_("Only schedules with so few preemptions"), N_("N") },
    { "mode", 0, 0, G_OPTION_ARG_STRING, &options.mode, N_("How to search: dpor, dfs, random, pct"), N_("WORD") },
    { "spurious", 0, 0, G_OPTION_ARG_NONE, &options.spurious, N_("Condition variables may wake by themselves"), NULL },
    { "ignore-races", 0, 0, G_OPTION_ARG_NONE, &options.ignore_races, N_("A data race alone is no failure"), NULL },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &options.schedule, N_("Run this schedule again"), N_("TEXT") },
    { "std", 0, 0, G_OPTION_ARG_STRING, &options.standard, N_("The C standard, for the compiler"), N_("WORD") },
    { "include", 'I', 0, G_OPTION_ARG_STRING_ARRAY, &options.includes, N_("A folder of headers"), N_("FOLDER") },
    { "define", 'D', 0, G_OPTION_ARG_STRING_ARRAY, &options.defines, N_("A macro, for the compiler"), N_("NAME=VALUE") },
    { NULL }
  };
  g_autofree char *helper = apm_paths_dup_helper ("apm-explore");
  g_autoptr(GStrvBuilder) words = g_strv_builder_new ();
  g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autofree char **split = NULL;
  g_autoptr(ApmctlCheck) check = NULL;
  int status;

  cut_arguments (&options, &argc, &argv);
  argv = split = split_flags (owned, &argc, argv);
  if (!apmctl_parse (_("PROBLEM[:VARIANT] | FILE.c… | FOLDER"),
                     _("Runs a program through every schedule of its threads."), entries, &argc, &argv, &status))
    return status;
  if (argc < 2)
    return apmctl_fail (APMCTL_USAGE, _("Which program? A C file, a folder of them, or a problem of the laboratory"));
  if (options.seconds < 0 || (options.mode && !g_regex_match_simple ("^(dpor|dfs|random|pct)$", options.mode, 0, 0)))
    return apmctl_fail (APMCTL_USAGE, _("“--seconds” takes a number above 0, “--mode” one of dpor, dfs, random, pct"));

  g_strv_builder_add (words, helper);
  check = apmctl_check_new (argv[1]);
  if (!add_programs (words, check, argc - 1, argv + 1))
    return APMCTL_USAGE;
  add_options (words, &options);
  if (!explore (check, words))
    return APMCTL_FAILED;

  return print_check (check, &options);
}
