/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "apm-exec.h"

#include "apm-error.h"
#include "apm-text.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <linux/close_range.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef enum { STEP_DIRECTORY, STEP_DESCRIPTORS, STEP_PROGRAM } Step;

typedef struct {
  Step step;
  int saved_errno;
} Failure;

/* What the child needs, all of it ready: behind vfork() nothing may allocate. */
typedef struct {
  const ApmExec *exec;
  int *sources;       /* as exec->fds, but all of higher numbers than any target */
  int report_fd;      /* closed by a successful execve() */
  pid_t parent;
} Plan;

static void G_GNUC_NORETURN
fail_child (const Plan *plan,
            Step        step)
{
  Failure failure = { step, errno };
  gssize written = write (plan->report_fd, &failure, sizeof failure);

  _exit (written < 0 ? 126 : 127);
}

/* Runs on the parent's stack and memory while the parent waits. */
static void G_GNUC_NORETURN
run_child (const Plan *plan)
{
  const ApmExec *exec = plan->exec;
  sigset_t none;

  if (exec->own_session)
    setsid ();
  else
    setpgid (0, 0);
  for (int signum = 1; signum < 32; signum++)
    signal (signum, SIG_DFL);

  if (exec->dies_with_us)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      /* We may be orphans already, and no signal would come. */
      if (getppid () != plan->parent)
        _exit (127);
    }

  if (exec->directory && chdir (exec->directory) < 0)
    fail_child (plan, STEP_DIRECTORY);

  /* Every descriptor that is not meant for the program closes, also those that a
   * library opened without saying so. The table is our own already. */
  close_range (3, ~0U, CLOSE_RANGE_CLOEXEC);
  for (guint i = 0; i < exec->n_fds; i++)
    if (dup2 (plan->sources[i], exec->as_fds[i]) < 0)
      fail_child (plan, STEP_DESCRIPTORS);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);

  execve (exec->program, (char **) exec->argv, (char **) exec->environment);
  fail_child (plan, STEP_PROGRAM);
}

static pid_t G_GNUC_NO_INLINE
vfork_child (const Plan *plan)
{
  pid_t pid = vfork ();

  if (pid == 0)
    run_child (plan);

  return pid;
}

static void
set_failure (GError       **error,
             const ApmExec *exec,
             const Failure *failure)
{
  switch (failure->step)
    {
    case STEP_DIRECTORY:
      apm_set_error_from_errno (error, failure->saved_errno, _("Cannot enter the folder “%s”"), exec->directory);
      break;
    case STEP_DESCRIPTORS:
      apm_set_error_from_errno (error, failure->saved_errno, _("Cannot hand descriptors to “%s”"), exec->program);
      break;
    case STEP_PROGRAM:
    default:
      apm_set_error_from_errno (error, failure->saved_errno, _("Cannot start “%s”"), exec->program);
      break;
    }
}

static int
start (const ApmExec *exec,
       Plan          *plan,
       int            read_fd,
       GError       **error)
{
  sigset_t all, before;
  Failure failure;
  gssize length;
  int saved_errno;
  pid_t pid;

  /* A handler of ours must not run in the child, in our memory. */
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  pid = vfork_child (plan);
  saved_errno = errno;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  apm_clear_fd (&plan->report_fd);

  if (pid < 0)
    {
      apm_set_error_from_errno (error, saved_errno, _("Cannot create a process for “%s”"), exec->program);
      return -1;
    }

  do
    length = read (read_fd, &failure, sizeof failure);
  while (length < 0 && errno == EINTR);
  if (length == sizeof failure)
    {
      waitpid (pid, NULL, 0);
      set_failure (error, exec, &failure);
      return -1;
    }

  return pid;
}

/**
 * apm_exec_start:
 *
 * Starts a program in a process group of its own, with default signals, and with
 * no descriptor of ours beyond 0 to 2 and those of @exec. Fails as a whole: if
 * the program could not be started, there is no process.
 *
 * Returns: its PID, or -1
 */
int
apm_exec_start (const ApmExec *exec,
                GError       **error)
{
  g_autofree int *sources = g_new (int, exec->n_fds + 1);
  Plan plan = { exec, sources, -1, getpid () };
  int report[2] = { -1, -1 };
  int above = 3;
  guint n = 0;
  int pid = -1;

  for (guint i = 0; i < exec->n_fds; i++)
    above = MAX (above, exec->as_fds[i] + 1);

  /* Moved out of the way first: the target of one may be the source of another. */
  for (; n < exec->n_fds; n++)
    {
      sources[n] = fcntl (exec->fds[n], F_DUPFD_CLOEXEC, above);
      if (sources[n] < 0)
        break;
    }

  if (n < exec->n_fds || pipe2 (report, O_CLOEXEC) < 0 ||
      (plan.report_fd = fcntl (report[1], F_DUPFD_CLOEXEC, above)) < 0)
    apm_set_error_from_errno (error, errno, _("Cannot create a process for “%s”"), exec->program);
  else
    {
      apm_clear_fd (&report[1]);
      pid = start (exec, &plan, report[0], error);
    }

  apm_clear_fd (&report[0]);
  apm_clear_fd (&report[1]);
  apm_clear_fd (&plan.report_fd);
  while (n > 0)
    close (sources[--n]);

  return pid;
}

/**
 * apm_exec_dup_program:
 * @name: a path, or a name to look for in PATH
 *
 * Returns: (transfer full): a path for execve(2); one with a slash is taken as
 *   it is, relative to the folder the program is started in
 */
char *
apm_exec_dup_program (const char  *name,
                      GError     **error)
{
  g_autofree char *found = NULL;

  if (strchr (name, '/'))
    return g_strdup (name);

  found = *name ? g_find_program_in_path (name) : NULL;
  if (!found)
    {
      g_set_error (error, APM_ERROR, APM_ERROR_INVALID, _("There is no program “%s”"), name);
      return NULL;
    }

  return g_canonicalize_filename (found, NULL);
}
