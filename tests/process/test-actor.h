/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A process that the tests act on, in a session of its own. */
typedef struct {
  pid_t pid;
  FILE *told;      /* its standard output */
} TestActor;

static inline int
test_actor_read (TestActor  *actor,
                 const char *word)
{
  char line[64];
  char got[32];
  int number = -1;

  if (!fgets (line, sizeof line, actor->told) || sscanf (line, "%31s %d", got, &number) != 2)
    g_error ("the actor says nothing where \"%s\" was awaited", word);
  g_assert_cmpstr (got, ==, word);

  return number;
}

static inline TestActor
test_actor_start (const char *verb)
{
  TestActor actor;
  int pipe_fds[2];

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  actor.pid = fork ();
  if (actor.pid == 0)
    {
      setsid ();
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      dup2 (pipe_fds[1], 1);
      close (pipe_fds[0]);
      close (pipe_fds[1]);
      execl (ACTOR, ACTOR, verb, NULL);
      _exit (127);
    }
  close (pipe_fds[1]);
  actor.told = fdopen (pipe_fds[0], "r");

  return actor;
}

/* Returns: the wait status */
static inline int
test_actor_end (TestActor *actor)
{
  int status = 0;

  kill (actor->pid, SIGKILL);
  waitpid (actor->pid, &status, 0);
  fclose (actor->told);

  return status;
}

/* Runs @func in a process that has given up its rights, which only root can. Never
 * with the rights of an ordinary user: what is to be refused would be done to her.
 * Returns: what @func returns (0 … 127), −1 if that cannot be done here. */
static inline int
test_as_nobody (int (*func) (int pid),
                int   pid)
{
  int status = 0;
  pid_t child;

  if (getuid () != 0)
    return -1;

  child = fork ();
  if (child == 0)
    {
      if (setgid (65534) < 0 || setuid (65534) < 0)
        _exit (200);
      _exit (func (pid));
    }
  waitpid (child, &status, 0);

  return WIFEXITED (status) && WEXITSTATUS (status) != 200 ? WEXITSTATUS (status) : -1;
}
