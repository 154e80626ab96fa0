/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* Two processes send each other more than a pipe holds (64 KiB). They have
 * agreed who writes and who reads first. */

#include <stdlib.h>
#include <unistd.h>

#include "problem.h"

static int to_b[2], to_a[2];
static size_t length;

static void
send_all (int fd)
{
  static char block[4096];

  problem_does ("writes");
  for (size_t sent = 0; sent < length; sent += sizeof block)
    if (write (fd, block, sizeof block) < 0)
      exit (1);
}

static void
receive_all (int fd)
{
  static char block[4096];
  ssize_t n;

  problem_does ("reads");
  for (size_t got = 0; got < length; got += (size_t) n)
    if ((n = read (fd, block, sizeof block)) <= 0)
      exit (1);
}

static void
first (int self)
{
  (void) self;
  send_all (to_b[1]);
  receive_all (to_a[0]);
  problem_does ("done");
}

static void
second (int self)
{
  (void) self;
  receive_all (to_b[0]);
  send_all (to_a[1]);
  problem_does ("done");
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  problem_use_processes ();
  length = (size_t) problem_parameter ("kib", 256) * 1024;
  if (pipe (to_b) < 0 || pipe (to_a) < 0)
    return 1;

  problem_start ("A", 1, first);
  problem_start ("B", 1, second);
  problem_wait ();
  return problem_close ();
}
