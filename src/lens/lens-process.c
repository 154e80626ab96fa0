/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

#include "lens.h"

#include <unistd.h>

/* Processes. A child of fork() takes a slot of its own with its first event, or
 * here; a program after execve() finds the memory again by its environment. Those
 * of vfork() and posix_spawn() live in their parent's memory until then, and need
 * nothing of us. */

LENS_EXPORT pid_t
fork (void)
{
  uint64_t caller = LENS_CALLER;
  pid_t pid;

  lens_gate (APM_LENS_OP_FORK, NULL, caller);
  pid = REAL (fork) ();
  if (pid == 0)
    {
      /* Not every kernel empties the page. */
      if (lens_self.slot && lens_self.slot->pid != (uint32_t) getpid ())
        *(uint32_t *) (uintptr_t) lens_self.alive = 0;
      if (!lens_is_on ())
        lens_begin (caller);
    }
  else
    {
      lens_tell (APM_LENS_OP_FORK, 0, pid > 0 ? (uint64_t) pid : 0, caller, pid > 0 ? 0 : errno);
    }

  return pid;
}

/* It does not return where it succeeds. */
static void
tell_exec (uint64_t caller)
{
  lens_tell (APM_LENS_OP_EXEC, 0, 0, caller, 0);
}

LENS_EXPORT int
execve (const char *path, char *const argv[], char *const environment[])
{
  tell_exec (LENS_CALLER);

  return REAL (execve) (path, argv, environment);
}

LENS_EXPORT int
execv (const char *path, char *const argv[])
{
  tell_exec (LENS_CALLER);

  return REAL (execv) (path, argv);
}

LENS_EXPORT int
execvp (const char *file, char *const argv[])
{
  tell_exec (LENS_CALLER);

  return REAL (execvp) (file, argv);
}

LENS_EXPORT int
execvpe (const char *file, char *const argv[], char *const environment[])
{
  tell_exec (LENS_CALLER);

  return REAL (execvpe) (file, argv, environment);
}

LENS_EXPORT int
fexecve (int fd, char *const argv[], char *const environment[])
{
  tell_exec (LENS_CALLER);

  return REAL (fexecve) (fd, argv, environment);
}

/* All ways to wait for a child are these four arguments. */
struct child_wait {
  idtype_t type;
  pid_t pid;
  int *status;
  int options;
  struct rusage *usage;
  siginfo_t *info;
  uint64_t caller;
};

typedef pid_t (*child_wait_func) (const struct child_wait *wait);

static pid_t
wait_for_child (const struct child_wait *wait, child_wait_func really_wait)
{
  struct lens_raised raised = { APM_LENS_OP_CHILD_ENDED, (uint64_t) (int64_t) wait->pid, wait->caller, 0 };
  pid_t pid;

  lens_gate (APM_LENS_OP_CHILD_ENDED, NULL, wait->caller);
  if (wait->options & WNOHANG)
    return really_wait (wait);

  lens_tell_wait (APM_LENS_OP_CHILD_WAIT, 0, raised.object, wait->caller);
  pthread_cleanup_push (lens_tell_raised, &raised);
  pid = really_wait (wait);
  pthread_cleanup_pop (0);
  lens_tell_over (APM_LENS_OP_CHILD_ENDED, 0, pid > 0 ? (uint64_t) pid : 0, wait->caller, pid < 0 ? errno : 0);

  return pid;
}

static pid_t
really_waitpid (const struct child_wait *wait)
{
  return REAL (waitpid) (wait->pid, wait->status, wait->options);
}

static pid_t
really_wait4 (const struct child_wait *wait)
{
  return REAL (wait4) (wait->pid, wait->status, wait->options, wait->usage);
}

static pid_t
really_waitid (const struct child_wait *wait)
{
  return REAL (waitid) (wait->type, (id_t) wait->pid, wait->info, wait->options);
}

LENS_EXPORT pid_t
wait (int *status)
{
  return wait_for_child (&(struct child_wait) { .pid = -1, .status = status, .caller = LENS_CALLER }, really_waitpid);
}

LENS_EXPORT pid_t
waitpid (pid_t pid, int *status, int options)
{
  return wait_for_child (&(struct child_wait) { .pid = pid, .status = status, .options = options,
                                                .caller = LENS_CALLER }, really_waitpid);
}

LENS_EXPORT pid_t
wait3 (int *status, int options, struct rusage *usage)
{
  return wait_for_child (&(struct child_wait) { .pid = -1, .status = status, .options = options, .usage = usage,
                                                .caller = LENS_CALLER }, really_wait4);
}

LENS_EXPORT pid_t
wait4 (pid_t pid, int *status, int options, struct rusage *usage)
{
  return wait_for_child (&(struct child_wait) { .pid = pid, .status = status, .options = options, .usage = usage,
                                                .caller = LENS_CALLER }, really_wait4);
}

LENS_EXPORT int
waitid (idtype_t type, id_t id, siginfo_t *info, int options)
{
  return wait_for_child (&(struct child_wait) { .type = type, .pid = (pid_t) id, .options = options, .info = info,
                                                .caller = LENS_CALLER }, really_waitid);
}
