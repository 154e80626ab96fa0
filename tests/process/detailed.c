/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* detailed VERB [PATH]: a process about which much is known, for the tests of the
 * details. "ready" on standard output tells that all is so. */

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static void
stay (void)
{
  alarm (120);
  if (write (1, "ready\n", 6) == 6)
    for (;;)
      pause ();
}

static void
on_signal (int signum)
{
}

/* TERM ignored, USR1 caught, USR2 blocked and pending for the thread, HUP for the
 * process. */
static void
have_masks (void)
{
  sigset_t blocked;

  signal (SIGTERM, SIG_IGN);
  signal (SIGUSR1, on_signal);
  sigemptyset (&blocked);
  sigaddset (&blocked, SIGUSR2);
  sigaddset (&blocked, SIGHUP);
  sigprocmask (SIG_BLOCK, &blocked, NULL);
  raise (SIGUSR2);
  kill (getpid (), SIGHUP);
}

/* Of 100 open files 10 are: three and seven more. */
static void
have_files (void)
{
  const struct rlimit files = { 100, 200 };
  const struct rlimit core = { 0, 0 };

  closefrom (3);
  for (int i = 0; i < 7; i++)
    if (open ("/dev/null", O_RDONLY) < 0)
      _exit (1);
  setrlimit (RLIMIT_NOFILE, &files);
  setrlimit (RLIMIT_CORE, &core);
}

/* 64 KiB of a file that has no name any more, one page of it touched. */
static void
have_map (const char *path)
{
  int fd = open (path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  char *map;

  if (fd < 0 || ftruncate (fd, 64 * 1024) < 0)
    _exit (1);
  map = mmap (NULL, 64 * 1024, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED)
    _exit (1);
  *map = 'x';
  close (fd);
  unlink (path);
}

int
main (int    argc,
      char **argv)
{
  const char *verb = argc > 1 ? argv[1] : "";
  const char *path = argc > 2 ? argv[2] : "/";

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (strcmp (verb, "wait") == 0)
    stay ();
  if (strcmp (verb, "masks") == 0)
    {
      have_masks ();
      stay ();
    }
  if (strcmp (verb, "files") == 0)
    {
      have_files ();
      stay ();
    }
  if (strcmp (verb, "map") == 0)
    {
      have_map (path);
      stay ();
    }
  if (strcmp (verb, "apart") == 0 && unshare (CLONE_NEWUTS) == 0)
    stay ();
  if (strcmp (verb, "lost") == 0 && chdir (path) == 0 && rmdir (path) == 0)
    {
      prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
      stay ();
    }

  return 2;
}
