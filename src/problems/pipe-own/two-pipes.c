/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A client writes requests to a server and reads answers. A pipe for each
 * direction. */

#include <stdlib.h>
#include <unistd.h>

#include "problem.h"

static int requests[2], answers[2];
static int rounds;

static void
client (int self)
{
  (void) self;

  for (int request = 1; request <= rounds; request++)
    {
      int answer = 0;

      problem_delay ();
      problem_does ("asks");
      if (write (requests[1], &request, sizeof request) < 0
          || read (answers[0], &answer, sizeof answer) < 0)
        exit (1);
      problem_does ("thinks");
      problem_show ("own", answer == request);   /* is that what I have written? */
    }
}

static void
server (int self)
{
  int request;

  (void) self;
  problem_does ("serves");
  while (read (requests[0], &request, sizeof request) == sizeof request)
    {
      int answer = -request;

      if (write (answers[1], &answer, sizeof answer) < 0)
        exit (1);
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  problem_use_processes ();
  rounds = problem_parameter ("rounds", 10);
  if (pipe (requests) < 0)
    return 1;
  if (pipe (answers) < 0)
    return 1;

  problem_start ("C", 1, client);
  problem_start_service ("S", 1, server);
  problem_wait ();
  return problem_close ();
}
