/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apmctl.h"

#include "apm-paths.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const char *name;
  const char *summary;
  int       (*run) (int argc, char **argv);
} commands[] = {
  { "channel", N_("Make a channel, send to it, receive from it"), apmctl_channel },
  { "check", N_("Run a program through every schedule of its threads"), apmctl_check },
  { "deadlocks", N_("Find every deadlock"), apmctl_deadlocks },
  { "files", N_("Tell who has a file open"), apmctl_files },
  { "inspect", N_("Tell what stands behind a process"), apmctl_inspect },
  { "ipc", N_("List who is connected to whom"), apmctl_ipc },
  { "lab", N_("Run a program of the laboratory, or list them"), apmctl_lab },
  { "log", N_("Print the log or export it"), apmctl_log },
  { "ps", N_("List processes"), apmctl_ps },
  { "signal", N_("Send a signal to a process"), apmctl_signal },
  { "threads", N_("List threads"), apmctl_threads },
  { "watch", N_("Run a program under the lens: its locks and waits"), apmctl_watch },
  { "why", N_("Tell what a process or thread waits for, and whom"), apmctl_why },
};

static int
print_help (void)
{
  g_autoptr(GString) text = g_string_new (_("Usage: apmctl COMMAND [ARGUMENT…]"));

  g_string_append_printf (text, "\n\n%s\n", _("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_string_append_printf (text, "\n%s\n", _("“apmctl COMMAND --help” tells what a command takes."));
  g_string_append_printf (text, "%s\n", _("Exit status: 0 done, 1 a finding, 2 usage or no such thing, "
                                          "3 not permitted or not conclusive, 4 failed."));

  return apmctl_print (text);
}

static gboolean
is_help (const char *word)
{
  return strcmp (word, "--help") == 0 || strcmp (word, "-h") == 0 || strcmp (word, "help") == 0;
}

/* argv[0] is the command. */
static int
run_command (int    argc,
             char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[0], commands[i].name) == 0)
      return commands[i].run (argc, argv);

  return apmctl_fail (APMCTL_USAGE, _("There is no command “%s”: “apmctl --help” lists them"), argv[0]);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *locale_dir = apm_paths_dup_locale ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("apmctl");

  if (argc < 2)
    return apmctl_fail (APMCTL_USAGE, _("Which command? “apmctl --help” lists them"));
  if (is_help (argv[1]))
    {
      char *help[] = { argv[2], (char *) "--help", NULL };

      return argc == 2 ? print_help () : run_command (2, help);
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_autoptr(GString) text = g_string_new ("apmctl " APM_VERSION "\n");

      return apmctl_print (text);
    }

  return run_command (argc - 1, argv + 1);
}
