/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* apm-explore [OPTION…] FILE.c… [-- ARGUMENT…]: runs the program through its
 * schedules. What it finds are lines on standard output, their parts parted by
 * tabs: those of explore-work.h, and
 *
 *   unknown NAME PLACE     a call that cannot be explored
 *   site NAME PLACE N      with --sites: a call that locks, unlocks, waits or wakes, the
 *                          Nth of its line; --without=FILE:LINE[:N] leaves it out
 *   with --free=N nothing is explored: the program is run N times as it is; with
 *   --native=PATH it is only made, as it is: complete says that it is there
 *   --jobs=N processes search, if nothing is said two where there are two processors;
 *   --share-always: what they can share they share at once, though nobody waits for it,
 *   and take what is hardest to take, which is to try how they share
 *   verdict complete | bounded BOUND | failed | diverged | invalid WHAT |
 *           unsupported WHAT | unloadable WHY | source | compiler | unknown | killed SIGNAL | error
 *
 * Its own exit status says only whether it could do its work: 0, else 1. */

#include "explore-build.h"
#include "explore-free.h"
#include "explore-input.h"
#include "explore-jobs.h"
#include "explore-promise.h"
#include "explore-share.h"
#include "explore-sites.h"
#include "explore-work.h"

#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define DEFAULT_STEPS   20000
#define MOST_STEPS      60000
#define DEFAULT_SECONDS 10
#define MOST_WITHOUT    64

static volatile sig_atomic_t ended;

static void
take_end (int signal_number)
{
  ended = signal_number;
  build_cancel ();
}

/* A program of the catalogue is compiled with a problem.c of our own. */
static char explored[2][4200];

static bool
take_problem (Build *build)
{
  char *slash;
  ssize_t length = readlink ("/proc/self/exe", explored[0], 4000);

  if (length <= 0)
    return false;
  explored[0][length] = '\0';
  slash = strrchr (explored[0], '/');
  if (slash == NULL || build->n_flags == MOST_FLAGS || build->n_sources == MOST_SOURCES)
    return false;
  *slash = '\0';
  snprintf (explored[1], sizeof explored[1], "-I%.4000s/explored", explored[0]);
  strcpy (slash, "/explored/problem.c");
  build->sources[build->n_sources++] = explored[0];
  build->flags[build->n_flags++] = explored[1];

  return true;
}

/* A file whose main() tries what the others have written. */
static bool
take_driver (Build      *build,
             const char *file)
{
  if (build->n_sources == MOST_SOURCES || build->driver >= 0)
    return false;
  build->driver = build->n_sources;
  build->sources[build->n_sources++] = file;

  return true;
}

typedef struct {
  Build       build;
  WorkOptions work;
  bool        sites;
  const char *without[MOST_WITHOUT];
  int         n_without;
  unsigned    free_runs;
  const char *native;
} Options;

static const char *
value_of (const char *word,
          const char *name)
{
  size_t length = strlen (name);

  return strncmp (word, name, length) == 0 && word[length] == '=' ? word + length + 1 : NULL;
}

static bool
take_mode (Options    *options,
           const char *word)
{
  static const char *const modes[] = { "dpor", "optimal", "dfs", "random", "pct", "preemptions", "states", "auto" };

  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
    if (strcmp (word, modes[i]) == 0)
      {
        options->work.search.kind = (SearchKind) i;
        return true;
      }

  return false;
}

static bool
take_switch (Options    *options,
             const char *word)
{
  if (strcmp (word, "--all") == 0)
    options->work.all = true;
  else if (strcmp (word, "--problem") == 0)
    return take_problem (&options->build);
  else if (strcmp (word, "--spurious") == 0)
    options->work.run.spurious = true;
  else if (strcmp (word, "--ignore-races") == 0)
    options->work.run.ignore_races = true;
  else if (strcmp (word, "--ignore-leaks") == 0)
    options->work.run.ignore_leaks = true;
  else if (strcmp (word, "--no-shorten") == 0)
    options->work.shorten = false;
  else if (strcmp (word, "--share-always") == 0)
    options->work.share_always = true;
  else if (strcmp (word, "--sites") == 0)
    options->sites = true;
  else
    return false;

  return true;
}

static bool
take_value (Options    *options,
            const char *word)
{
  const char *value;

  if ((value = value_of (word, "--mode")))
    return take_mode (options, value);
  if ((value = value_of (word, "--preemptions")))
    options->work.search.preemptions = (unsigned) atoi (value), options->work.search.kind = SEARCH_PREEMPTIONS;
  else if ((value = value_of (word, "--seconds")))
    options->work.seconds = (unsigned) atoi (value);
  else if ((value = value_of (word, "--executions")))
    options->work.most_executions = strtoull (value, NULL, 10);
  else if ((value = value_of (word, "--steps")))
    options->work.run.most_steps = (unsigned) atoi (value);
  else if ((value = value_of (word, "--depth")))
    options->work.search.depth = (unsigned) atoi (value);
  else if ((value = value_of (word, "--seed")))
    options->work.search.seed = strtoull (value, NULL, 10);
  else if ((value = value_of (word, "--driver")))
    return take_driver (&options->build, value);
  else if ((value = value_of (word, "--stdin")))
    return input_open (value);
  else if ((value = value_of (word, "--promise")))
    return promise_add (value);
  else if ((value = value_of (word, "--schedule")))
    options->work.schedule = value;
  else if ((value = value_of (word, "--jobs")))
    options->work.n_jobs = atoi (value);
  else if ((value = value_of (word, "--free")))
    options->free_runs = (unsigned) atoi (value);
  else if ((value = value_of (word, "--native")))
    options->native = value;
  else if ((value = value_of (word, "--without")) && options->n_without < MOST_WITHOUT)
    options->without[options->n_without++] = value;
  else
    return false;

  return true;
}

/* Returns: whether the command line can be taken */
static bool
take_arguments (Options *options,
                int      argc,
                char   **argv)
{
  static char name[] = "program";
  Build *build = &options->build;

  for (int i = 1; i < argc; i++)
    {
      bool flag = strncmp (argv[i], "-I", 2) == 0 || strncmp (argv[i], "-D", 2) == 0 ||
                  strncmp (argv[i], "-std=", 5) == 0;

      if (strcmp (argv[i], "--") == 0)
        {
          argv[i] = name;
          options->work.argc = argc - i;
          options->work.argv = argv + i;
          break;
        }
      if (flag && build->n_flags < MOST_FLAGS)
        build->flags[build->n_flags++] = argv[i];
      else if (argv[i][0] != '-' && build->n_sources < MOST_SOURCES)
        build->sources[build->n_sources++] = argv[i];
      else if (!take_switch (options, argv[i]) && !take_value (options, argv[i]))
        return false;
    }
  if (options->work.run.most_steps < 10 || options->work.run.most_steps > MOST_STEPS)
    options->work.run.most_steps = DEFAULT_STEPS;

  return build->n_sources > 0 && options->work.seconds > 0 && options->work.n_jobs > 0 &&
         options->work.n_jobs <= MOST_JOBS;
}

static int
count_jobs (void)
{
  cpu_set_t set;

  return sched_getaffinity (0, sizeof set, &set) == 0 && CPU_COUNT (&set) >= 2 ? 2 : 1;
}

int
main (int    argc,
      char **argv)
{
  static char name[] = "program";
  static char *no_arguments[] = { name, NULL };
  static Options options;
  const struct sigaction action = { .sa_handler = take_end };
  BuildEnd end;

  options.build.driver = -1;
  options.work = (WorkOptions) {
    .search = { .kind = SEARCH_AUTO, .depth = 3 },
    .seconds = DEFAULT_SECONDS, .shorten = true, .n_jobs = count_jobs (), .argc = 1, .argv = no_arguments,
  };
  if (!take_arguments (&options, argc, argv))
    {
      fprintf (stderr, "apm-explore: it takes options of its own and C files\n");
      return 1;
    }
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGINT, &action, NULL);
  signal (SIGPIPE, SIG_IGN);
  setvbuf (stdout, NULL, _IOLBF, 0);

  if (options.native)
    {
      printf ("verdict\t%s\t-\n", build_native (&options.build, options.native) ? "complete" : "source");
      return 0;
    }
  end = build_program (&options.build);
  if (ended)
    printf ("verdict\tbounded\tcancelled\n");
  else if (end == BUILD_BAD_SOURCE)
    printf ("verdict\tsource\t-\n");
  else if (end != BUILD_DONE)
    printf ("verdict\t%s\t-\n", end == BUILD_NO_COMPILER ? "compiler" : "error");
  else if (!build_check (&options.build))
    printf ("verdict\tunknown\t-\n");
  else if (sites_take (options.build.program, options.sites, options.without, options.n_without))
    printf ("verdict\tinvalid\twithout\n");
  else if (options.free_runs > 0)
    free_run (&options.build, options.free_runs, options.work.seconds, options.work.argv, &ended);
  else
    jobs_search (options.build.program, &options.work, &ended);
  build_remove (&options.build);

  return 0;
}
