/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* A process sends messages through a queue with room for four. The receiver takes
 * them as they come. */

#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "problem.h"

static mqd_t queue;
static int done[2];                    /* ends when the sender has ended */
static int messages;

static void
sender (int self)
{
  (void) self;
  close (done[0]);
  problem_does ("sends");
  for (int i = 1; i <= messages; i++)
    {
      problem_delay ();
      if (mq_send (queue, "hello", 6, 0) < 0)
        exit (1);
    }
}

static void
receiver (int self)
{
  char text[64], byte;

  (void) self;
  close (done[1]);
  problem_does ("receives");
  for (int i = 1; i <= messages; i++)
    {
      if (mq_receive (queue, text, sizeof text, NULL) < 0)
        exit (1);
      problem_show ("got", i);
    }
  if (read (done[0], &byte, 1) != 0)   /* the sender has ended: all is here */
    exit (1);
}

int
main (int argc, char *argv[])
{
  struct mq_attr room = { .mq_maxmsg = 4, .mq_msgsize = 64 };
  char name[64];

  problem_open (argc, argv);
  problem_use_processes ();
  messages = problem_parameter ("messages", 20);
  snprintf (name, sizeof name, "/queue-unread-%d", (int) getpid ());
  queue = mq_open (name, O_RDWR | O_CREAT | O_EXCL, 0600, &room);
  if (queue == (mqd_t) -1 || mq_unlink (name) < 0 || pipe (done) < 0)
    return 1;

  problem_start ("S", 1, sender);
  problem_start ("R", 1, receiver);
  mq_close (queue);
  close (done[0]);
  close (done[1]);
  problem_wait ();
  return problem_close ();
}
