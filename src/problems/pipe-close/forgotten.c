/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A process reads from a pipe until its end, which comes when nobody has the
 * writing end open any more. WRONG: fork () gave the reader both ends, and it
 * forgot to close the one for writing. It waits for itself. */

#include <stdlib.h>
#include <unistd.h>

#include "problem.h"

static int ends[2];
static int lines;

static void
writer (int self)
{
  (void) self;
  close (ends[0]);
  problem_does ("writes");
  for (int i = 0; i < lines; i++)
    {
      problem_delay ();
      if (write (ends[1], "hello\n", 6) < 0)
        exit (1);
    }
}                                      /* ends, and with it its end of the pipe */

static void
reader (int self)
{
  char block[4096];
  long n_bytes = 0;
  ssize_t n;

  (void) self;
                                       /* close (ends[1]) is forgotten */
  problem_does ("reads");
  while ((n = read (ends[0], block, sizeof block)) > 0)
    problem_show ("bytes", n_bytes += n);
  problem_does ("done");               /* end of file: nobody can write any more */
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  problem_use_processes ();
  lines = problem_parameter ("lines", 5);
  if (pipe (ends) < 0)
    return 1;

  problem_start ("W", 1, writer);
  problem_start ("R", 1, reader);
  close (ends[0]);
  close (ends[1]);
  problem_wait ();
  return problem_close ();
}
