/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-lens-trace.h"
#include "apmctl-watch.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Between asking a program to end and ending it. */
#define GRACE_MS 1000

typedef struct {
  GMainLoop *loop;
  ApmLens *lens;
  guint grace;
  int wait_status;
} Watch;

static void
on_ended (ApmLens *lens,
          int      wait_status,
          gpointer user_data)
{
  Watch *watch = user_data;

  watch->wait_status = wait_status;
  g_main_loop_quit (watch->loop);
}

static gboolean
on_grace_over (gpointer user_data)
{
  Watch *watch = user_data;

  watch->grace = 0;
  apm_lens_kill (watch->lens);

  return G_SOURCE_REMOVE;
}

static void
ask_to_end (Watch *watch,
            int    signum)
{
  apm_child_signal (apm_lens_get_child (watch->lens), signum, TRUE, NULL);
  if (watch->grace == 0)
    watch->grace = g_timeout_add (GRACE_MS, on_grace_over, watch);
}

static gboolean
on_time_over (gpointer user_data)
{
  ask_to_end (user_data, SIGTERM);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupt (gpointer user_data)
{
  ask_to_end (user_data, SIGINT);

  return G_SOURCE_CONTINUE;
}

/* The program is to have the terminal: it leads a group of its own, and who is in
 * the background may not read there. */
static void
give_terminal (int group)
{
  signal (SIGTTOU, SIG_IGN);
  if (isatty (STDIN_FILENO) && group > 0)
    tcsetpgrp (STDIN_FILENO, group);
}

static int
run_to_its_end (Watch  *watch,
                double  seconds)
{
  gboolean had_terminal = isatty (STDIN_FILENO) && tcgetpgrp (STDIN_FILENO) == getpgrp ();
  guint sources[3] = { 0 };

  g_signal_connect (watch->lens, "ended", G_CALLBACK (on_ended), watch);
  sources[0] = g_unix_signal_add (SIGINT, on_interrupt, watch);
  sources[1] = g_unix_signal_add (SIGTERM, on_time_over, watch);
  if (seconds > 0)
    sources[2] = g_timeout_add ((guint) (seconds * 1000), on_time_over, watch);
  if (had_terminal)
    give_terminal (apm_child_get_pid (apm_lens_get_child (watch->lens)));

  g_main_loop_run (watch->loop);

  if (had_terminal)
    give_terminal (getpgrp ());
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_clear_handle_id (&sources[i], g_source_remove);
  g_clear_handle_id (&watch->grace, g_source_remove);

  return WIFEXITED (watch->wait_status) ? WEXITSTATUS (watch->wait_status) : 128 + WTERMSIG (watch->wait_status);
}

static int
print_report (Watch   *watch,
              gboolean as_json)
{
  g_autoptr(ApmLensReport) report = apm_lens_report_new (watch->lens);

  if (as_json)
    {
      const char *program = apm_child_get_command (apm_lens_get_child (watch->lens));
      g_autoptr(JsonBuilder) builder = watch_report_dup_json (report, program, watch->wait_status);

      return apmctl_print_json (builder);
    }
  else
    {
      g_autoptr(GString) text = watch_report_dup_text (report);

      return apmctl_print (text);
    }
}

/* Its input and output are ours; where a document is to come out here, what it
 * prints goes to standard error. */
static ApmLens *
start (char    **argv,
       gboolean  as_json,
       GError  **error)
{
  const int fds[] = {
    fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3),
    fcntl (as_json ? STDERR_FILENO : STDOUT_FILENO, F_DUPFD_CLOEXEC, 3),
    fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, 3),
  };
  int take[3], as[3];
  ApmSpawn spawn = {
    .argv = (const char *const *) argv,
    .ends_with_us = TRUE,
    .no_output = TRUE,
    .take_fds = take,
    .as_fds = as,
  };

  for (int i = 0; i < 3; i++)
    if (fds[i] >= 0)
      {
        take[spawn.n_fds] = fds[i];
        as[spawn.n_fds++] = i;
      }

  return apm_lens_start (&spawn, error);
}

static int
watch (char      **argv,
       double      seconds,
       const char *trace,
       gboolean    as_json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(ApmLens) lens = start (argv, as_json, &error);
  Watch watch = { .loop = loop, .lens = lens };
  int status, printed;

  if (lens == NULL)
    return apmctl_fail_error (error);

  status = run_to_its_end (&watch, seconds);
  printed = print_report (&watch, as_json);
  if (trace && !apm_lens_trace_write (lens, trace, &error))
    return apmctl_fail_error (error);

  return printed != 0 ? printed : status;
}

/* Everything from the program on is the program's. */
static char **
split_program (int   *argc,
               char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (g_str_equal (argv[i], "--"))
      {
        char **program = g_strdupv (argv + i + 1);

        argv[i] = NULL;
        *argc = i;
        return program;
      }

  return NULL;
}

/* apmctl watch -- PROGRAM ARGUMENT… */
int
apmctl_watch (int    argc,
              char **argv)
{
  g_autofree char *trace = NULL;
  double seconds = 0;
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, N_("End the program after so many seconds"), N_("S") },
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &trace, N_("Write the timeline, for Perfetto or as .csv"), N_("FILE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { NULL }
  };
  g_auto(GStrv) program = split_program (&argc, argv);
  int status;

  if (!apmctl_parse (_("-- PROGRAM [ARGUMENT…]"), _("Runs a program under the lens: its locks, who waited for whom, "
                                                    "and deadlocks that may come."), entries, &argc, &argv, &status))
    return status;
  if (argc > 1)
    return apmctl_fail (APMCTL_USAGE, _("“%s” is too much: the program comes after “--”"), argv[1]);
  if (program == NULL || program[0] == NULL)
    return apmctl_fail (APMCTL_USAGE, _("Which program? It comes after “--”"));
  if (seconds < 0 || seconds > 1e6)
    return apmctl_fail (APMCTL_USAGE, _("The seconds are a number from 0 to 1000000"));

  return watch (program, seconds, trace, as_json);
}
