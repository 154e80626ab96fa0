/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* sleeper MS [N FD]: wakes each MS milliseconds, with 0 never. One of thousands:
 * small. With N it is so many; FD is told one byte, when all are there: 0, or the
 * error that stopped it. As root, nine of ten belong to others: as on a machine that
 * many people use. */

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static int
multiply (int n)
{
  for (int i = 1; i < n; i++)
    {
      uid_t uid = i % 10 ? 1000 + i % 10 : 0;
      pid_t pid = fork ();

      if (pid < 0)
        return errno;
      if (pid > 0)
        continue;
      if (geteuid () == 0 && uid != 0 && setresuid (uid, uid, uid) < 0)
        _exit (1);
      /* As one that was started under that name: its files are its own. */
      prctl (PR_SET_DUMPABLE, 1);
      return -1;
    }

  return 0;
}

int
main (int    argc,
      char **argv)
{
  int ms = argc > 1 ? atoi (argv[1]) : 0;
  int fd = argc > 3 ? atoi (argv[3]) : -1;
  int failed = fd >= 0 ? multiply (atoi (argv[2])) : -1;
  char byte = (char) failed;

  if (failed >= 0 && write (fd, &byte, 1) < 0)
    return 1;
  if (fd >= 0)
    close (fd);

  for (;;)
    poll (NULL, 0, ms > 0 ? ms : -1);
}
