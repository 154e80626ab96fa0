/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* N threads add TIMES times without a lock. */

#include <pthread.h>
#include <stdio.h>

static int counter;

static void *
thread (void *argument)
{
  (void) argument;
  for (int i = 0; i < TIMES; i++)
    counter++;
  return NULL;
}

int
main (void)
{
  pthread_t threads[N];

  for (int i = 0; i < N; i++)
    pthread_create (&threads[i], NULL, thread, NULL);
  for (int i = 0; i < N; i++)
    pthread_join (threads[i], NULL);
  printf ("%d\n", counter);
  return 0;
}
