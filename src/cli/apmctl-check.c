/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl-check.h"

#include "apm-error.h"
#include "apm-exploration.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

typedef struct {
  gboolean all, json, mutate, spurious, ignore_races;
  int      preemptions, seconds;
  char    *mode, *schedule, *standard, *junit;
  char    *source, *input, *each, *driver, *csv;
  char   **includes, **defines, **invariants;
  char   **arguments;       /* the program's */
} Options;

static void
clear_options (Options *options)
{
  g_free (options->mode);
  g_free (options->schedule);
  g_free (options->standard);
  g_free (options->junit);
  g_free (options->source);
  g_free (options->input);
  g_free (options->each);
  g_free (options->driver);
  g_free (options->csv);
  g_strfreev (options->invariants);
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

static int
compare_names (const char *const *a,
               const char *const *b)
{
  return g_strcmp0 (*a, *b);
}

/* The C files of a folder are one program. Returns: FALSE where it has none */
gboolean
apmctl_check_add_folder (GStrvBuilder *sources,
                         const char   *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".c"))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, (GCompareFunc) compare_names);
  for (guint i = 0; i < names->len; i++)
    g_strv_builder_add (sources, g_ptr_array_index (names, i));

  return names->len > 0;
}

/* Returns: NULL, and has said why, where there is none of that name */
static ApmExplorable *
find_problem (const char *name,
              const char *source,
              gboolean   *is_partial)
{
  g_autoptr(GListModel) catalogue = apm_catalogue_load (NULL, NULL);
  ApmExplorable *program = apm_explorable_find_variant (catalogue, name, source, NULL);

  if (program)
    *is_partial = apm_exploration_is_partial (program->problem, program->variant);
  else
    apmctl_fail (APMCTL_USAGE, _("“%s” is no C file, no folder and no problem of the laboratory"), name);

  return program;
}

/* Returns: NULL, and has said why, where something is not there */
static ApmExplorable *
find_files (int    n,
            char **names)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) sources = NULL;

  for (int i = 0; i < n; i++)
    {
      if (g_file_test (names[i], G_FILE_TEST_IS_DIR))
        {
          if (!apmctl_check_add_folder (builder, names[i]))
            {
              apmctl_fail (APMCTL_USAGE, _("There is no C file in “%s”"), names[i]);
              return NULL;
            }
        }
      else if (g_file_test (names[i], G_FILE_TEST_EXISTS))
        g_strv_builder_add (builder, names[i]);
      else
        {
          apmctl_fail (APMCTL_USAGE, _("There is no file “%s”"), names[i]);
          return NULL;
        }
    }
  sources = g_strv_builder_end (builder);

  return apm_explorable_new_for_sources ((const char *const *) sources);
}

/* What makes it this program. */
static void
complete (ApmExplorable *program,
          const Options *options)
{
  program->standard = g_strdup (options->standard);
  apm_explorable_set_input (program, options->input);
  if (options->includes)
    g_strfreev (program->includes), program->includes = g_strdupv (options->includes);
  if (options->defines)
    g_strfreev (program->defines), program->defines = g_strdupv (options->defines);
  if (options->invariants)
    apm_explorable_set_invariants (program, (const char *const *) options->invariants);
  if (options->arguments)
    apm_explorable_set_arguments (program, (const char *const *) options->arguments);
}

static gboolean
is_problem (const char *name)
{
  return !g_file_test (name, G_FILE_TEST_IS_DIR) && apm_explorable_is_variant (name);
}

static ApmExplorationOptions
explorer_options (const Options *options)
{
  return (ApmExplorationOptions) {
    .mode = options->mode,
    .preemptions = options->preemptions,
    .seconds = (guint) options->seconds,
    .all = options->all,
    .spurious = options->spurious,
    .ignore_races = options->ignore_races,
    .invariants = (const char *const *) options->invariants,
    .driver = options->driver,
    .input = options->input,
    .schedule = options->schedule,
    .standard = options->standard,
    .includes = (const char *const *) options->includes,
    .defines = (const char *const *) options->defines,
    .arguments = (const char *const *) options->arguments,
  };
}

static gboolean
on_stop (gpointer user_data)
{
  apm_exploration_cancel (user_data);

  return G_SOURCE_CONTINUE;
}

/* Returns: why not, and has said it, where apm-explore does not run */
static int
explore (ApmExploration *exploration)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;
  guint sources[] = { g_unix_signal_add (SIGINT, on_stop, exploration),
                      g_unix_signal_add (SIGTERM, on_stop, exploration) };
  int status = APMCTL_DONE;

  g_signal_connect_swapped (exploration, "ended", G_CALLBACK (g_main_loop_quit), loop);
  if (apm_exploration_start (exploration, &error))
    g_main_loop_run (loop);
  else
    status = apmctl_fail (g_error_matches (error, APM_ERROR, APM_ERROR_INVALID) ? APMCTL_USAGE : APMCTL_FAILED, "%s",
                          error->message);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  g_printerr ("%s", apm_exploration_get_complaints (exploration));

  return status;
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

static int
check_options (const Options *options,
               int            argc,
               char         **argv)
{
  const char *const files[] = { options->input, options->driver, options->source };

  if (argc < 2 && options->each == NULL)
    return apmctl_fail (APMCTL_USAGE, _("Which program? A C file, a folder of them, or a problem of the laboratory"));
  if (argc > 1 && options->each)
    return apmctl_fail (APMCTL_USAGE, _("“--each” takes one folder and nothing else"));
  if (options->each && (options->json || options->junit || options->mutate || options->schedule))
    return apmctl_fail (APMCTL_USAGE, _("“--each” writes CSV, and takes neither “--json”, “--junit”, “--mutate” nor “--schedule”"));
  if (options->csv && options->each == NULL)
    return apmctl_fail (APMCTL_USAGE, _("“--csv” needs “--each”"));
  if (options->source && (argc != 2 || !is_problem (argv[1])))
    return apmctl_fail (APMCTL_USAGE, _("“--source” stands in the place of a variant's own source, and needs a problem"));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    if (files[i] && !g_file_test (files[i], G_FILE_TEST_IS_REGULAR))
      return apmctl_fail (APMCTL_USAGE, _("There is no file “%s”"), files[i]);
  if (options->seconds < 0 ||
      (options->mode && !g_regex_match_simple ("^(auto|optimal|dpor|dfs|states|random|pct)$", options->mode, 0, 0)))
    return apmctl_fail (APMCTL_USAGE,
                        _("“--seconds” takes a number above 0, “--mode” one of auto, optimal, dpor, dfs, states, random, pct"));

  return APMCTL_DONE;
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
    { "mode", 0, 0, G_OPTION_ARG_STRING, &options.mode, N_("How to search: auto, optimal, dpor, dfs, states, random, pct"), N_("WORD") },
    { "mutate", 0, 0, G_OPTION_ARG_NONE, &options.mutate, N_("Leave each lock, unlock, wait and post out in turn"), NULL },
    { "spurious", 0, 0, G_OPTION_ARG_NONE, &options.spurious, N_("Condition variables may wake by themselves"), NULL },
    { "ignore-races", 0, 0, G_OPTION_ARG_NONE, &options.ignore_races, N_("A data race alone is no failure"), NULL },
    { "invariant", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.invariants, N_("Must hold in every state: “count >= 0”"), N_("EXPR") },
    { "stdin", 0, 0, G_OPTION_ARG_FILENAME, &options.input, N_("What the program reads from standard input"), N_("FILE") },
    { "each", 0, 0, G_OPTION_ARG_FILENAME, &options.each, N_("Check each file or folder in it as a program"), N_("FOLDER") },
    { "driver", 0, 0, G_OPTION_ARG_FILENAME, &options.driver, N_("A C file whose main() tries the others"), N_("FILE") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options.csv, N_("With --each: a row a program goes there"), N_("FILE") },
    { "source", 0, 0, G_OPTION_ARG_FILENAME, &options.source, N_("Of a problem: this C file in the place of its own"), N_("FILE") },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &options.schedule, N_("Run this schedule again"), N_("TEXT") },
    { "std", 0, 0, G_OPTION_ARG_STRING, &options.standard, N_("The C standard, for the compiler"), N_("WORD") },
    { "include", 'I', 0, G_OPTION_ARG_STRING_ARRAY, &options.includes, N_("A folder of headers"), N_("FOLDER") },
    { "define", 'D', 0, G_OPTION_ARG_STRING_ARRAY, &options.defines, N_("A macro, for the compiler"), N_("NAME=VALUE") },
    { NULL }
  };
  g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autofree char **split = NULL;
  g_autoptr(ApmExplorable) program = NULL;
  g_autoptr(ApmExploration) exploration = NULL;
  ApmExplorationOptions how;
  ApmctlCheck check = { NULL };
  int status;

  cut_arguments (&options, &argc, &argv);
  argv = split = split_flags (owned, &argc, argv);
  if (!apmctl_parse (_("PROBLEM[:VARIANT] | FILE.c… | FOLDER"),
                     _("Runs a program through every schedule of its threads."), entries, &argc, &argv, &status))
    return status;
  status = check_options (&options, argc, argv);
  if (status != APMCTL_DONE)
    return status;

  how = explorer_options (&options);
  if (options.each)
    return apmctl_check_each (options.each, options.csv, &how);
  program = is_problem (argv[1]) && argc == 2 ? find_problem (argv[1], options.source, &check.is_partial)
                                               : find_files (argc - 1, argv + 1);
  if (program == NULL)
    return APMCTL_USAGE;
  complete (program, &options);
  if (options.mutate)
    return apmctl_mutate (program, (guint) options.seconds, options.json);
  exploration = apm_explorable_explore (program, how);
  status = explore (exploration);
  if (status != APMCTL_DONE)
    return status;
  check.name = argv[1];
  check.explored = apm_exploration_get_result (exploration);

  return print_check (&check, &options);
}
