/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* actor VERB: processes and threads for the tests to act on. What is there is told
 * line by line on standard output, "ready" at the end. */

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LINKS 300

static void
say (const char *word,
     int         number)
{
  char line[64];
  int length = snprintf (line, sizeof line, "%s %d\n", word, number);

  if (write (1, line, (size_t) length) != length)
    _exit (1);
}

/* An alarm is not inherited: each sets its own, so that no orphan stays when a
 * test fails. */
static void
stay (void)
{
  alarm (60);
  for (;;)
    pause ();
}

/* Parent, child and grandchild. */
static void
be_family (void)
{
  say ("process", getpid ());
  if (fork () == 0)
    {
      say ("process", getpid ());
      if (fork () == 0)
        {
          say ("process", getpid ());
          say ("ready", 0);
        }
    }
  stay ();
}

/* Each makes another, faster than one looks. */
static void
be_chain (void)
{
  say ("ready", getpid ());
  for (int i = 0; i < LINKS; i++)
    if (fork () != 0)
      stay ();
    else
      usleep (5000);
  stay ();
}

static void
on_signal (int signum)
{
  say ("got", (int) syscall (SYS_gettid));
}

static void
be_careful (void)
{
  sigset_t blocked;

  signal (SIGTERM, SIG_IGN);
  signal (SIGUSR1, on_signal);
  sigemptyset (&blocked);
  sigaddset (&blocked, SIGUSR2);
  sigprocmask (SIG_BLOCK, &blocked, NULL);
  say ("ready", 0);
  stay ();
}

static void *
be_thread (void *data)
{
  say ("thread", (int) syscall (SYS_gettid));
  stay ();

  return NULL;
}

static void
have_threads (void)
{
  pthread_t threads[3];

  signal (SIGUSR1, on_signal);
  for (int i = 0; i < 3; i++)
    pthread_create (&threads[i], NULL, be_thread, NULL);
  say ("ready", 0);
  stay ();
}

int
main (int    argc,
      char **argv)
{
  const char *verb = argc > 1 ? argv[1] : "";

  if (strcmp (verb, "wait") == 0)
    {
      say ("ready", 0);
      stay ();
    }
  if (strcmp (verb, "family") == 0)
    be_family ();
  if (strcmp (verb, "chain") == 0)
    be_chain ();
  if (strcmp (verb, "care") == 0)
    be_careful ();
  if (strcmp (verb, "threads") == 0)
    have_threads ();

  return 2;
}
