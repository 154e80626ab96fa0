/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* subject WAITING CHURNING: so many threads that wait in a function of a known
 * name, and so many that start and end threads all the time. It says "ready" and
 * ends when its standard input does. */

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

static sem_t started;
static sem_t never;

__attribute__ ((noinline)) static void
wait_for_the_post (void)
{
  while (sem_wait (&never) != 0)
    continue;
}

static void *
waiting_main (void *data)
{
  prctl (PR_SET_NAME, "waiting");
  sem_post (&started);
  wait_for_the_post ();

  return NULL;
}

static void *
short_main (void *data)
{
  return data;
}

static void *
churning_main (void *data)
{
  sem_post (&started);
  while (usleep (100) == 0)
    {
      pthread_t thread;

      if (pthread_create (&thread, NULL, short_main, NULL) == 0)
        pthread_join (thread, NULL);
    }

  return data;
}

static void
start (void *(*func) (void *),
       int    n)
{
  pthread_attr_t attr;

  pthread_attr_init (&attr);
  pthread_attr_setstacksize (&attr, 64 * 1024);
  for (int i = 0; i < n; i++)
    {
      pthread_t thread;

      if (pthread_create (&thread, &attr, func, NULL) != 0)
        exit (3);
    }
  for (int i = 0; i < n; i++)
    sem_wait (&started);
  pthread_attr_destroy (&attr);
}

int
main (int    argc,
      char **argv)
{
  char byte;

  sem_init (&started, 0, 0);
  sem_init (&never, 0, 0);
  start (waiting_main, argc > 1 ? atoi (argv[1]) : 0);
  start (churning_main, argc > 2 ? atoi (argv[2]) : 0);
  puts ("ready");
  fflush (stdout);
  while (read (STDIN_FILENO, &byte, 1) > 0)
    continue;

  return 0;
}
