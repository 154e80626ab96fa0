/* SPDX-FileCopyrightText: 2026 The Advanced Process Manager authors
 * SPDX-License-Identifier: MIT */

/* N threads that each make one cell the successor of the one before, and one that
 * looks for the last zero (Abdulla and others, POPL 2014). */

#include <pthread.h>
#include <stdatomic.h>

static atomic_int cells[N + 1];

static void *
successor (void *argument)
{
  int j = (int) (long) argument;

  atomic_store (&cells[j], atomic_load (&cells[j - 1]) + 1);
  return NULL;
}

static void *
finder (void *argument)
{
  int i = N;

  (void) argument;
  while (atomic_load (&cells[i]) != 0)
    i--;
  return NULL;
}

int
main (void)
{
  pthread_t threads[N + 1];

  pthread_create (&threads[0], NULL, finder, NULL);
  for (long i = 1; i <= N; i++)
    pthread_create (&threads[i], NULL, successor, (void *) i);
  for (int i = 0; i <= N; i++)
    pthread_join (threads[i], NULL);
  return 0;
}
