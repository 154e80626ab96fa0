/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "crowd.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
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

/* Returns: 0, or why not. As root, nine of ten belong to others: as on a machine
 * that many people use. */
static int
spawn (const char *sleeper,
       const char *ms,
       guint       number)
{
  char *argv[] = { (char *) sleeper, (char *) ms, NULL };
  volatile int failed = 0;
  uid_t uid = number % 10 ? 1000 + number % 10 : 0;
  pid_t pid = vfork ();

  if (pid < 0)
    return errno;
  if (pid == 0)
    {
      /* The bare call: that of the library would tell threads that are not there. */
      if (geteuid () == 0 && uid != 0 && syscall (SYS_setresuid, uid, uid, uid) < 0)
        failed = errno;
      else
        execve (sleeper, argv, environ);
      failed = failed ? failed : errno;
      _exit (1);
    }

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
  for (guint i = 0; i < n; i++)
    {
      int failed = spawn (sleeper, i < n_awake ? "300" : "0", i);

      if (failed)
        {
          *why_not = g_strdup_printf ("only %u processes can be started here: %s", i, g_strerror (failed));
          return FALSE;
        }
    }

  return TRUE;
}
