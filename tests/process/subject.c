/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* subject VERB [ARGUMENT]: a process for the tests to look at. */

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* "ready" on standard output tells that what was asked for is there. */
static void
wait_for_ever (void)
{
  if (write (1, "ready\n", 6) == 6)
    for (;;)
      pause ();
}

static void *
wait_in_thread (void *data)
{
  for (;;)
    pause ();

  return NULL;
}

static void
start_threads (int n)
{
  pthread_attr_t small;
  pthread_t thread;

  pthread_attr_init (&small);
  pthread_attr_setstacksize (&small, 64 * 1024);
  while (n-- > 0)
    if (pthread_create (&thread, &small, wait_in_thread, NULL) != 0)
      exit (1);
}

/* A child that leaves our process group and outlives us, as a daemon does. */
static void
leave (void)
{
  if (fork () == 0)
    {
      setsid ();
      if (fork () == 0)
        {
          char line[32];
          int length = snprintf (line, sizeof line, "%d\n", (int) getpid ());

          if (write (1, line, length) == length)
            for (;;)
              pause ();
        }
      _exit (0);
    }
  wait (NULL);
}

static void
print_bytes (long n)
{
  char block[4096];

  memset (block, 'x', sizeof block);
  while (n > 0)
    {
      ssize_t written = write (1, block, n < (long) sizeof block ? (size_t) n : sizeof block);

      if (written <= 0)
        exit (1);
      n -= written;
    }
}

int
main (int    argc,
      char **argv)
{
  const char *verb = argc > 1 ? argv[1] : "exit";
  const char *argument = argc > 2 ? argv[2] : "0";

  if (strcmp (verb, "exit") == 0)
    return atoi (argument);
  if (strcmp (verb, "kill") == 0)
    raise (atoi (argument));
  if (strcmp (verb, "wait") == 0)
    wait_for_ever ();
  if (strcmp (verb, "name") == 0)
    {
      prctl (PR_SET_NAME, argument);
      wait_for_ever ();
    }
  if (strcmp (verb, "zombie") == 0)
    {
      siginfo_t info;
      pid_t child = fork ();

      if (child == 0)
        _exit (0);
      waitid (P_PID, child, &info, WEXITED | WNOWAIT);
      printf ("%d\n", (int) child);
      fflush (stdout);
      wait_for_ever ();
    }
  if (strcmp (verb, "parent") == 0)
    {
      if (fork () == 0)
        for (;;)
          pause ();
      wait_for_ever ();
    }
  if (strcmp (verb, "threads") == 0)
    {
      start_threads (atoi (argument));
      wait_for_ever ();
    }
  if (strcmp (verb, "leave") == 0)
    {
      leave ();
      wait_for_ever ();
    }
  if (strcmp (verb, "heir") == 0)
    {
      /* Ends, but an heir keeps the pipe open. */
      if (fork () == 0)
        for (;;)
          pause ();
      print_bytes (3);
    }
  if (strcmp (verb, "print") == 0)
    print_bytes (atol (argument));
  if (strcmp (verb, "fds") == 0)
    {
      for (int fd = 0; fd < 256; fd++)
        if (fcntl (fd, F_GETFD) >= 0)
          printf ("%d ", fd);
    }
  if (strcmp (verb, "trickle") == 0)
    {
      /* Prints for ever, a block whenever there is room; ends where nobody reads. */
      for (;;)
        print_bytes (4096);
    }

  return 0;
}
