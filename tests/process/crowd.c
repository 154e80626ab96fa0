/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "crowd.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * crowd_run:
 * @func: runs as the first process of the namespace; what it returns below 256 is
 *   passed on
 * @why_not: (out): why there can be no such namespace
 *
 * Returns: what @func returned, -1 if it was not called, -2 if it was killed
 */
int
crowd_run (CrowdFunc   func,
           gpointer    data,
           char      **why_not)
{
  int wait_status = 0;
  pid_t outer = fork ();

  /* Another process, since the namespace would hold for all later children. */
  if (outer == 0)
    {
      pid_t first;

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (unshare (CLONE_NEWPID | CLONE_NEWNS) < 0 && unshare (CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS) < 0)
        _exit (255);
      first = fork ();
      if (first == 0)
        {
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          if (mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || mount ("proc", "/proc", "proc", 0, NULL) < 0)
            _exit (255);
          _exit (func (data));
        }
      if (first < 0 || waitpid (first, &wait_status, 0) < 0)
        _exit (255);
      _exit (WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : 254);
    }

  if (outer < 0 || waitpid (outer, &wait_status, 0) < 0 || !WIFEXITED (wait_status) ||
      WEXITSTATUS (wait_status) == 255)
    {
      *why_not = g_strdup ("no PID namespace with a /proc of its own may be made here");
      return -1;
    }

  return WEXITSTATUS (wait_status) == 254 ? -2 : WEXITSTATUS (wait_status);
}

/* Returns: 0, or why not. */
static int
spawn (const char *sleeper,
       const char *ms,
       guint       n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_autofree char *fd = NULL;
  char *argv[] = { (char *) sleeper, (char *) ms, number, NULL, NULL };
  volatile int failed = 0;
  char answer = EIO;
  int fds[2];
  pid_t pid;

  if (pipe (fds) < 0)
    return errno;
  argv[3] = fd = g_strdup_printf ("%d", fds[1]);
  pid = vfork ();
  if (pid == 0)
    {
      close (fds[0]);
      execve (sleeper, argv, environ);
      failed = errno;
      _exit (1);
    }
  if (pid < 0)
    failed = errno;
  close (fds[1]);
  if (!failed && read (fds[0], &answer, 1) >= 0)
    failed = answer;
  close (fds[0]);

  return failed;
}

/**
 * crowd_spawn:
 * @n_awake: so many of them wake up several times a second
 */
gboolean
crowd_spawn (const char  *sleeper,
             guint        n,
             guint        n_awake,
             char       **why_not)
{
  int failed = n_awake > 0 ? spawn (sleeper, "300", n_awake) : 0;

  if (!failed && n > n_awake)
    failed = spawn (sleeper, "0", n - n_awake);
  if (failed)
    *why_not = g_strdup_printf ("%u processes cannot be started here: %s", n, g_strerror (failed));

  return !failed;
}
