/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "peers-child.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * child_start:
 * @name: what it is called
 * @must_close: a descriptor that it gives up, or -1
 *
 * Returns: when it is as it should be
 */
Child
child_start (const char *name,
             int         must_close)
{
  int ready[2];
  char byte;
  Child child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child.pid = fork ();
  if (child.pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      prctl (PR_SET_NAME, name);
      close (ready[0]);
      if (must_close >= 0)
        close (must_close);
      /* The end of the pipe is the word. */
      close (ready[1]);
      for (;;)
        pause ();
    }
  g_assert_cmpint (child.pid, >, 0);
  close (ready[1]);
  while (read (ready[0], &byte, 1) < 0 && errno == EINTR)
    ;
  close (ready[0]);

  return child;
}

void
child_end (Child *child)
{
  kill (child->pid, SIGKILL);
  g_assert_cmpint (waitpid (child->pid, NULL, 0), ==, child->pid);
}

/**
 * child_run:
 * @func: does not return, it ends with _exit()
 *
 * Returns: with which status
 */
int
child_run (void   (*func) (gpointer data),
           gpointer data,
           int      must_close)
{
  int status = 0;
  pid_t pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (must_close >= 0)
        close (must_close);
      func (data);
      _exit (99);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));

  return WEXITSTATUS (status);
}
