/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* in-crowd SLEEPER N N_AWAKE COMMAND ARG…: runs a command among N processes that
 * sleep, of which N_AWAKE wake up several times a second, in a PID namespace of its
 * own: all of it ends with the command. */

#include "crowd.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define FAILED 1

static int
run_command (char **argv)
{
  int wait_status = 0;
  pid_t pid = fork (), ended;

  if (pid == 0)
    {
      execvp (argv[0], argv);
      perror (argv[0]);
      _exit (FAILED);
    }

  /* The first process of a namespace inherits all orphans. */
  while ((ended = waitpid (-1, &wait_status, 0)) != pid)
    if (ended < 0 && errno != EINTR)
      return FAILED;

  return WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : FAILED;
}

static int
run (gpointer data)
{
  char **argv = data;
  g_autofree char *why_not = NULL;

  if (!crowd_spawn (argv[0], (guint) atoi (argv[1]), (guint) atoi (argv[2]), &why_not))
    {
      fprintf (stderr, "%s\n", why_not);
      return FAILED;
    }

  return run_command (argv + 3);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *why_not = NULL;
  int status;

  if (argc < 5)
    return 2;

  status = crowd_run (run, argv + 1, &why_not);
  if (status < 0)
    fprintf (stderr, "%s\n", why_not ? why_not : "killed");

  return status < 0 ? FAILED : status;
}
