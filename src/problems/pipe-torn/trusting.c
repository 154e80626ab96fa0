/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A process is killed in the middle of a message. WRONG: the reader believes the
 * length that was announced, and takes half a message for a whole one. */

#include <stdlib.h>
#include <unistd.h>

#include "problem.h"

#define LENGTH 1000

static int ends[2];
static int messages;

/* Each message is its length, and so many bytes. */
static void
writer (int self)
{
  static char text[LENGTH];
  int length = LENGTH;

  (void) self;
  close (ends[0]);
  problem_does ("writes");
  for (int i = 1; i <= messages; i++)
    {
      problem_delay ();
      if (write (ends[1], &length, sizeof length) < 0 || write (ends[1], text, LENGTH / 2) < 0)
        exit (1);
      if (i == messages)
        problem_die ();                /* as by kill -9 */
      if (write (ends[1], text, LENGTH / 2) < 0)
        exit (1);
    }
}

/* Returns how many bytes came: fewer than asked for at the end of the stream. */
static int
read_all (void *bytes, int size)
{
  int have = 0;
  ssize_t n;

  while (have < size && (n = read (ends[0], (char *) bytes + have, (size_t) (size - have))) > 0)
    have += (int) n;

  return have;
}

static void
reader (int self)
{
  static char text[LENGTH];
  int length, n;

  (void) self;
  close (ends[1]);
  problem_does ("reads");
  while (read_all (&length, sizeof length) == sizeof length)
    {
      n = read_all (text, length);
                                       /* if (n < length) is forgotten */
      problem_show ("half", n < length);   /* taken for a message */
    }
}

int
main (int argc, char *argv[])
{
  problem_open (argc, argv);
  problem_use_processes ();
  messages = problem_parameter ("messages", 5);
  if (pipe (ends) < 0)
    return 1;

  problem_start ("W", 1, writer);
  problem_start ("R", 1, reader);
  close (ends[0]);
  close (ends[1]);
  problem_wait ();
  return problem_close ();
}
