/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Two processes write records into one pipe. WRONG: the records are longer than
 * PIPE_BUF. When the pipe is full in the middle of one, another may come between. */

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "problem.h"

#define LENGTH (5 * PIPE_BUF + 1)

static int ends[2];
static int records;

static void
writer (int self)
{
  static char record[LENGTH];

  close (ends[0]);
  memset (record, 'a' + self, sizeof record);
  problem_does ("writes");
  for (int i = 0; i < records; i++)
    if (write (ends[1], record, sizeof record) != sizeof record)
      exit (1);
}

static void
reader (int self)
{
  static char record[LENGTH];
  size_t have = 0;
  ssize_t n;

  (void) self;
  close (ends[1]);
  problem_does ("reads");
  while ((n = read (ends[0], record + have, sizeof record - have)) > 0)
    {
      have += (size_t) n;
      if (have < sizeof record)
        continue;
      have = 0;
      problem_show ("mixed", memchr (record, record[0] == 'a' ? 'b' : 'a', sizeof record) != NULL);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  problem_use_processes ();
  records = problem_parameter ("records", 200);
  if (pipe (ends) < 0)
    return 1;

  problem_start ("W", 2, writer);
  problem_start ("R", 1, reader);
  close (ends[0]);
  close (ends[1]);
  problem_wait ();
  return problem_close ();
}
