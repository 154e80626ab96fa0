/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A process writes into a pipe that nobody reads any more. It ignores SIGPIPE, so
 * that write () fails with EPIPE, and it can end in order. */

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "problem.h"

static int rounds;

/* Writes into a pipe that nobody reads any more. */
static void
report (int fd)
{
  signal (SIGPIPE, SIG_IGN);
  if (write (fd, "news\n", 5) < 0)
    _exit (errno == EPIPE ? 0 : 1);    /* told, and gone in order */
  _exit (0);
}

static void
starter (int self)
{
  (void) self;

  for (int i = 0; i < rounds; i++)
    {
      int ends[2], status;
      pid_t pid;

      problem_delay ();
      problem_does ("starts");
      if (pipe (ends) < 0)
        exit (1);
      close (ends[0]);                 /* the reader has gone */
      pid = fork ();
      if (pid < 0)
        exit (1);
      if (pid == 0)
        report (ends[1]);
      close (ends[1]);
      problem_does ("waits");
      if (waitpid (pid, &status, 0) < 0)
        exit (1);
      problem_show ("killed", WIFSIGNALED (status));
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  problem_use_processes ();
  rounds = problem_parameter ("rounds", 5);

  problem_start ("S", 1, starter);
  problem_wait ();
  return problem_close ();
}
