/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "child.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

void
fail (const char *what)
{
  perror (what);
  _exit (1);
}

/* A child that ends with its parent. Returns like fork(). */
pid_t
make_child (void)
{
  pid_t parent = getpid ();
  pid_t pid = fork ();

  if (pid < 0)
    fail ("fork");
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (getppid () != parent)
        _exit (0);
    }

  return pid;
}
